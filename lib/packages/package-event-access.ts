import { Construct } from 'constructs';
import { checkLiteralName, orEmpty } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { admitEvents } from '../core/forwarded-events';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';

/**
 * Properties of a `PackageEventAccess`.
 */
export interface PackageEventAccessProps {
  /**
   * The accounts that send events of packages: those that own the domains, 12 digits each.
   */
  readonly accounts: string[];
}

/**
 * Lets other accounts send events of CodeArtifact, and nothing else, to the default event bus of this account and region.
 * `forwardPackageVersions` of their repositories sends them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class PackageEventAccess extends Construct {
  constructor(scope: Construct, id: string, props: PackageEventAccessProps) {
    super(scope, id);
    const problems = Problems.of(this, 'PackageEventAccess');
    forEachMember(problems, 'accounts', orEmpty(props).accounts, 1, (member, prop) => {
      const account = checkLiteralName(problems, prop, member, LIMITS.account);
      if (account === undefined) return;
      if (this.node.tryFindChild(account) !== undefined) {
        problems.add(prop, 'must not stand there twice', { got: account });
        return;
      }
      admitEvents(this, account, account, 'aws.codeartifact');
    });
  }
}
