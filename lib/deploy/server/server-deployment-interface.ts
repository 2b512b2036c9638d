import type { IResource } from 'aws-cdk-lib';

/**
 * Servers that CodeDeploy releases to: what a pipeline must know of them.
 */
export interface IServerDeployment extends IResource {
  /**
   * The CodeDeploy application.
   */
  readonly applicationName: string;

  /**
   * The deployment group.
   */
  readonly deploymentGroupName: string;

  /**
   * The deployment configuration of the group.
   */
  readonly deploymentConfigName: string;
}

/**
 * Names of a deployment group of servers that exists already.
 */
export interface ServerDeploymentAttributes {
  /**
   * The CodeDeploy application.
   */
  readonly applicationName: string;

  /**
   * The deployment group.
   */
  readonly deploymentGroupName: string;

  /**
   * The deployment configuration of the group. The pipeline may read just this one, so it must be the group's.
   *
   * @default 'CodeDeployDefault.OneAtATime'
   */
  readonly deploymentConfigName?: string;

  /**
   * The account of the deployment group, 12 digits.
   *
   * @default - the account of the stack
   */
  readonly account?: string;

  /**
   * The region of the deployment group, e.g. `eu-west-1`.
   *
   * @default - the region of the stack
   */
  readonly region?: string;
}
