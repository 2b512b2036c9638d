import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { checkLiteralOneOf } from './checks';
import type { Problems } from './problems';

/** None of our resources has snapshots. */
const POLICIES = membersBut(RemovalPolicy, RemovalPolicy.SNAPSHOT);

const PERIODS = Object.values(RetentionDays).filter((days) => typeof days === 'number');

/** What becomes of a resource that is removed: what the user says, else it is kept, or what is usual for it. */
export function removalPolicyOf(
  problems: Problems,
  given: RemovalPolicy | undefined,
  usual = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
): RemovalPolicy {
  return checkLiteralOneOf(problems, 'removalPolicy', given ?? undefined, POLICIES, 'RemovalPolicy') ?? usual;
}

/** How long logs are kept, where the user says so. */
export function checkRetention(problems: Problems, given: RetentionDays | undefined): RetentionDays | undefined {
  const days = given ?? undefined;
  if (days === undefined || PERIODS.includes(days) || Token.isUnresolved(days)) return days;
  problems.add('logRetention', `must be one of ${PERIODS.join(', ')}`, { got: days, cure: 'use RetentionDays' });
  return undefined;
}

/** The members of an enum but one. */
export function membersBut<T extends string>(members: Readonly<Record<string, T>>, one: T): Record<string, T> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== one));
}
