import { Annotations } from 'aws-cdk-lib';
import { CfnRole, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { LIMITS } from './limits';
import { Problems } from './problems';

const CURE =
  'use several pipelines, of which one starts another, fewer targets, or targets and verifications with roles of their own';

/** Looks at synthesis whether a role has more managed policies than IAM attaches: aws-cdk-lib adds some where its own policy is too long. */
export function checkAttachments(role: IRole): void {
  if (!(role instanceof Role)) return;
  Problems.of(role, 'Role').atSynthesis(role, (problems) => {
    const count = attachmentsOf(role);
    const { max, unit } = LIMITS.managedPoliciesOfRole;
    if (count > max) {
      problems.add('managedPolicies', `must be 0 to ${max} ${unit}, to hold all that the role may do`, {
        got: count,
        cure: CURE,
      });
    } else if (count > LIMITS.managedPoliciesOfRoleUnraised.max) warn(role, count);
  });
}

function warn(role: Role, count: number): void {
  Annotations.of(role).addWarningV2(
    'cdk-delivery:manyManagedPolicies',
    `The role needs ${count} managed policies: more than ${LIMITS.managedPoliciesOfRoleUnraised.max} need a higher quota in the account, ` +
      `which IAM raises to 20 or more when asked: ${CURE}, or let the quota be raised`,
  );
}

/** Those that the role names, and those that name the role. */
function attachmentsOf(role: Role): number {
  const resource = role.node.defaultChild;
  const named: unknown = resource instanceof CfnRole ? role.stack.resolve(resource.managedPolicyArns) : undefined;
  const overflow = role.node.children.filter((child) => child instanceof ManagedPolicy);
  return (Array.isArray(named) ? named.length : 0) + overflow.length;
}
