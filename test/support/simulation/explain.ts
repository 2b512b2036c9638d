import type { RequestAnalysis } from '@cloud-copilot/iam-simulate';

type Statements = NonNullable<RequestAnalysis['identityAnalysis']>['allowStatements'];
type StatementAnalysis = Statements[number];

/** The statements that allowed or denied a request; if there are none, those that allow its action elsewhere. */
export function explain(analysis: RequestAnalysis): string {
  const { identityAnalysis, resourceAnalysis, permissionBoundaryAnalysis, blockedBy } = analysis;
  const policies = [identityAnalysis, resourceAnalysis, permissionBoundaryAnalysis].filter((it) => it !== undefined);
  const denying = policies.flatMap((it) => it.denyStatements);
  if (denying.length > 0) return `denied by ${described(denying)}`;
  if (analysis.result === 'Allowed') return `allowed by ${described(policies.flatMap((it) => it.allowStatements))}`;
  if (blockedBy?.includes('pb')) return 'not allowed by its permissions boundary';
  const near = policies
    .flatMap((it) => it.unmatchedStatements)
    .filter((it) => it.actionMatch && it.statement.isAllow());
  return near.length === 0 ? 'no statement allows the action' : `not covered by ${described(near)}`;
}

function described(statements: readonly StatementAnalysis[]): string {
  return statements.map((it) => `${it.policyId} ${JSON.stringify(it.statement.toJSON())}`).join(' and ');
}
