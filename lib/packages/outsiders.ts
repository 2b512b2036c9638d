import { Stack } from 'aws-cdk-lib';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { checkName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/**
 * Checks whom the policies of domains and repositories let in: accounts, organizations and units. Everybody is let in only with the
 * organization as a condition.
 */
export function checkOutsiders(problems: Problems, verb: string, scope: IConstruct, principal: IPrincipal): boolean {
  const { principalJson, conditions } = principal.policyFragment;
  const before = problems.count;
  const organizations = valuesOf(conditions, 'aws:PrincipalOrgID');
  const paths = valuesOf(conditions, 'aws:PrincipalOrgPaths');
  for (const id of organizations) checkName(problems, `${verb}.organizationId`, id, LIMITS.organizationId);
  for (const path of paths) checkName(problems, `${verb}.path`, path, LIMITS.organizationPath);
  for (const id of accountsOf(Stack.of(scope).resolve(principalJson))) {
    checkName(problems, `${verb}.accountId`, id, LIMITS.account);
  }
  if ('Service' in principalJson) {
    problems.add(verb, 'must not be a service, which has no login: tools log in with a role', {
      cure: 'grant to the role of the build, or use feeds of the build',
    });
  }
  const isEverybody = Object.values(principalJson).flat().includes('*');
  if (isEverybody && organizations.length + paths.length === 0) {
    problems.add(verb, 'must not be everybody: a policy of packages names accounts, an organization or a unit', {
      cure: 'use an AccountPrincipal, an OrganizationPrincipal or an OrganizationalUnitPrincipal',
    });
  }
  return problems.count === before;
}

/** The accounts in ARNs of IAM, where they are known. */
function accountsOf(principals: unknown): string[] {
  return [...JSON.stringify(principals).matchAll(/:iam::([^:"]+):/g)].map(([, account]) => account);
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
