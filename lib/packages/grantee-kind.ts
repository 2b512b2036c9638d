import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkGrantee } from '../core/grants';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import { checkOutsiders } from './outsiders';

/** Whose policies say what a grantee may do: its own, that of the resource, or both. */
export interface GranteeKind {
  readonly grantee: IGrantable;
  readonly byIdentity: boolean;
  readonly byResource: boolean;

  /** Whether the grantee is known to be of another account than the owner of the domain. */
  readonly isOutside: boolean;
}

/** Where something is granted. */
export interface GrantPlace {
  readonly scope: IConstruct;

  /** The account that owns the domain. */
  readonly account: string;

  /** Whether there is a policy of a domain or a repository to write into. What is imported has none. */
  readonly hasPolicy: boolean;
}

/**
 * Where permissions for a grantee stand. An identity of the account has them itself; an account, an organization or a unit is let
 * in by the resource; an identity of another account needs both. Reports whom nothing can be granted to.
 */
export function granteeKind(
  problems: Problems,
  verb: string,
  given: IGrantable | undefined,
  place: GrantPlace,
): GranteeKind | undefined {
  const grantee = checkGrantee(problems, verb, given);
  if (grantee === undefined) return undefined;
  const principal = grantee.grantPrincipal;
  if (!Construct.isConstruct(principal)) {
    const isRight = checkOutsiders(problems, verb, place.scope, principal);
    return isRight ? { grantee, byIdentity: false, byResource: true, isOutside: true } : undefined;
  }
  const own = { grantee, byIdentity: true, byResource: false };
  if (principal.principalAccount === undefined) return { ...own, isOutside: false };
  const comparison = Token.compareStrings(place.account, principal.principalAccount);
  const isOutside = comparison === TokenComparison.DIFFERENT;
  if (!place.hasPolicy) return { ...own, isOutside };
  if (comparison === TokenComparison.ONE_UNRESOLVED) {
    problems.add(verb, 'must be of an account that can be compared: one stack says its account, the other does not', {
      cure: 'give both stacks an env',
    });
    return undefined;
  }
  if (!isOutside) return { ...own, isOutside };
  if (!checkLiteralIdentity(problems, verb, place.scope, principal)) return undefined;
  deployAfter(place.scope, principal);
  return { grantee, byIdentity: true, byResource: true, isOutside };
}

/** The policy of a resource names an identity of another stack by its ARN, which must be known before there is one. */
function checkLiteralIdentity(
  problems: Problems,
  verb: string,
  scope: IConstruct,
  principal: IPrincipal & Construct,
): boolean {
  const { physicalName } = principal as { physicalName?: string };
  if (physicalName === undefined || !Token.isUnresolved(physicalName)) return true;
  if (Stack.of(scope) === Stack.of(principal)) return true;
  problems.add(verb, 'must have a literal name where it is in another account', {
    cure: 'give the role a roleName, or grant to its account by an AccountPrincipal',
  });
  return false;
}
