import type { IConstruct } from 'constructs';
import { LIMITS } from './limits';
import { prefixed, suffixedName } from './names';

/** What the names of all roles begin with by which pipelines work in other accounts, so that the policies of stores can name them once for all. */
export const ACCESS_ROLE_PREFIX = 'cdk-delivery-';

/** The name of a role by which a pipeline works in a region of another account: the same on both sides, so that neither needs the other first. */
export function accessRoleName(
  scope: IConstruct,
  kind: 'action' | 'deployment',
  pipelineName: string,
  region: string,
): string {
  const name = prefixed(scope, `${ACCESS_ROLE_PREFIX}${kind}-${pipelineName}`);
  return suffixedName(name, `-${region}`, LIMITS.roleName.max);
}

/** The roles of an account that may reach a store, whatever path and prefix its organization wants before their names. */
export function accessRolePattern(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:role/*${ACCESS_ROLE_PREFIX}*`;
}
