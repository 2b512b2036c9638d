import type { IResource } from 'aws-cdk-lib';

/**
 * A Lambda function that CodeDeploy releases: what a pipeline must know of it.
 */
export interface ILambdaDeployment extends IResource {
  /**
   * The name of the function.
   */
  readonly functionName: string;

  /**
   * The ARN of the function, without version or alias.
   */
  readonly functionArn: string;

  /**
   * The alias that callers use and that CodeDeploy moves.
   */
  readonly aliasName: string;

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

  /**
   * The name of the function that CodeDeploy asks before traffic moves.
   *
   * @default - nobody is asked
   */
  readonly beforeTrafficFunctionName?: string;

  /**
   * The name of the function that CodeDeploy asks when all traffic has moved.
   *
   * @default - nobody is asked
   */
  readonly afterTrafficFunctionName?: string;

  /**
   * The name of an alarm of this account and region that each release lets watch the version that it publishes, by the dimension `ExecutedVersion`, before it gets traffic.
   *
   * @default - there is no such alarm
   */
  readonly versionAlarmName?: string;
}

/**
 * Names of a function and a deployment group that exist already, in the account and region of the stack that uses them.
 */
export interface LambdaDeploymentAttributes {
  /**
   * The name of the function.
   */
  readonly functionName: string;

  /**
   * The alias that CodeDeploy moves.
   *
   * @default 'live'
   */
  readonly aliasName?: string;

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
   *
   * @default 'CodeDeployDefault.LambdaAllAtOnce'
   */
  readonly deploymentConfigName?: string;

  /**
   * The name of the function that CodeDeploy asks before traffic moves. The role of the group may invoke it, and it may tell the group its result.
   *
   * @default - nobody is asked
   */
  readonly beforeTrafficFunctionName?: string;

  /**
   * The same, when all traffic has moved.
   *
   * @default - nobody is asked
   */
  readonly afterTrafficFunctionName?: string;

  /**
   * The name of an alarm of this account and region that each release lets watch the version that it publishes, by the dimension `ExecutedVersion`, before it gets traffic.
   *
   * @default - there is no such alarm
   */
  readonly versionAlarmName?: string;
}
