import type { Construct } from 'constructs';
import type { Problems } from '../core/problems';
import { FORMS } from '../core/text-form';
import { checkHours } from './deployment-hours';
import type { CheckedHours, DeploymentHours } from './deployment-hours';
import { DeclaredRule } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';

/**
 * Options of a rule that looks at the time.
 */
export interface DeploymentWindowOptions extends DeploymentHours {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'DeploymentWindow'
   */
  readonly ruleName?: string;
}

/** Hours of the week. */
export class WindowRule implements RuleKind {
  public readonly provider = 'DeploymentWindow';
  public readonly ruleName: string;

  constructor(private readonly options: DeploymentWindowOptions) {
    this.ruleName = options.ruleName ?? 'DeploymentWindow';
  }

  public bind(scope: Construct, problems: Problems, { ruleName }: RuleContext): BoundRule {
    const hours = checkHours(scope, problems, this.options, FORMS.ruleTimeZone);
    const configuration = { Cron: windowCron(hours), TimeZone: hours.timeZone };
    return { rule: new DeclaredRule({ name: ruleName, provider: this.provider, configuration }) };
  }
}

/** Every second of the hours, in the fields of https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html */
export function windowCron({ days, from, to }: CheckedHours): string {
  return `* * ${from}-${to - 1} ? * ${days.join(',')} *`;
}
