import { Token } from 'aws-cdk-lib';
import type { Problems } from './problems';

/** What a text must look like as a whole. `form` says it in words, for messages. */
export interface TextForm {
  readonly pattern: RegExp;
  readonly form: string;
  readonly url: string;
}

const USER_GUIDE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide';

/** Every form that a check looks for, with the page that gives it. */
export const FORMS = {
  variableReference: {
    pattern: /^#\{[A-Za-z0-9@\-_]+\.[^{}\s]+\}$/,
    form: '#{NAMESPACE.NAME}',
    url: `${USER_GUIDE}/reference-variables.html`,
  },
  ruleTimeZone: {
    pattern: /^(?:UTC(?:[+-]\d\d:\d\d)?|[A-Za-z]+\/[A-Za-z]+(?:_[A-Za-z]+)*)$/,
    form: 'Region/City, UTC, or UTC+HH:MM',
    url: `${USER_GUIDE}/rule-reference-DeploymentWindow.html`,
  },
  scheduleTimeZone: {
    pattern: /^(?:UTC|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/,
    form: 'Region/City, or UTC',
    url: 'https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html',
  },
  mailAddress: {
    pattern: /^[^\s@,]+@[^\s@,]+$/,
    form: 'NAME@DOMAIN',
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html',
  },
} satisfies Record<string, TextForm>;

/** Gives the text back when it is known and of this form; else reports it and gives nothing. */
export function checkForm(problems: Problems, prop: string, value: unknown, form: TextForm): string | undefined {
  if (value === undefined) return undefined;
  if (Token.isUnresolved(value)) {
    problems.add(prop, 'must be known at synthesis', { got: value, cure: 'give a literal' });
    return undefined;
  }
  if (typeof value === 'string' && form.pattern.test(value)) return value;
  problems.add(prop, `must be of the form ${form.form}`, { got: value });
  return undefined;
}
