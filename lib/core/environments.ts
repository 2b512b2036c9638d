import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problems } from './problems';

/** Reports something that is in another account or region than the construct that uses it. */
export function checkEnvironment(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  env: ResourceEnvironment,
): boolean {
  const { account, region } = Stack.of(scope);
  const sameAccount = check(problems, prop, 'account', account, env.account);
  const sameRegion = check(problems, prop, 'region', region, env.region);
  return sameAccount && sameRegion;
}

function check(problems: Problems, prop: string, what: string, own: string, other: string): boolean {
  const comparison = Token.compareStrings(own, other);
  if (comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED) return true;
  if (comparison === TokenComparison.ONE_UNRESOLVED) {
    // An environment-agnostic stack beside one with an environment: nobody can tell before the deployment.
    return true;
  }
  problems.add(prop, `must be in the ${what} of the pipeline, ${text(own)}: other ${what}s are not supported yet`, {
    got: text(other),
  });
  return false;
}

function text(value: string): string {
  return Token.isUnresolved(value) ? 'the current one' : value;
}
