import type { CapacityProviderStrategy } from 'aws-cdk-lib/aws-ecs';

/**
 * The functions that CodeDeploy invokes during a release of an ECS service, each by its name or ARN. One function an event.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-ecs
 */
export interface EcsAppSpecHooks {
  /**
   * Before the new tasks are made. The release cannot be rolled back yet.
   *
   * @default - none
   */
  readonly beforeInstall?: string;

  /**
   * After the new tasks were made, before any traffic reaches them.
   *
   * @default - none
   */
  readonly afterInstall?: string;

  /**
   * After the test listener leads to the new tasks. Needs a test listener.
   *
   * @default - none
   */
  readonly afterAllowTestTraffic?: string;

  /**
   * Before the traffic of users moves.
   *
   * @default - none
   */
  readonly beforeAllowTraffic?: string;

  /**
   * After the traffic of users moved.
   *
   * @default - none
   */
  readonly afterAllowTraffic?: string;
}

/**
 * The network of new tasks, where a release changes it. All of it at once.
 */
export interface EcsAppSpecNetwork {
  /**
   * The ids of the subnets, 1 to 16.
   */
  readonly subnets: string[];

  /**
   * The ids of the security groups, 1 to 5.
   */
  readonly securityGroups: string[];

  /**
   * Whether tasks get a public address.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;
}

/**
 * What CodeDeploy does with an ECS service.
 */
export interface EcsAppSpecProps {
  /**
   * The container that the load balancer leads to, 1 to 255 letters, digits, `-` and `_`.
   */
  readonly containerName: string;

  /**
   * The port of the container, 1 to 65535.
   */
  readonly containerPort: number;

  /**
   * The task definition. CodePipeline puts the ARN of the revision that it registered into the place of the default.
   *
   * @default '<TASK_DEFINITION>'
   */
  readonly taskDefinition?: string;

  /**
   * The platform version of Fargate that new tasks run on, e.g. `1.4.0`.
   *
   * @default - that of the service
   */
  readonly platformVersion?: string;

  /**
   * The network of new tasks. CloudFormation cannot change that of a service whose releases are CodeDeploy's: a release does.
   *
   * @default - that of the service
   */
  readonly network?: EcsAppSpecNetwork;

  /**
   * Where new tasks run.
   *
   * @default - where those of the service run
   */
  readonly capacityProviderStrategy?: CapacityProviderStrategy[];

  /**
   * Functions by the event at which they are invoked.
   *
   * @default - none
   */
  readonly hooks?: EcsAppSpecHooks;
}
