import { Token } from 'aws-cdk-lib';
import type { Schedule } from 'aws-cdk-lib/aws-events';
import type { Problems } from './problems';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const RATE = /^rate\((?:1 (?:minute|hour|day)|(?!1 )[1-9]\d* (?:minutes|hours|days))\)$/;

/** Six fields, of which the third, the day of the month, or the fifth, the day of the week, is a question mark. */
const CRON = /^cron\(\S+ \S+ (?:\? \S+ \S+|\S+ \S+ \?) \S+\)$/;

/** Gives a time table of EventBridge back when it is one; else reports it. */
export function checkSchedule(problems: Problems, prop: string, given: Schedule | undefined): Schedule | undefined {
  const expression: unknown = (given as Partial<Schedule> | null | undefined)?.expressionString;
  if (typeof expression !== 'string') {
    problems.add(prop, 'must be a Schedule of aws-cdk-lib/aws-events', { got: given });
    return undefined;
  }
  if (Token.isUnresolved(expression) || RATE.test(expression) || CRON.test(expression)) return given;
  problems.add(prop, 'must be rate(…) or cron(…) as EventBridge takes it', {
    got: expression,
    cure: 'use Schedule.rate or Schedule.cron',
  });
  return undefined;
}
