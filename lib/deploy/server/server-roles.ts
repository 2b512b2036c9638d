import type { Grant, IGrantable, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { grantApart, roleOf } from '../../core/grants';
import { shortHash } from '../../core/names';
import { serverPermissions } from './instance-access';

/** The roles of the servers of one deployment, as far as they are known. */
export class ServerRoles {
  private readonly known = new Map<IGrantable, Grant>();

  constructor(private readonly scope: Construct) {}

  /** Whether no role is known. */
  public get none(): boolean {
    return this.known.size === 0;
  }

  /** Lets the servers of a role do what all servers must; once for each role. */
  public add(grantee: IGrantable): Grant {
    const principal: IGrantable = roleOf(grantee) ?? grantee;
    const before = this.known.get(principal);
    if (before !== undefined) return before;
    const grant = grantApart(this.scope, `Servers${this.idOf(principal)}`, principal, serverPermissions(this.scope));
    this.known.set(principal, grant);
    return grant;
  }

  /** The same for somebody who may have no role that is known. */
  public addIfKnown(grantee: IGrantable): void {
    const role = roleOf(grantee);
    if (role !== undefined) this.add(role);
  }

  /** Lets all of them do more, by policies below `scope`. */
  public allow(scope: Construct, statements: () => PolicyStatement[]): void {
    for (const principal of this.known.keys()) {
      grantApart(scope, `Servers${this.idOf(principal)}`, principal, statements());
    }
  }

  private idOf(principal: IGrantable): string {
    const { node } = principal as Partial<IRole>;
    return shortHash(node?.path ?? String(this.known.size));
  }
}
