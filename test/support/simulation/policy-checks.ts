import { actionsMatching, isWholeService, resourceTypesOf } from './action-catalogue';
import { allPoliciesIn, identityPoliciesIn } from './identity-policies';
import { type PlainObject, textsOf } from './plain';
import { actionsOf, type NamedPolicy } from './policy-document';
import type { ResolvedTemplates } from './resolved-templates';

/** An action that needs `Resource: "*"` although it has a resource type. */
export interface StarException {
  readonly action: string;
  /** The page that says so. */
  readonly url: string;
  readonly reason: string;
}

export interface PolicyFinding {
  /** Stack, logical id and the place in the resource. */
  readonly policy: string;
  /** The statement's Sid, or its number from 0. */
  readonly statement: string;
  readonly action: string;
  readonly problem: string;
}

/**
 * Statements of identities that reach more than they need: `Resource: "*"` for an action that has a resource type,
 * every action of a service, or everything but what is named.
 *
 * @throws when an exception names no action
 */
export async function statementsWithNeedlessStar(
  templates: ResolvedTemplates,
  exceptions: readonly StarException[] = [],
): Promise<PolicyFinding[]> {
  const excepted = new Set(exceptions.map(({ action }) => action.toLowerCase()));
  for (const { action } of exceptions) {
    const matches = await actionsMatching(action);
    if (!matches.some((it) => it.toLowerCase() === action.toLowerCase()))
      throw new Error(`The exception ${action} is no action`);
  }
  return findings(identityPoliciesIn(templates), async (statement) => {
    if (statement.Effect !== 'Allow') return [];
    const patterns = textsOf(statement.Action);
    const starred = patterns.filter((it) => !isWholeService(it));
    return [
      ...textsOf(statement.NotAction).map((it): Problem => [it, 'NotAction allows every other action']),
      ...patterns.filter(isWholeService).map((it): Problem => [it, 'allows a whole service']),
      ...(reachesEverything(statement)
        ? await Promise.all(starred.map((it) => needlessStar(it, excepted)))
        : []
      ).flat(),
    ];
  });
}

/** Actions, of any policy, that do not exist. */
export async function unknownActions(templates: ResolvedTemplates): Promise<PolicyFinding[]> {
  return findings(allPoliciesIn(templates), async (statement) => {
    const patterns = actionsOf(statement).filter((it) => it !== '*');
    const matches = await Promise.all(patterns.map(actionsMatching));
    return patterns
      .filter((_, index) => matches[index]?.length === 0)
      .map((pattern): Problem => [pattern, 'no such action exists']);
  });
}

type Problem = readonly [action: string, problem: string];

function reachesEverything({ Resource, NotResource }: PlainObject): boolean {
  return NotResource !== undefined || textsOf(Resource).some((it) => /^\*+$/.test(it));
}

async function needlessStar(pattern: string, excepted: ReadonlySet<string>): Promise<Problem[]> {
  const problems = await Promise.all(
    (await actionsMatching(pattern))
      .filter((action) => !excepted.has(action.toLowerCase()))
      .map(async (action): Promise<Problem[]> => {
        const types = await resourceTypesOf(action);
        return types.length === 0 ? [] : [[action, `can be limited to a resource (${types.join(', ')})`]];
      }),
  );
  return problems.flat();
}

async function findings(
  policies: readonly NamedPolicy[],
  check: (statement: PlainObject) => Promise<readonly Problem[]>,
): Promise<PolicyFinding[]> {
  const found = await Promise.all(
    policies.flatMap(({ name, document }) =>
      document.Statement.map(async (statement, index): Promise<PolicyFinding[]> => {
        const label = typeof statement.Sid === 'string' ? statement.Sid : String(index);
        const problems = await check(statement);
        return problems.map(([action, problem]) => ({ policy: name, statement: label, action, problem }));
      }),
    ),
  );
  return found.flat();
}
