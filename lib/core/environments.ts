import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problems } from './problems';

/** Reports something that is in another account or region than the stack that uses it; says whether all is well. */
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
  // Where one of the two is known at deployment only, nobody can tell before.
  if (comparison !== TokenComparison.DIFFERENT) return true;
  problems.add(
    prop,
    `must be in the ${what} of the stack that uses it, ${text(own)}: another ${what} is not supported yet`,
    {
      got: text(other),
    },
  );
  return false;
}

function text(value: string): string {
  return Token.isUnresolved(value) ? 'the current one' : value;
}
