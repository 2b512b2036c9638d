import { Resource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkGiven } from '../../core/checks';
import { Problems } from '../../core/problems';
import type { ILambdaDeployment, LambdaDeploymentAttributes } from './lambda-deployment-interface';
import { functionArnByName } from './lambda-parts';
import { LAMBDA_ALL_AT_ONCE } from './lambda-rollout';

/** A function, an alias and a deployment group that exist already. */
export class ImportedLambdaDeployment extends Resource implements ILambdaDeployment {
  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly aliasName: string;
  public readonly applicationName: string;
  public readonly deploymentGroupName: string;
  public readonly deploymentConfigName: string;
  public readonly beforeTrafficFunctionName?: string;
  public readonly afterTrafficFunctionName?: string;
  public readonly versionAlarmName?: string;

  constructor(scope: Construct, id: string, attributes: LambdaDeploymentAttributes) {
    super(scope, id);
    const problems = Problems.of(this, 'LambdaDeployment.fromLambdaDeploymentAttributes');
    for (const prop of ['functionName', 'applicationName', 'deploymentGroupName'] as const) {
      checkGiven(problems, prop, attributes[prop], 'given');
    }
    this.functionName = attributes.functionName;
    this.functionArn = functionArnByName(this, attributes.functionName);
    this.aliasName = attributes.aliasName ?? 'live';
    this.applicationName = attributes.applicationName;
    this.deploymentGroupName = attributes.deploymentGroupName;
    this.deploymentConfigName = attributes.deploymentConfigName ?? LAMBDA_ALL_AT_ONCE;
    this.beforeTrafficFunctionName = attributes.beforeTrafficFunctionName;
    this.afterTrafficFunctionName = attributes.afterTrafficFunctionName;
    this.versionAlarmName = attributes.versionAlarmName;
  }
}
