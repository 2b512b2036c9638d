import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IResource, ResourceEnvironment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkGiven } from './checks';
import type { Problems } from './problems';

/**
 * Gives the resource back when it can be referred to from here: it is a construct of its kind, known by a
 * `member`, and in the account and region of the
 * stack that uses it; else reports it and gives nothing.
 */
export function checkResource<T extends IResource>(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  given: T | undefined,
  what: string,
  member: keyof T & string,
): T | undefined {
  const resource = checkResourceKind(problems, prop, given, what, member);
  if (resource === undefined) return undefined;
  const isElsewhere = Stack.of(resource) !== Stack.of(scope);
  return checkEnvironment(problems, prop, scope, resource.env, isElsewhere) ? resource : undefined;
}

/** The same wherever the resource is. */
export function checkResourceKind<T extends IResource>(
  problems: Problems,
  prop: string,
  given: T | undefined,
  what: string,
  member: keyof T & string,
): T | undefined {
  const resource = checkGiven(problems, prop, given, what);
  if (resource === undefined) return undefined;
  if (Construct.isConstruct(resource) && 'env' in resource && member in resource) return resource;
  problems.add(prop, `must be ${what}`, { got: resource });
  return undefined;
}

/** The same as `checkResource` for what may be left out. */
export function checkOptionalResource<T extends IResource>(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  given: T | undefined,
  what: string,
  member: keyof T & string,
): T | undefined {
  return given === undefined ? undefined : checkResource(problems, prop, scope, given, what, member);
}

/**
 * Reports what is in another account or region than the stack that uses it; says whether all is well. aws-cdk-lib takes a
 * stack with an environment and one without for two environments, when something `isElsewhere`, in another stack. `otherWay` is what else can be done about it.
 */
export function checkEnvironment(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  env: ResourceEnvironment,
  isElsewhere = true,
  otherWay?: string,
): boolean {
  const { account, region } = Stack.of(scope);
  const sameAccount = check(problems, prop, 'account', account, env.account, isElsewhere, otherWay);
  const sameRegion = check(problems, prop, 'region', region, env.region, isElsewhere, otherWay);
  return sameAccount && sameRegion;
}

/** The same for the region alone, where another account is no problem. */
export function checkRegion(problems: Problems, prop: string, scope: IConstruct, resource: IResource): boolean {
  const isElsewhere = Stack.of(resource) !== Stack.of(scope);
  return check(problems, prop, 'region', Stack.of(scope).region, resource.env.region, isElsewhere);
}

function check(
  problems: Problems,
  prop: string,
  what: string,
  own: string,
  other: string,
  isElsewhere: boolean,
  otherWay?: string,
): boolean {
  const comparison = Token.compareStrings(own, other);
  if (comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED) return true;
  if (comparison === TokenComparison.DIFFERENT) {
    problems.add(prop, `must be in the ${what} of the stack that uses it, ${own}`, {
      got: other,
      cure: [`use one of that ${what}`, ...(otherWay === undefined ? [] : [otherWay])].join(', or '),
    });
    return false;
  }
  if (!isElsewhere) return true;
  const [known, unknown] = Token.isUnresolved(own) ? ['its', 'the using'] : ['the using', 'its'];
  problems.add(
    prop,
    `must be in the ${what} of the stack that uses it: ${known} stack says one, ${unknown} stack does not`,
    {
      cure: 'give both stacks the same env',
    },
  );
  return false;
}
