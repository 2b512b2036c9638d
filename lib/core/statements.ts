import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { mapMembers } from './list-checks';
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
  return mapMembers(problems, prop, given ?? undefined, (statement, place) => {
    if (!Array.isArray((statement as Partial<PolicyStatement>).actions)) {
      problems.add(place, 'must be a PolicyStatement', { got: statement });
      return undefined;
    }
    const { actions, notActions } = statement;
    const everything = [...actions, ...notActions].find((action) => action === '*' || /^[^:]*\*/.test(action));
    if (everything !== undefined || notActions.length > 0) {
      const got = everything ?? 'notActions';
      problems.add(place, 'must name actions of services, not everything', { got, cure });
    }
    return statement.copy();
  });
}
