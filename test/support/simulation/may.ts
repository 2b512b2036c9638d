import { type Context, decide } from './decision';
import type { Role } from './roles';

/**
 * Whether a role may do something, by its own policies, its boundary and the policy of the resource.
 *
 * A `*` within the ARN stands for a name that no policy mentions: it is allowed only where a policy's own wildcard
 * covers it. A resource of an account that none of the stacks belongs to is judged by the role's own side alone.
 *
 * @throws when the action does not exist, does not take such a resource or has no such condition key, and when the
 * answer depends on a policy that is not known
 */
export async function may(role: Role, action: string, resourceArn: string, context?: Context): Promise<boolean> {
  const { allowed } = await decide(role, action, resourceArn, context);
  return allowed;
}
