import type { ITopic } from 'aws-cdk-lib/aws-sns';

/**
 * What CodeDeploy tells a topic of.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-create-trigger.html
 */
export enum DeploymentEvent {
  /** A deployment starts. */
  DEPLOYMENT_START = 'DeploymentStart',
  /** A deployment succeeds. */
  DEPLOYMENT_SUCCESS = 'DeploymentSuccess',
  /** A deployment fails. */
  DEPLOYMENT_FAILURE = 'DeploymentFailure',
  /** A deployment is stopped. */
  DEPLOYMENT_STOP = 'DeploymentStop',
  /** A deployment is rolled back. */
  DEPLOYMENT_ROLLBACK = 'DeploymentRollback',
  /** The new servers of a blue/green deployment are ready for traffic. */
  DEPLOYMENT_READY = 'DeploymentReady',
  /** A deployment to one instance starts. */
  INSTANCE_START = 'InstanceStart',
  /** A deployment to one instance succeeds. */
  INSTANCE_SUCCESS = 'InstanceSuccess',
  /** A deployment to one instance fails. */
  INSTANCE_FAILURE = 'InstanceFailure',
  /** A new instance of a blue/green deployment is ready for traffic. */
  INSTANCE_READY = 'InstanceReady',
}

/**
 * A topic that is told of deployments.
 */
export interface DeploymentNotification {
  /**
   * The topic, in the account and region of the deployment group. One deployment group tells a topic once.
   */
  readonly topic: ITopic;

  /**
   * What the topic is told of. At least one.
   *
   * @default - the failure, the stop and the rollback of a deployment
   */
  readonly events?: DeploymentEvent[];
}
