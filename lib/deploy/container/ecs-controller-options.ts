import type { Duration } from 'aws-cdk-lib';
import type { IEcsApplication } from 'aws-cdk-lib/aws-codedeploy';
import type { DeploymentLifecycleStage } from 'aws-cdk-lib/aws-ecs';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AppSpec } from '../app-spec/app-spec';
import type { DeploymentNotification } from '../deployment-notification';

/**
 * A function that ECS invokes during a release. It answers `{ "hookStatus": "SUCCEEDED" }`, or `FAILED`, which rolls the release back, or `IN_PROGRESS`, to
 * be asked again.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export interface EcsLifecycleHook {
  /**
   * The function, in the account and region of the service.
   */
  readonly function: IFunction;

  /**
   * When it is invoked, at least once. The stages of test traffic need a test listener.
   */
  readonly stages: DeploymentLifecycleStage[];
}

/**
 * What ECS itself does in a release.
 */
export interface EcsControllerOptions {
  /**
   * How long the old tasks stay after all traffic moved, 0 to 1440 whole minutes. Until then an alarm takes the release back at once. Not without a
   * listener.
   *
   * @default Duration.minutes(10)
   */
  readonly bakeTime?: Duration;

  /**
   * Functions that are invoked during a release. Not without a listener.
   *
   * @default - none
   */
  readonly hooks?: EcsLifecycleHook[];
}

/**
 * The functions that CodeDeploy invokes during a release, one an event. Each answers by `PutLifecycleEventHookExecutionStatus` within an hour, which its
 * role is allowed.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-ecs
 */
export interface EcsDeploymentHooks {
  /**
   * Before the new tasks are made. The release cannot be rolled back yet.
   *
   * @default - none
   */
  readonly beforeInstall?: IFunction;

  /**
   * After the new tasks were made, before any traffic reaches them.
   *
   * @default - none
   */
  readonly afterInstall?: IFunction;

  /**
   * After the test listener leads to the new tasks. Needs a test listener.
   *
   * @default - none
   */
  readonly afterAllowTestTraffic?: IFunction;

  /**
   * Before the traffic of users moves.
   *
   * @default - none
   */
  readonly beforeAllowTraffic?: IFunction;

  /**
   * After the traffic of users moved.
   *
   * @default - none
   */
  readonly afterAllowTraffic?: IFunction;
}

/**
 * What CodeDeploy does in a release.
 */
export interface CodeDeployControllerOptions {
  /**
   * Functions that are invoked during a release.
   *
   * @default - none
   */
  readonly hooks?: EcsDeploymentHooks;

  /**
   * What each release does, in the place of what the deployment writes of its container and its hooks. With hooks of its own, their functions must
   * also be `hooks`, so that they may be invoked.
   *
   * @default - written from the container and the hooks
   */
  readonly appSpec?: AppSpec;

  /**
   * Lets the new tasks wait for a person, who moves the traffic in the CodeDeploy console or with `aws deploy continue-deployment`. When nobody does so
   * within this time, 1 to 7200 whole minutes, the deployment is stopped.
   *
   * @default - traffic moves as soon as the new tasks are ready
   */
  readonly confirmWithin?: Duration;

  /**
   * How long the old tasks stay after all traffic moved, 0 to 2880 whole minutes. Until then a rollback only moves the traffic back. The deployment, and the
   * action of the pipeline, are done afterwards.
   *
   * @default Duration.hours(1)
   */
  readonly terminateBlueAfter?: Duration;

  /**
   * Topics that are told of deployments, at most 10.
   *
   * @default - nobody is told
   */
  readonly notifications?: DeploymentNotification[];

  /**
   * The CodeDeploy application that the deployment group belongs to.
   *
   * @default - an application of its own
   */
  readonly application?: IEcsApplication;

  /**
   * The name of the application that is made, 1 to 100 characters. Not beside `application`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly applicationName?: string;

  /**
   * The name of the deployment group, unique in its application, 1 to 100 characters.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly deploymentGroupName?: string;
}
