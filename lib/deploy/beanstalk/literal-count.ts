import type { Duration } from 'aws-cdk-lib';
import { checkLiteralDuration } from '../../core/checks';
import type { RangeLimit } from '../../core/limits';
import type { Problems } from '../../core/problems';

/** A duration as an option takes it, in the unit of the limit: options are texts, so it must be known at synthesis. */
export function literalCount(
  problems: Problems,
  prop: string,
  value: Duration | undefined,
  limit: RangeLimit,
): number | undefined {
  const duration = checkLiteralDuration(problems, prop, value, limit);
  if (duration === undefined) return undefined;
  if (limit.unit === 'days') return duration.toDays();
  return limit.unit === 'seconds' ? duration.toSeconds() : duration.toMinutes();
}
