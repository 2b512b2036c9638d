import type { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { ILaunchTemplate, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { orEmpty } from '../../core/checks';

/**
 * The first fleet of a blue/green deployment. CodeDeploy copies its settings for the fleet of every release.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 */
export interface LaunchedFleetProps {
  /**
   * What the servers are launched from. A new version of it, such as one with a newer machine image, is launched with the next release.
   */
  readonly launchTemplate: ILaunchTemplate;

  /**
   * The network of the servers.
   */
  readonly vpc: IVpc;

  /**
   * The subnets of the servers.
   *
   * @default - the private subnets of the network
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * How many servers there are at least, 0 to 10000.
   *
   * @default 1
   */
  readonly minCapacity?: number;

  /**
   * How many servers there are at most, 0 to 10000.
   *
   * @default - as many as at least
   */
  readonly maxCapacity?: number;

  /**
   * How many servers there are at first. Afterwards Auto Scaling decides; a change sets it anew.
   *
   * @default - as many as at least
   */
  readonly desiredCapacity?: number;

  /**
   * Whether Auto Scaling replaces servers that the load balancer takes for unhealthy. Before the first release that may be all of them.
   *
   * @default false
   */
  readonly loadBalancerHealthCheck?: boolean;

  /**
   * How long a new server is not judged, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * The role of the servers: that of the instance profile in the launch template.
   *
   * @default - the role that the launch template was made with
   */
  readonly instanceRole?: IRole;
}

/**
 * A fleet that exists already, outside of this app.
 */
export interface ExistingFleetOptions {
  /**
   * The role of the servers: that of the instance profile in the launch template. CodeDeploy may pass this role to the servers of new fleets.
   *
   * @default - the role of the Auto Scaling group, where it is known
   */
  readonly instanceRole?: IRole;
}

/**
 * The servers that a blue/green deployment begins with.
 *
 * With the first release CodeDeploy copies the Auto Scaling group, and deletes it unless `BlueFleet.keep()` is said. So it cannot be a resource of
 * a stack, whose next update would fail.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html
 */
export class ServerFleet {
  /**
   * A fleet that is made with the deployment, by a function of this library. It is kept when the deployment leaves its stack; only one that was never
   * released to, and serves nothing, goes with it.
   */
  public static launch(props: LaunchedFleetProps): ServerFleet {
    return new ServerFleet({ launched: orEmpty(props) });
  }

  /**
   * A fleet that somebody made outside of this app, by the name of its Auto Scaling group. A group of this app is taken only when blue fleets are
   * kept.
   *
   * @param group e.g. of `AutoScalingGroup.fromAutoScalingGroupName`.
   */
  public static existing(group: IAutoScalingGroup, options: ExistingFleetOptions = {}): ServerFleet {
    return new ServerFleet({ existing: group, options });
  }

  private constructor(
    /** @internal */
    public readonly _parts: ServerFleetParts,
  ) {}
}

/** What a fleet consists of. */
export interface ServerFleetParts {
  readonly launched?: LaunchedFleetProps;
  readonly existing?: IAutoScalingGroup;
  readonly options?: ExistingFleetOptions;
}
