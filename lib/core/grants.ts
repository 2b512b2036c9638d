import { Grant } from 'aws-cdk-lib/aws-iam';
import type {
  IGrantable,
  IPrincipal,
  IRole,
  Policy,
  PolicyStatement,
  PrincipalPolicyFragment,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { shortHash } from './names';
import type { Problems } from './problems';
import { RolePolicy } from './role-policy';

/**
 * Lets somebody do something by a policy below `scope`, that is attached to their role: also to one of another stack, and without
 * touching a policy of theirs. A principal that is no role is granted the statements itself.
 */
export function grantApart(scope: Construct, id: string, grantee: IGrantable, statements: PolicyStatement[]): Grant {
  const role = roleOf(grantee);
  const target = role === undefined ? grantee : policyOf(scope, id, role, statements);
  const grants = statements.map((statement) =>
    Grant.addToPrincipal({
      grantee: target,
      actions: statement.actions,
      resourceArns: statement.resources,
      conditions: statement.conditions as Record<string, Record<string, unknown>>,
    }),
  );
  return grants.reduce((all, grant) => all.combine(grant));
}

/** Grants below one construct, each of which is made once, whatever the number of times that it is asked for. */
export class GrantsOnce {
  private readonly made = new Map<string, Grant>();

  constructor(
    private readonly scope: Construct,
    private readonly problems: Problems,
  ) {}

  /** Lets somebody do what has this name. */
  public grant(what: string, grantee: IGrantable, statements: PolicyStatement[]): Grant {
    if (checkGrantee(this.problems, 'grantee', grantee) === undefined) return Grant.drop(grantee, 'nobody is given');
    const { grantPrincipal } = grantee;
    const who = Construct.isConstruct(grantPrincipal)
      ? grantPrincipal.node.path
      : JSON.stringify(grantPrincipal.policyFragment.principalJson);
    const id = `${what}${shortHash(who)}`;
    const grant = this.made.get(id) ?? grantApart(this.scope, id, grantee, statements);
    this.made.set(id, grant);
    return grant;
  }
}

/** Gives somebody back whom something can be granted to; else reports it. */
export function checkGrantee(problems: Problems, prop: string, given: IGrantable | undefined): IGrantable | undefined {
  if ((given as Partial<IGrantable> | null | undefined)?.grantPrincipal !== undefined) return given;
  problems.add(prop, 'must be a role, or something that has one', { got: given });
  return undefined;
}

/** The role of a grantee, where it is one or has one. */
export function roleOf(grantee: IGrantable): IRole | undefined {
  const principal = grantee.grantPrincipal;
  return Construct.isConstruct(principal) && 'attachInlinePolicy' in principal && 'roleArn' in principal
    ? (principal as unknown as IRole)
    : undefined;
}

function policyOf(scope: Construct, id: string, role: IRole, statements: PolicyStatement[]): IGrantable {
  const rolePolicy = new RolePolicy(scope, `${id}Role`, 'ec2.amazonaws.com', role);
  return { grantPrincipal: new PolicyPrincipal(role, rolePolicy.addApart(scope, id, statements)) };
}

/** A role, whose statements stand in a policy already. */
class PolicyPrincipal implements IPrincipal {
  public readonly grantPrincipal: IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  constructor(
    role: IRole,
    private readonly policy: Policy,
  ) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  public addToPolicy(): boolean {
    return true;
  }

  public addToPrincipalPolicy(): { readonly statementAdded: boolean; readonly policyDependable: Policy } {
    return { statementAdded: true, policyDependable: this.policy };
  }
}
