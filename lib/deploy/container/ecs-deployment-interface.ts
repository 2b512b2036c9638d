import type { IResource } from 'aws-cdk-lib';

/**
 * An ECS service that is released: what a pipeline must know of it.
 */
export interface IEcsDeployment extends IResource {
  /**
   * The cluster of the service.
   */
  readonly clusterName: string;

  /**
   * The service.
   */
  readonly serviceName: string;

  /**
   * The family of the service's task definitions.
   */
  readonly taskFamily: string;

  /**
   * The ARNs of the roles that tasks work and start with: whoever releases passes them on.
   */
  readonly taskRoleArns: string[];

  /**
   * The CodeDeploy application; nothing where ECS itself moves the traffic.
   *
   * @default - ECS itself releases
   */
  readonly applicationName?: string;

  /**
   * The deployment group; nothing where ECS itself moves the traffic.
   *
   * @default - ECS itself releases
   */
  readonly deploymentGroupName?: string;

  /**
   * The deployment configuration of the group; nothing where ECS itself moves the traffic.
   *
   * @default - ECS itself releases
   */
  readonly deploymentConfigName?: string;
}

/**
 * Names of an ECS service that exists already, and of its deployment group where CodeDeploy releases it.
 */
export interface EcsDeploymentAttributes {
  /**
   * The cluster of the service.
   */
  readonly clusterName: string;

  /**
   * The service.
   */
  readonly serviceName: string;

  /**
   * The family of the service's task definitions, 1 to 255 letters, digits, `-` and `_`.
   */
  readonly taskFamily: string;

  /**
   * The ARNs of the roles that tasks work and start with: the task role and the execution role.
   *
   * @default - tasks have no roles
   */
  readonly taskRoleArns?: string[];

  /**
   * The CodeDeploy application. Together with `deploymentGroupName`.
   *
   * @default - ECS itself releases
   */
  readonly applicationName?: string;

  /**
   * The deployment group. Together with `applicationName`.
   *
   * @default - ECS itself releases
   */
  readonly deploymentGroupName?: string;

  /**
   * The deployment configuration of the group.
   *
   * @default - `CodeDeployDefault.ECSAllAtOnce` where CodeDeploy releases
   */
  readonly deploymentConfigName?: string;

  /**
   * The account of the service, 12 digits.
   *
   * @default - the account of the stack
   */
  readonly account?: string;

  /**
   * The region of the service, e.g. `eu-west-1`.
   *
   * @default - the region of the stack
   */
  readonly region?: string;
}
