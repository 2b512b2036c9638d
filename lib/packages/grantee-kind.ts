import { Token, TokenComparison } from 'aws-cdk-lib';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkName } from '../core/checks';
import { checkGrantee } from '../core/grants';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/** Whose policies say what a grantee may do: its own, that of the resource, or both. */
export interface GranteeKind {
  readonly grantee: IGrantable;
  readonly byIdentity: boolean;
  readonly byResource: boolean;
}

/**
 * Where permissions for a grantee stand. An identity of the account has them itself; an account, an organization or a unit is let
 * in by the resource; an identity of another account needs both. Reports whom nothing can be granted to.
 */
export function granteeKind(
  problems: Problems,
  verb: string,
  given: IGrantable | undefined,
  account: string,
): GranteeKind | undefined {
  const grantee = checkGrantee(problems, verb, given);
  if (grantee === undefined) return undefined;
  const principal = grantee.grantPrincipal;
  if (!Construct.isConstruct(principal)) {
    return checkOthers(problems, verb, principal) ? { grantee, byIdentity: false, byResource: true } : undefined;
  }
  if (principal.principalAccount === undefined) return { grantee, byIdentity: true, byResource: false };
  const comparison = Token.compareStrings(account, principal.principalAccount);
  if (comparison === TokenComparison.ONE_UNRESOLVED) {
    problems.add(verb, 'must be of an account that can be compared: one stack says its account, the other does not', {
      cure: 'give both stacks an env',
    });
    return undefined;
  }
  if (comparison !== TokenComparison.DIFFERENT) return { grantee, byIdentity: true, byResource: false };
  return checkLiteralIdentity(problems, verb, principal) ? { grantee, byIdentity: true, byResource: true } : undefined;
}

/** The policy of a resource names an identity of another account by its ARN, which must be known before there is one. */
function checkLiteralIdentity(problems: Problems, verb: string, principal: IPrincipal): boolean {
  const { physicalName } = principal as { physicalName?: string };
  if (physicalName === undefined || !Token.isUnresolved(physicalName)) return true;
  problems.add(verb, 'must have a literal name where it is in another account', {
    cure: 'give the role a roleName, or grant to its account by an AccountPrincipal',
  });
  return false;
}

/** Everybody is let in only with the organization as a condition. */
function checkOthers(problems: Problems, verb: string, principal: IPrincipal): boolean {
  const { principalJson, conditions } = principal.policyFragment;
  const before = problems.count;
  const organizations = valuesOf(conditions, 'aws:PrincipalOrgID');
  const paths = valuesOf(conditions, 'aws:PrincipalOrgPaths');
  for (const id of organizations) checkName(problems, `${verb}.organizationId`, id, LIMITS.organizationId);
  for (const path of paths) checkName(problems, `${verb}.path`, path, LIMITS.organizationPath);
  const isEverybody = Object.values(principalJson).flat().includes('*');
  if (isEverybody && organizations.length + paths.length === 0) {
    problems.add(verb, 'must not be everybody: a policy of packages names accounts, an organization or a unit', {
      cure: 'use an AccountPrincipal, an OrganizationPrincipal or an OrganizationalUnitPrincipal',
    });
  }
  return problems.count === before;
}

/** What a condition key must be. Operators that say what it must not be, or that hold without the key, do not count. */
function valuesOf(conditions: Record<string, unknown>, key: string): unknown[] {
  return Object.entries(conditions)
    .filter(([operator]) => /^(ForAnyValue:)?String(Equals|Like)$/.test(operator))
    .flatMap(([, values]) => {
      const found = (values as Record<string, unknown> | undefined)?.[key];
      return found === undefined ? [] : [found].flat();
    });
}
