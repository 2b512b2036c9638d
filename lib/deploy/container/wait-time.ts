import type { Duration } from 'aws-cdk-lib';
import { checkDuration } from '../../core/checks';
import type { RangeLimit } from '../../core/limits';
import type { Problems } from '../../core/problems';

/** A time that AWS takes in minutes. What is known at deployment only cannot be converted, and must be in minutes already. */
export function checkWait(
  problems: Problems,
  prop: string,
  given: Duration | undefined,
  limit: RangeLimit,
): Duration | undefined {
  const time = checkDuration(problems, prop, given, limit);
  if (time === undefined || !time.isUnresolved() || time.unitLabel() === 'minutes') return time;
  problems.add(prop, 'must be given in minutes where it is known at deployment only');
  return undefined;
}
