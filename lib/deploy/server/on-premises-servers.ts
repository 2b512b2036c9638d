import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkName, orEmpty } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { Problems } from '../../core/problems';

/**
 * Properties of `OnPremisesServers`.
 */
export interface OnPremisesServersProps {
  /**
   * The name of the role, 1 to 64 letters, digits and `+=,.@_-`, as activations and registrations name it.
   *
   * @default - CloudFormation chooses a name
   */
  readonly roleName?: string;
}

/**
 * The role of servers outside of AWS, which Systems Manager activates as nodes of its own: it gives each of them a session of this role and
 * renews it, so that no server has an IAM user or a key. Let `grantInstance` of a `ServerDeployment` widen it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html
 */
export class OnPremisesServers extends Construct implements IGrantable {
  /** The role of the servers. */
  public readonly role: Role;

  /** The role, for grants. */
  public readonly grantPrincipal: IPrincipal;

  /**
   * What begins the session of each server; the id of its node follows. `aws deploy register-on-premises-instance` takes it as
   * `--iam-session-arn`.
   */
  public readonly sessionArnPrefix: string;

  constructor(scope: Construct, id: string, props: OnPremisesServersProps = {}) {
    super(scope, id);
    const problems = Problems.of(this, 'OnPremisesServers');
    const { partition, account, region } = Stack.of(this);
    this.role = new Role(this, 'Role', {
      roleName: checkName(problems, 'roleName', orEmpty(props).roleName, LIMITS.roleName),
      description: 'Servers outside of AWS that Systems Manager has activated',
      assumedBy: new ServicePrincipal('ssm.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ssm:${region}:${account}:*` },
        },
      }),
    });
    this.grantPrincipal = this.role;
    this.sessionArnPrefix = `arn:${partition}:sts::${account}:assumed-role/${this.role.roleName}/`;
  }
}
