import { Duration, Token } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkLiteralRange, checkStruct, isDuration } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { AlarmCondition, PlatformAlarms } from './platform-alarms';

/** When an alarm goes off, with every default decided. */
export interface DecidedCondition {
  readonly threshold: number;
  readonly period: Duration;
  readonly evaluationPeriods: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html gives the most that can be looked at. */
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** The threshold is reached in so many minutes in a row. */
export function inMinutes(evaluationPeriods: number, threshold: number): DecidedCondition {
  return { threshold, period: Duration.minutes(1), evaluationPeriods };
}

/** What the user said of several alarms, over their defaults. */
export function decideConditions<Kind extends keyof PlatformAlarms>(
  problems: Problems,
  given: PlatformAlarms,
  defaults: Readonly<Record<Kind, DecidedCondition>>,
): Record<Kind, DecidedCondition> {
  const kinds = Object.keys(defaults) as Kind[];
  const decided = kinds.map((kind) => [kind, decideCondition(problems, kind, given[kind], defaults[kind])] as const);
  return Object.fromEntries(decided) as Record<Kind, DecidedCondition>;
}

/** What the user said, over the defaults of the metric. What is out of range is reported. */
export function decideCondition(
  problems: Problems,
  prop: string,
  given: AlarmCondition | undefined,
  defaults: DecidedCondition,
): DecidedCondition {
  const condition = checkStruct(problems, prop, given) ?? {};
  const within = problems.within(prop);
  const decided = {
    threshold: thresholdOf(within, condition.threshold) ?? defaults.threshold,
    period: periodOf(within, condition.period) ?? defaults.period,
    evaluationPeriods:
      checkLiteralRange(within, 'evaluationPeriods', condition.evaluationPeriods, LIMITS.alarmPeriods) ??
      defaults.evaluationPeriods,
  };
  const seconds = decided.period.toSeconds();
  const most = seconds < HOUR_SECONDS ? DAY_SECONDS : 7 * DAY_SECONDS;
  const total = seconds * decided.evaluationPeriods;
  if (total <= most) return decided;
  within.add('evaluationPeriods', `must be at most ${most} seconds together with the period`, { got: total });
  return defaults;
}

/** An alarm that goes off when the metric reaches the threshold, and takes a time without data for good. */
export function makeAlarm(
  scope: Construct,
  id: string,
  metric: Metric | MathExpression,
  condition: DecidedCondition,
): Alarm {
  return new Alarm(scope, id, {
    metric: metric.with({ period: condition.period }),
    threshold: condition.threshold,
    evaluationPeriods: condition.evaluationPeriods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

function thresholdOf(problems: Problems, given: number | undefined): number | undefined {
  const value: unknown = given;
  if (value === undefined || Token.isUnresolved(value)) return given;
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return given;
  problems.add('threshold', 'must be a number above 0', { got: value });
  return undefined;
}

function periodOf(problems: Problems, given: Duration | undefined): Duration | undefined {
  const value: unknown = given;
  if (value === undefined) return undefined;
  if (!isDuration(value)) {
    problems.add('period', 'must be a Duration', { got: value });
    return undefined;
  }
  if (value.isUnresolved()) {
    problems.add('period', 'must be known at synthesis', { got: value, cure: 'give a literal' });
    return undefined;
  }
  const seconds = value.toSeconds({ integral: false });
  const isLegal = [10, 20, 30].includes(seconds) || (seconds % 60 === 0 && seconds >= 60 && seconds <= DAY_SECONDS);
  if (isLegal) return value;
  problems.add('period', 'must be 10, 20 or 30 seconds, or whole minutes up to a day', { got: value.toHumanString() });
  return undefined;
}
