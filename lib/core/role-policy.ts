import type { CfnResource } from 'aws-cdk-lib';
import { CfnPolicy, Policy, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeFindings, wildcardFindings } from './acknowledgements';
import type { ForcedWildcard } from './acknowledgements';
import { wildcardReason } from './permissions';

/**
 * The whole policy of one role. Statements of the same kind are merged. What L2s of aws-cdk-lib would add by themselves
 * never reaches the role: they get the `frozen` view of it.
 */
export class RolePolicy extends Construct {
  /** The role as L2s may have it. */
  public readonly frozen: IRole;

  private readonly policy: Policy;
  private readonly wildcards: ForcedWildcard[] = [];

  constructor(
    scope: Construct,
    id: string,
    public readonly role: IRole,
  ) {
    super(scope, id);
    this.frozen =
      role instanceof Role
        ? role.withoutPolicyUpdates()
        : Role.fromRoleArn(this, 'Frozen', role.roleArn, { mutable: false });
    this.policy = new Policy(this, 'Default', { document: new PolicyDocument({ minimize: true }), roles: [role] });
    acknowledgeFindings(this, () => wildcardFindings(this, this.wildcards));
  }

  /** Adds statements. */
  public add(...statements: PolicyStatement[]): void {
    for (const statement of statements) {
      const reason = wildcardReason(statement);
      if (reason !== undefined) this.wildcards.push({ statement, reason });
      this.policy.addStatements(statement);
    }
  }

  /** Creates a resource after the policy. No statement of the policy may refer to that resource. */
  public applyBefore(resource: CfnResource): void {
    const policy = this.policy.node.defaultChild;
    if (policy instanceof CfnPolicy) resource.addResourceDependency(policy);
  }
}
