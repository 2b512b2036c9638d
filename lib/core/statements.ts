import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { checkList } from './checks';
import type { Problems } from './problems';

/**
 * The statements of a user for a role of ours, as copies: a policy merges statements of the same kind, and those of the user may be used elsewhere. What
 * is no statement, or allows everything, is reported.
 */
export function checkStatements(
  problems: Problems,
  prop: string,
  given: PolicyStatement[] | undefined,
  cure: string,
): PolicyStatement[] {
  const members = checkList(problems, prop, given ?? undefined).filter((statement, index) => {
    if (Array.isArray((statement as Partial<PolicyStatement>).actions)) return true;
    problems.add(`${prop}[${index}]`, 'must be a PolicyStatement', { got: statement });
    return false;
  });
  members.forEach(({ actions, notActions }, index) => {
    const everything = [...actions, ...notActions].find((action) => action === '*' || /^[^:]*\*/.test(action));
    if (everything === undefined && notActions.length === 0) return;
    const got = everything ?? 'notActions';
    problems.add(`${prop}[${index}]`, 'must name actions of services, not everything', { got, cure });
  });
  return members.map((statement) => statement.copy());
}
