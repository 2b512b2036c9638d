import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Grant, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { grantApart } from '../core/grants';
import { shortHash } from '../core/names';
import { allow } from '../core/permissions';
import type { Permission } from '../core/permissions';
import type { Problems } from '../core/problems';
import { granteeKind } from './grantee-kind';
import type { GranteeKind, GrantPlace } from './grantee-kind';
import type { ResourcePolicy } from './resource-policy';

type Conditions = Record<string, Record<string, unknown>>;

/** One part of what is granted. */
export interface AccessPart {
  readonly permission: Permission;

  /** What an identity's own policy names. */
  readonly resources: string[];

  /** Which policy lets others in; where there is none, only the identity's own policy counts. */
  readonly by?: 'domain' | 'repository';

  /** What that policy names: by default everything that it is attached to. */
  readonly within?: string[];

  readonly conditions?: Conditions;
}

/** The policies that let others in; one is missing where it is not made here. */
export interface AccessPolicies {
  readonly domain?: ResourcePolicy;
  readonly repository?: ResourcePolicy;
}

/** Grants of a domain or a repository, whoever asks for them. */
export class PackageAccess {
  private readonly made = new Map<string, Grant>();

  constructor(
    private readonly scope: Construct,
    private readonly problems: Problems,
    private readonly account: string,
    private readonly policies: AccessPolicies,
  ) {}

  /** Lets somebody do something: by their own policy, by those of the domain and the repository, or by all of them. */
  public grant(verb: string, given: IGrantable, parts: AccessPart[]): Grant {
    const kind = granteeKind(this.problems, verb, given, this.place);
    if (kind === undefined || !this.checkPolicies(verb, kind, parts)) return Grant.drop(given, verb);
    const grants = [
      ...(kind.byIdentity ? [this.toIdentity(verb, kind, parts)] : []),
      ...(kind.byResource ? this.toOthers(kind.grantee, parts) : []),
    ];
    return grants.length === 0 ? Grant.drop(given, verb) : grants.reduce((all, grant) => all.combine(grant));
  }

  /** The same for those alone who are of the account that owns the domain. */
  public grantWithin(verb: string, given: IGrantable, parts: AccessPart[]): Grant {
    const kind = granteeKind(this.problems, verb, given, this.place);
    if (kind?.isOutside !== true) return this.grant(verb, given, parts);
    this.problems.add(verb, 'must be a role or a user of the account that owns the domain', {
      cure: 'CodeArtifact ignores a policy of the resource when somebody changes that policy, so that no other account can be let in',
    });
    return Grant.drop(given, verb);
  }

  private get place(): GrantPlace {
    const hasPolicy = Object.values(this.policies).some((policy) => policy !== undefined);
    return { scope: this.scope, account: this.account, hasPolicy };
  }

  /** By a policy beside those of the grantee; in another account by the grantee itself, whose stack knows it. */
  private toIdentity(verb: string, { grantee }: GranteeKind, parts: AccessPart[]): Grant {
    const statements = statementsOf(parts);
    if (this.isElsewhere(grantee)) {
      const grants = statements.map(({ actions, resources, conditions }) =>
        Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions: conditions as Conditions }),
      );
      return grants.reduce((all, grant) => all.combine(grant));
    }
    const { scope } = this;
    const what: unknown = Stack.of(scope).resolve(parts.map(({ resources }) => resources));
    const { path } = (grantee.grantPrincipal as unknown as Construct).node;
    const id = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}${shortHash(JSON.stringify([path, what]))}`;
    const made = this.made.get(id) ?? grantApart(scope, id, grantee, statements);
    this.made.set(id, made);
    return made;
  }

  /** Whether a policy beside the repository would be in another account than the grantee. */
  private isElsewhere({ grantPrincipal }: IGrantable): boolean {
    const stack = Stack.of(this.scope);
    if (stack === Stack.of(grantPrincipal as unknown as Construct)) return false;
    const comparison = Token.compareStrings(stack.account, grantPrincipal.principalAccount ?? stack.account);
    return comparison === TokenComparison.DIFFERENT || comparison === TokenComparison.ONE_UNRESOLVED;
  }

  private toOthers(grantee: IGrantable, parts: AccessPart[]): Grant[] {
    return parts.flatMap(({ permission, by, within = ['*'] }) => {
      const resource = by === undefined ? undefined : this.policies[by];
      if (resource === undefined) return [];
      const { actions } = permission;
      const statement = new PolicyStatement({ actions, resources: within, principals: [grantee.grantPrincipal] });
      return [Grant.addStatementToResourcePolicy({ grantee, actions, resourceArns: within, resource, statement })];
    });
  }

  private checkPolicies(verb: string, { byResource, byIdentity }: GranteeKind, parts: AccessPart[]): boolean {
    if (!byResource) return true;
    const missing = ['repository' as const, 'domain' as const].filter(
      (by) => parts.some((part) => part.by === by) && this.policies[by] === undefined,
    );
    if (missing.length === 0 || byIdentity) return true;
    if (!this.place.hasPolicy) {
      this.problems.add(verb, `must be a role or a user here: the policy of an imported ${missing[0]} is not known`, {
        cure: `grant it where the ${missing[0]} is made`,
      });
      return false;
    }
    Annotations.of(this.scope).addWarningV2(
      'cdk-delivery:packageDomainPolicy',
      'The policy of the imported domain cannot be changed here: grantLogin to the same must be called where the domain is made, or nobody of another account gets a token',
    );
    return true;
  }
}

/** What a part is for an identity's own policy. */
export function statementsOf(parts: AccessPart[]): PolicyStatement[] {
  return parts.map(({ permission, resources, conditions }) => allow(permission, resources, conditions));
}

/** The same as a document, to attach to somebody who is not known here. */
export function documentOf(parts: AccessPart[]): PolicyDocument {
  return new PolicyDocument({ minimize: true, statements: statementsOf(parts) });
}
