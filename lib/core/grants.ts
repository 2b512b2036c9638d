import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
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
import type { ApartPolicy } from './apart-policy';
import { shortHash } from './names';
import type { Problems } from './problems';
import { RolePolicy } from './role-policy';

/**
 * Lets somebody do something by a policy below `scope`, that is attached to their role: also to one of another stack, and without
 * touching a policy of theirs. A principal that is no role is granted the statements itself.
 */
export function grantApart(scope: Construct, id: string, grantee: IGrantable, statements: PolicyStatement[]): Grant {
  const role = roleOf(grantee);
  return grantBy(role === undefined ? undefined : apartOf(scope, id, role), grantee, statements);
}

/** The same by one policy a role and stack, whoever asks for it, where the statements name nothing of `scope`. */
export function grantInStack(scope: Construct, what: string, grantee: IGrantable, statements: PolicyStatement[]): void {
  const stack = Stack.of(scope);
  const id = `${what}${shortHash(nameOf(grantee))}`;
  if (stack.node.tryFindChild(id) === undefined) grantApart(new Construct(stack, id), 'Policy', grantee, statements);
}

/** Grants below one construct, each of which is made once, whatever the number of times that it is asked for. A role has all of them in one policy. */
export class GrantsOnce {
  private readonly made = new Map<string, Grant>();
  private readonly policies = new Map<string, ApartPolicy>();

  constructor(private readonly scope: Construct) {}

  /** Lets somebody do what has this name. */
  public grant(problems: Problems, what: string, grantee: IGrantable, statements: PolicyStatement[]): Grant {
    if (checkGrantee(problems, 'grantee', grantee, this.scope) === undefined) return Grant.drop(grantee, 'not granted');
    const who = shortHash(nameOf(grantee));
    const key = `${what} ${who}`;
    const grant = this.made.get(key) ?? grantBy(this.policyFor(who, grantee), grantee, statements);
    this.made.set(key, grant);
    return grant;
  }

  private policyFor(who: string, grantee: IGrantable): ApartPolicy | undefined {
    const role = roleOf(grantee);
    const policy = this.policies.get(who) ?? (role && apartOf(this.scope, `To${who}`, role));
    if (policy !== undefined) this.policies.set(who, policy);
    return policy;
  }
}

/** Gives somebody back whom something can be granted to, where a scope is given by a policy of its account; else reports it. */
export function checkGrantee(
  problems: Problems,
  prop: string,
  given: IGrantable | undefined,
  scope?: Construct,
): IGrantable | undefined {
  const principal = (given as Partial<IGrantable> | null | undefined)?.grantPrincipal;
  if (principal === undefined) {
    problems.add(prop, 'must be a role, or something that has one', { got: given });
    return undefined;
  }
  if (scope === undefined || !Construct.isConstruct(principal)) return given;
  const { account } = Stack.of(scope);
  const isElsewhere =
    Token.compareStrings(account, principal.principalAccount ?? account) === TokenComparison.DIFFERENT;
  if (!isElsewhere) return given;
  problems.add(prop, `must be of the account of the stack that grants, ${account}`, {
    got: principal.principalAccount,
    cure: 'grant it to a role of that account, which the other may assume',
  });
  return undefined;
}

/** The role of a grantee, where it is one or has one. */
export function roleOf(grantee: IGrantable): IRole | undefined {
  const principal = grantee.grantPrincipal;
  return Construct.isConstruct(principal) && 'attachInlinePolicy' in principal && 'roleArn' in principal
    ? (principal as unknown as IRole)
    : undefined;
}

/** What tells a grantee from others. */
function nameOf({ grantPrincipal }: IGrantable): string {
  return Construct.isConstruct(grantPrincipal)
    ? grantPrincipal.node.path
    : JSON.stringify(grantPrincipal.policyFragment.principalJson);
}

function apartOf(scope: Construct, id: string, role: IRole): ApartPolicy {
  return new RolePolicy(scope, `${id}Role`, 'ec2.amazonaws.com', role).apart(scope, id);
}

/** Adds statements to a policy of the grantee, or without one to the grantee. */
function grantBy(apart: ApartPolicy | undefined, grantee: IGrantable, statements: PolicyStatement[]): Grant {
  apart?.add(...statements);
  const role = roleOf(grantee);
  const target = apart && role ? { grantPrincipal: new PolicyPrincipal(role, apart.policy) } : grantee;
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
