import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type {
  HealthCheck,
  IApplicationListener,
  IApplicationTargetGroup,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Rollback } from '../rollback';
import type { Rollout } from '../rollout';
import type { EcsController } from './ecs-controller';

/**
 * Which requests of a listener are for the service, where the listener has others as well.
 */
export interface EcsTrafficRule {
  /**
   * The priority of the rule, 1 to 50000, unique at its listener. A lower one comes first.
   */
  readonly priority: number;

  /**
   * What a request must fulfil, at least one condition.
   */
  readonly conditions: ListenerCondition[];
}

/**
 * Properties of an `EcsDeployment`.
 */
export interface EcsDeploymentProps {
  /**
   * The service, of Fargate or EC2, in the stack of the deployment, and not attached to a load balancer: the deployment does that.
   */
  readonly service: IBaseService;

  /**
   * The listener of an Application Load Balancer that the users of the service reach, of this stack or imported by its ARN.
   *
   * @default - the service has no load balancer, and releases replace its tasks one by one
   */
  readonly listener?: IApplicationListener;

  /**
   * A listener of the same load balancer that leads to the new tasks before users do, e.g. on another port.
   *
   * @default - nobody reaches the new tasks before users do
   */
  readonly testListener?: IApplicationListener;

  /**
   * Which requests of the listeners are for the service. Needed for listeners that are imported.
   *
   * @default - all requests
   */
  readonly trafficRule?: EcsTrafficRule;

  /**
   * The container that the load balancer leads to, and whose image is released.
   *
   * @default - the first essential container of the task definition
   */
  readonly containerName?: string;

  /**
   * The port of the container that the load balancer leads to.
   *
   * @default - the first port of the container
   */
  readonly containerPort?: number;

  /**
   * The containers whose images are released, 1 to 4. Images of all others are those of the template.
   *
   * @default - the container that the load balancer leads to
   */
  readonly releasedContainers?: string[];

  /**
   * The repositories of ECR that released images come from: tasks are allowed to pull from them.
   *
   * @default - tasks may pull what the template names, and what the execution role may already
   */
  readonly imageRepositories?: IRepository[];

  /**
   * The target group that the traffic is on at first. Together with `greenTargetGroup`.
   *
   * @default - one is made
   */
  readonly blueTargetGroup?: IApplicationTargetGroup;

  /**
   * The target group that the first release goes to. Together with `blueTargetGroup`.
   *
   * @default - one is made
   */
  readonly greenTargetGroup?: IApplicationTargetGroup;

  /**
   * When a task counts as healthy, for target groups that are made.
   *
   * @default - an answer with status 200 at `/`, five times in a row, every 30 seconds
   */
  readonly healthCheck?: HealthCheck;

  /**
   * How the traffic moves to the new tasks.
   *
   * @default Rollout.allAtOnce()
   */
  readonly rollout?: Rollout;

  /**
   * When a release is taken back.
   *
   * @default Rollback.onFailure()
   */
  readonly rollback?: Rollback;

  /**
   * Who releases: ECS itself or CodeDeploy.
   *
   * @default EcsController.ecs()
   */
  readonly controller?: EcsController;

  /**
   * The role that ECS or CodeDeploy moves the traffic with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own, which may do what this deployment needs
   */
  readonly role?: IRole;
}
