import { Lazy, Stack, Token } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnRole, PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeFindings, wildcardFindings } from './acknowledgements';
import { ApartPolicy } from './apart-policy';
import { SharedPolicy } from './shared-policy';
import { weak } from './references';

/**
 * A role, made here or given by the user, with its whole policy. Statements of the same kind are merged, and what is too
 * long for a policy goes on in managed policies, as aws-cdk-lib does it. What L2s would add by themselves never reaches
 * the role: they get the `frozen` view of it.
 */
export class RolePolicy {
  /**
   * A role that has its whole policy inside of it, which saves a resource. Nothing that the policy refers to may need the role, and all of it must be
   * shorter than the 10,240 characters of a role: nothing of it goes on elsewhere.
   */
  public static inside(scope: Construct, id: string, assumedBy: string | IPrincipal, given?: IRole): RolePolicy {
    const rolePolicy = new RolePolicy(scope, id, assumedBy, given);
    if (given === undefined) rolePolicy.moveInside();
    return rolePolicy;
  }

  /** The role as users see it. */
  public readonly role: IRole;

  /** The role as L2s may have it. */
  public readonly frozen: IRole;

  private readonly grantee: IRole;
  private readonly policy: SharedPolicy;
  private document?: PolicyDocument;

  /** `assumedBy` is a service, or another principal, where the role is made here. */
  constructor(scope: Construct, id: string, assumedBy: string | IPrincipal, given?: IRole) {
    const principal = typeof assumedBy === 'string' ? new ServicePrincipal(assumedBy) : assumedBy;
    this.role = given ?? new Role(scope, id, { assumedBy: principal });
    this.grantee = localRole(scope, id, this.role);
    this.frozen =
      this.grantee instanceof Role
        ? this.grantee.withoutPolicyUpdates()
        : Role.fromRoleArn(scope, `${id}Frozen`, arnIn(scope, this.role), { mutable: false });
    this.policy = SharedPolicy.of(this.role, Stack.of(scope));
    if (given === undefined) {
      acknowledgeFindings(this.role, () => wildcardFindings(Stack.of(scope), this.policy.statements.wildcards));
    }
  }

  /** Adds statements. A role that was imported as immutable keeps what it has. */
  public add(...statements: PolicyStatement[]): void {
    for (const statement of statements) {
      this.policy.statements.merge(statement, (fresh) => {
        this.append(fresh);
      });
    }
  }

  /** Creates a resource after the policy. No statement of the policy may refer to that resource. */
  public applyBefore(resource: CfnResource): void {
    resource.node.addDependency(this.policy.dependables);
  }

  /** A policy of its own for statements that are added to no other. */
  public apart(scope: Construct, id: string): ApartPolicy {
    return new ApartPolicy(scope, id, this.grantee);
  }

  /** The same, with all of its statements. */
  public addApart(scope: Construct, id: string, statements: PolicyStatement[]): Policy {
    const apart = this.apart(scope, id);
    apart.add(...statements);
    return apart.policy;
  }

  private append(statement: PolicyStatement): void {
    if (this.document !== undefined) {
      this.document.addStatements(statement);
      return;
    }
    const { policyDependable } = this.grantee.addToPrincipalPolicy(statement);
    if (policyDependable !== undefined) this.policy.dependables.add(policyDependable);
  }

  /** Where the app customizes roles, there may be no resource. */
  private moveInside(): void {
    const resource = this.role.node.defaultChild;
    if (!(resource instanceof CfnRole)) return;
    const document = new PolicyDocument({ minimize: false });
    this.document = document;
    resource.policies = Lazy.any({
      produce: () => (document.isEmpty ? undefined : [{ policyName: 'Policy', policyDocument: document }]),
    });
  }
}

/**
 * A role of another stack is imported: its policy is then part of this stack, where its resources are. By its name, since aws-cdk-lib takes the
 * path of a role for its name where the ARN is not known at synthesis.
 */
function localRole(scope: Construct, id: string, role: IRole): IRole {
  if (!(role instanceof Role) || Stack.of(role) === Stack.of(scope)) return role;
  return Role.fromRoleName(scope, `${id}OfAnotherStack`, weak(scope, role.roleName));
}

/** A stack that does not say its account may have any: aws-cdk-lib would take the one that the ARN says for another. */
function arnIn(scope: Construct, role: IRole): string {
  const arn = weak(scope, role.roleArn);
  const isOpen = Token.isUnresolved(Stack.of(scope).account) && !Token.isUnresolved(arn);
  return isOpen ? Lazy.string({ produce: () => arn }) : arn;
}
