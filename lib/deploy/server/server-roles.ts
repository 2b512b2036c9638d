import type { Grant, IGrantable, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { grantApart, roleOf } from '../../core/grants';
import { shortHash } from '../../core/names';
import { serverPermissions } from './instance-access';

/** What all servers of a deployment may do besides, by policies below `scope`. */
interface Allowance {
  readonly scope: Construct;
  readonly statements: () => PolicyStatement[];
}

/** The roles of the servers of one deployment, as far as they are known. */
export class ServerRoles {
  private readonly known = new Map<IGrantable, Grant>();
  private readonly allowances: Allowance[] = [];

  constructor(private readonly scope: Construct) {}

  /** Whether no role is known. */
  public get none(): boolean {
    return this.known.size === 0;
  }

  /** Those that are roles. */
  public get roles(): IRole[] {
    return [...this.known.keys()].map((grantee) => roleOf(grantee)).filter((role) => role !== undefined);
  }

  /** Lets the servers of a role do what all servers must; once for each role. */
  public add(grantee: IGrantable): Grant {
    const principal: IGrantable = roleOf(grantee) ?? grantee;
    const before = this.known.get(principal);
    if (before !== undefined) return before;
    const own: Allowance = { scope: this.scope, statements: () => serverPermissions(this.scope) };
    const grant = [own, ...this.allowances]
      .map((allowance) => grantOf(principal, allowance))
      .reduce((all, next) => all.combine(next));
    this.known.set(principal, grant);
    return grant;
  }

  /** The same for somebody who may have no role that is known. */
  public addIfKnown(grantee: IGrantable): void {
    const role = roleOf(grantee);
    if (role !== undefined) this.add(role);
  }

  /** Lets all of them do more, also those that become known later, by policies below `scope`. */
  public allow(scope: Construct, statements: () => PolicyStatement[]): void {
    const allowance = { scope, statements };
    this.allowances.push(allowance);
    for (const principal of this.known.keys()) grantOf(principal, allowance);
  }
}

/** Lets a server do something by a policy below `scope`, whose id begins with this. */
export function grantServer(
  scope: Construct,
  prefix: string,
  principal: IGrantable,
  statements: PolicyStatement[],
): Grant {
  const { node } = principal as Partial<IRole>;
  return grantApart(scope, `${prefix}${shortHash(node?.path ?? '')}`, principal, statements);
}

function grantOf(principal: IGrantable, { scope, statements }: Allowance): Grant {
  return grantServer(scope, 'Servers', principal, statements());
}
