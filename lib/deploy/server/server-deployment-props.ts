import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { IServerApplication } from 'aws-cdk-lib/aws-codedeploy';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { AppSpec } from '../app-spec/app-spec';
import type { DeploymentNotification } from '../deployment-notification';
import type { Rollback } from '../rollback';
import type { Rollout } from '../rollout';
import type { DeploymentAgent } from './deployment-agent';
import type { ServerFleet } from './server-fleet';

/**
 * What becomes of servers that were launched while a release was going on, and so have the revision of before.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html
 */
export enum OutdatedInstances {
  /** CodeDeploy releases to them as well, afterwards. */
  UPDATE = 'UPDATE',
  /** They keep what they have. */
  IGNORE = 'IGNORE',
}

/**
 * Properties of a `ServerDeployment`. It needs servers: Auto Scaling groups, tags, or for a blue/green rollout a fleet.
 */
export interface ServerDeploymentProps {
  /**
   * The Auto Scaling groups whose instances are released to, at most 10; instances that they launch later get the last good revision by
   * themselves.
   *
   * @default - no Auto Scaling group
   */
  readonly autoScalingGroups?: IAutoScalingGroup[];

  /**
   * The tags of EC2 instances, as at most three tag groups: an instance must have a tag of each group. A group names keys, each with the values of
   * which one must match; no values match any. At most 10 tags a group.
   *
   * @default - no instances by their tags
   */
  readonly ec2Tags?: Record<string, string[]>[];

  /**
   * The tags that on-premises servers have in CodeDeploy, in the same form as `ec2Tags`.
   *
   * @default - no on-premises servers
   */
  readonly onPremisesTags?: Record<string, string[]>[];

  /**
   * The servers that a blue/green rollout begins with. Only with `Rollout.blueGreen`, and instead of Auto Scaling groups and tags.
   *
   * @default - the rollout is in place
   */
  readonly fleet?: ServerFleet;

  /**
   * Target groups of Application and Network Load Balancers, at most 10, of the target type instance. A server is taken out of them while it is
   * released to.
   *
   * @default - no target group: traffic is not controlled
   */
  readonly targetGroups?: ITargetGroup[];

  /**
   * The names of Classic Load Balancers, at most 10.
   *
   * @default - no Classic Load Balancer
   */
  readonly classicLoadBalancers?: string[];

  /**
   * How many servers are released to at a time, or from which fleet to which.
   *
   * @default Rollout.oneAtATime()
   */
  readonly rollout?: Rollout;

  /**
   * When CodeDeploy takes a release back.
   *
   * @default Rollback.onFailure()
   */
  readonly rollback?: Rollback;

  /**
   * Whether alarms stay attached and do nothing, e.g. in development.
   *
   * @default false
   */
  readonly ignoreAlarms?: boolean;

  /**
   * Whether a deployment goes on when CodeDeploy cannot read the state of an alarm.
   *
   * @default false
   */
  readonly ignorePollAlarmFailure?: boolean;

  /**
   * What becomes of servers that were launched during a release.
   *
   * @default OutdatedInstances.UPDATE
   */
  readonly outdatedInstances?: OutdatedInstances;

  /**
   * Topics that are told of deployments, at most 10.
   *
   * @default - nobody is told
   */
  readonly notifications?: DeploymentNotification[];

  /**
   * Whether a server that Auto Scaling ends first runs the lifecycle events of a release up to `ApplicationStop`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html#integrations-aws-auto-scaling-behaviors-hook-enable
   */
  readonly terminationHook?: boolean;

  /**
   * What each release does on a server. It is checked against this deployment, e.g. that hooks for traffic have a load balancer. One of
   * `AppSpec.forServer` must be in the artifact: `additionalFiles: { [appSpec.fileName]: appSpec.content }` of the build puts it there.
   *
   * @default - the `appspec.yml` of the revision, unchecked
   */
  readonly appSpec?: AppSpec;

  /**
   * How the CodeDeploy agent comes to the servers.
   *
   * @default - DeploymentAgent.bySystemsManager(); must be given for a fleet that exists, whose copies have names that nobody knows before
   */
  readonly agent?: DeploymentAgent;

  /**
   * The CodeDeploy application that the deployment group belongs to.
   *
   * @default - an application of its own
   */
  readonly application?: IServerApplication;

  /**
   * The name of the application that is made, 1 to 100 characters. Not beside `application`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly applicationName?: string;

  /**
   * The name of the deployment group, unique in its application, 1 to 100 characters.
   *
   * @default - made from the name of the stack and the path of the construct, for a blue/green rollout with `-blue-green` behind it
   */
  readonly deploymentGroupName?: string;

  /**
   * The role that CodeDeploy works with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own, which may do what this deployment needs
   */
  readonly role?: IRole;
}
