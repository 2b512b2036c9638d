import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnRole, Policy, PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeFindings, wildcardFindings } from './acknowledgements';
import { forcedWildcards, MergedStatement, resolvedText, SharedPolicy } from './shared-policy';
import { weak } from './references';

/** aws-cdk-lib moves whole statements into managed policies, of 6,144 characters each. This is in characters, too. */
const LONGEST_STATEMENT = 4000;

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
  private readonly stack: Stack;
  private document?: PolicyDocument;

  /** `assumedBy` is a service, or another principal, where the role is made here. */
  constructor(scope: Construct, id: string, assumedBy: string | IPrincipal, given?: IRole) {
    const principal = typeof assumedBy === 'string' ? new ServicePrincipal(assumedBy) : assumedBy;
    this.role = given ?? new Role(scope, id, { assumedBy: principal });
    this.grantee = localRole(scope, id, this.role);
    this.frozen =
      this.grantee instanceof Role
        ? this.grantee.withoutPolicyUpdates()
        : Role.fromRoleArn(scope, `${id}Frozen`, weak(scope, this.role.roleArn), { mutable: false });
    this.stack = Stack.of(this.grantee);
    this.policy = SharedPolicy.of(this.role, Stack.of(scope));
    if (given === undefined) {
      acknowledgeFindings(this.role, () => wildcardFindings(Stack.of(scope), this.policy.wildcards));
    }
  }

  /** Adds statements. A role that was imported as immutable keeps what it has. */
  public add(...statements: PolicyStatement[]): void {
    for (const statement of statements) this.merge(statement);
  }

  /** Creates a resource after the policy. No statement of the policy may refer to that resource. */
  public applyBefore(resource: CfnResource): void {
    resource.node.addDependency(this.policy.dependables);
  }

  /** Adds statements in a policy of their own, to which nothing is added later. */
  public addApart(scope: Construct, id: string, statements: PolicyStatement[]): Policy {
    const policy = new Policy(scope, id, { statements });
    acknowledgeFindings(policy, () => wildcardFindings(Stack.of(scope), forcedWildcards(statements)));
    // By way of the role: one that was imported as immutable takes nothing.
    this.grantee.attachInlinePolicy(policy);
    return policy;
  }

  private merge(statement: PolicyStatement): void {
    const { statements, wildcards } = this.policy;
    const kind = JSON.stringify([statement.effect, statement.actions, this.text(statement.conditions)]);
    const same = statements.get(kind);
    if (same === undefined) {
      wildcards.push(...forcedWildcards([statement]));
      this.append(kind, statement);
      return;
    }
    const fresh = statement.resources.filter((resource) => !same.covers(this.text(resource)));
    if (fresh.length === 0) return;
    wildcards.push(...forcedWildcards([statement]));
    const texts = fresh.map((resource) => this.text(resource));
    if (same.length + texts.join().length <= LONGEST_STATEMENT) same.add(fresh, texts);
    else this.append(kind, statement);
  }

  private append(kind: string, statement: PolicyStatement): void {
    const { statements, dependables } = this.policy;
    statements.set(kind, new MergedStatement(statement, this.stack));
    if (this.document !== undefined) {
      this.document.addStatements(statement);
      return;
    }
    const { policyDependable } = this.grantee.addToPrincipalPolicy(statement);
    if (policyDependable !== undefined) dependables.add(policyDependable);
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

  private text(value: unknown): string {
    return resolvedText(this.stack, value);
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
