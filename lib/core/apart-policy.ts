import { Annotations, Stack } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeFindings, wildcardFindings } from './acknowledgements';
import { MergedStatements } from './shared-policy';

/** Where an app customizes roles, their policies go into a report: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam-readme.html#customizing-role-creation */
const CUSTOMIZED_ROLES = '@aws-cdk/iam:customizeRoles';

/** A policy that knows whether a role took it. */
class OfferedPolicy extends Policy {
  public isTaken = false;

  public override attachToRole(role: IRole): void {
    this.isTaken = true;
    super.attachToRole(role);
  }
}

/** A policy beside those of a role, which grows by what it does not have yet. */
export class ApartPolicy {
  public readonly policy: OfferedPolicy;
  private readonly statements: MergedStatements;
  private isEmpty = true;

  constructor(
    private readonly scope: Construct,
    id: string,
    private readonly role: IRole,
  ) {
    const statements = new MergedStatements(Stack.of(scope));
    this.statements = statements;
    this.policy = new OfferedPolicy(scope, id);
    acknowledgeFindings(this.policy, () => wildcardFindings(Stack.of(scope), statements.wildcards));
  }

  public add(...added: PolicyStatement[]): void {
    if (!this.isEmpty && !this.policy.isTaken) {
      for (const statement of added) this.role.addToPrincipalPolicy(statement);
      return;
    }
    for (const statement of added) {
      this.statements.merge(statement, (fresh) => {
        this.policy.addStatements(fresh);
      });
    }
    if (this.isEmpty) this.attach();
    this.isEmpty = false;
  }

  /** By way of the role: one that was imported as immutable takes nothing, and one that an app customizes what the policy has by now. */
  private attach(): void {
    this.role.attachInlinePolicy(this.policy);
    if (this.policy.isTaken || this.scope.node.tryGetContext(CUSTOMIZED_ROLES) !== undefined) return;
    const { path } = this.role.node;
    Annotations.of(this.scope).addWarningV2(
      `cdk-delivery:immutableRole/${path}`,
      `The role ${path} was imported as immutable, or is of another account, so that nothing is written into a policy of it: what is granted to it here must be written where the role is made`,
    );
  }
}
