import type { Duration } from 'aws-cdk-lib';
import { checkGiven, checkLiteralDuration, checkLiteralRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { RangeLimit } from '../core/limits';
import type { Problems } from '../core/problems';
import type { RolloutKind, TrafficShift } from './rollout';

/** A shift of traffic in steps that CodeDeploy takes. */
export interface CheckedShift {
  readonly percentage: number;
  readonly minutes: number;
  readonly interval: Duration;

  /** How long traffic moves at least, in minutes. */
  readonly total: number;
}

/** What a shift may say. */
export interface ShiftLimits {
  readonly percentage: RangeLimit;
  readonly interval: RangeLimit;

  /** The most that all steps take together. */
  readonly total: RangeLimit;
}

const CODE_DEPLOY: ShiftLimits = {
  percentage: LIMITS.trafficPercentage,
  interval: LIMITS.trafficInterval,
  total: LIMITS.trafficInterval,
};

/** The steps of a canary or a linear rollout; what is out of range is reported, and nothing is given. */
export function checkShift(
  problems: Problems,
  kind: RolloutKind,
  shift: TrafficShift | undefined,
  limits: ShiftLimits = CODE_DEPLOY,
): CheckedShift | undefined {
  checkGiven(problems, 'percentage', shift?.percentage, 'given');
  checkGiven(problems, 'interval', shift?.interval, 'given');
  const percentage = checkLiteralRange(problems, 'percentage', shift?.percentage, limits.percentage);
  const interval = checkLiteralDuration(problems, 'interval', shift?.interval, limits.interval);
  if (percentage === undefined || interval === undefined) return undefined;
  const minutes = interval.toMinutes();
  const steps = kind === 'canary' ? 1 : Math.floor(100 / percentage);
  const total = minutes * steps;
  if (kind === 'linear' && total > limits.total.max) {
    problems.add('interval', `must be so short that all steps take at most ${limits.total.max} minutes`, {
      got: `${total} minutes for ${steps} steps`,
    });
    return undefined;
  }
  return { percentage, minutes, interval, total };
}
