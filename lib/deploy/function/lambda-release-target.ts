import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import { LambdaInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionConfig } from '../../core/action';
import type { DeliveryArtifact } from '../../core/artifact';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { HandlerFunction } from '../../core/handler-function';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import type { DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import type { ILambdaDeployment } from './lambda-deployment-interface';

/** Releases a Lambda function by a handler that starts a CodeDeploy deployment and waits for it. */
export class LambdaReleaseTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly targetEnv: ResourceEnvironment;

  constructor(
    private readonly deployment: ILambdaDeployment,
    targetName: string | undefined,
    public readonly artifact: DeliveryArtifact | undefined,
  ) {
    this.targetName = targetName ?? deployment.node.id;
    this.targetEnv = deployment.env;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeliveryActionConfig {
    const handler = HandlerFunction.of(scope, 'lambda-release', {
      description: 'Releases Lambda functions through CodeDeploy, for actions of CodePipeline',
      timeout: Duration.minutes(5),
    });
    handler.allow(
      allow(PERMISSIONS.pipelineJobResult, ['*']),
      ...readArtifacts(context.foundation, context.pipelineName),
      ...this.releasePermissions(scope),
    );
    const action = new LambdaInvokeAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      lambda: handler.function,
      inputs: [context.artifacts.input(context.artifact)],
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
      userParameters: {
        functionName: weak(scope, this.deployment.functionName),
        aliasName: this.deployment.aliasName,
        applicationName: weak(scope, this.deployment.applicationName),
        deploymentGroupName: this.deployment.deploymentGroupName,
      },
    });
    return {
      action,
      permissions: [
        allow(PERMISSIONS.lambdaInvokeAction, [handler.function.functionArn]),
        allow(PERMISSIONS.lambdaListFunctions, ['*']),
      ],
    };
  }

  private releasePermissions(scope: Construct): PolicyStatement[] {
    const { deployment } = this;
    const functionArn = weak(scope, deployment.functionArn);
    const applicationName = weak(scope, deployment.applicationName);
    const codeDeploy = (resource: string, resourceName: string): string =>
      Stack.of(scope).formatArn({
        service: 'codedeploy',
        resource,
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const group = codeDeploy('deploymentgroup', `${applicationName}/${deployment.deploymentGroupName}`);
    return [
      allow(PERMISSIONS.functionRelease, [functionArn, `${functionArn}:*`]),
      allow(PERMISSIONS.deploymentGroup, [group]),
      allow(PERMISSIONS.deploymentApplication, [codeDeploy('application', applicationName)]),
      allow(PERMISSIONS.deploymentConfiguration, [codeDeploy('deploymentconfig', deployment.deploymentConfigName)]),
    ];
  }
}
