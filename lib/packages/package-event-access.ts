import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { checkLiteralName, forEachMember, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { fixedName, suffixedName } from '../core/names';
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
    const { partition } = Stack.of(this);
    const Resource = Stack.of(this).formatArn({ service: 'events', resource: 'event-bus/default' });
    forEachMember(problems, 'accounts', orEmpty(props).accounts, 1, (member, prop) => {
      const account = checkLiteralName(problems, prop, member, LIMITS.account);
      if (account === undefined) return;
      if (this.node.tryFindChild(account) !== undefined) {
        problems.add(prop, 'must not stand there twice', { got: account });
        return;
      }
      const statementId = suffixedName(fixedName(this, 64), `-${account}`, 64);
      new CfnEventBusPolicy(this, account, {
        statementId,
        statement: {
          Effect: 'Allow',
          Sid: statementId,
          Principal: { AWS: `arn:${partition}:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource,
          Condition: { StringEquals: { 'events:source': 'aws.codeartifact' } },
        },
      });
    });
  }
}
