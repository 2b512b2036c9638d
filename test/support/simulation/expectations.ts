import { type StarException, statementsWithNeedlessStar, unknownActions } from './policy-checks';
import type { ResolvedTemplates } from './resolved-templates';
import { type Context, decide } from './decision';
import type { Role } from './roles';

/** A `*` within the ARN stands for a name that no policy mentions: name the neighbour where it matters. */
export type Request = readonly [action: string, resourceArn: string, context?: Context];

/** @throws naming every request that is denied, or makes no sense */
export async function expectAllowed(role: Role, requests: readonly Request[]): Promise<void> {
  await expectEach(role, requests, true);
}

/** @throws naming every request that is allowed, or makes no sense */
export async function expectDenied(role: Role, requests: readonly Request[]): Promise<void> {
  await expectEach(role, requests, false);
}

async function expectEach(role: Role, requests: readonly Request[], expected: boolean): Promise<void> {
  const answers = await Promise.all(requests.map((request) => violationOf(role, request, expected)));
  const violations = answers.filter((it) => it !== undefined);
  if (violations.length === 0) return;
  const title = `${role.stackName}/${role.logicalId} (${role.arn}) ${expected ? 'must' : 'must not'} be allowed`;
  throw new Error([title, ...violations].join('\n- '));
}

async function violationOf(role: Role, request: Request, expected: boolean): Promise<string | undefined> {
  const [action, resourceArn, context] = request;
  try {
    const { allowed, reason } = await decide(role, action, resourceArn, context);
    return allowed === expected ? undefined : `${action} on ${resourceArn}: ${reason}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Expects that no policy has a star that an action does not need, and none an action that does not exist. */
export async function expectTightPolicies(
  templates: ResolvedTemplates,
  exceptions: readonly StarException[] = [],
): Promise<void> {
  expect(await statementsWithNeedlessStar(templates, exceptions)).toEqual([]);
  expect(await unknownActions(templates)).toEqual([]);
}
