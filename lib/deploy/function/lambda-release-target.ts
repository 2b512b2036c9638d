import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import { LambdaInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionConfig } from '../../core/action';
import type { DeliveryArtifact } from '../../core/artifact';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { checkGiven } from '../../core/checks';
import { HandlerFunction } from '../../core/handler-function';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { LambdaDeployment } from './lambda-deployment';
import type { ILambdaDeployment } from './lambda-deployment-interface';

/** Releases a Lambda function by a handler that starts a CodeDeploy deployment and waits for it. */
export class LambdaReleaseTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly targetEnv?: ResourceEnvironment;

  constructor(
    private readonly given: ILambdaDeployment | undefined,
    targetName: string | undefined,
    public readonly artifact: DeliveryArtifact | undefined,
  ) {
    this.targetName = targetName ?? given?.node.id ?? 'Function';
    this.targetEnv = given?.env;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeliveryActionConfig {
    const deployment = this.deploymentIn(scope);
    const handler = HandlerFunction.of(scope, 'lambda-release', {
      description: 'Releases Lambda functions through CodeDeploy, for actions of CodePipeline',
      timeout: Duration.minutes(5),
    });
    handler.allow(
      allow(PERMISSIONS.pipelineJobResult, ['*']),
      ...readArtifacts(context.foundation, context.pipelineName),
      ...releasePermissions(scope, deployment),
    );
    const action = new LambdaInvokeAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      lambda: handler.function,
      inputs: [context.artifacts.input(context.artifact)],
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
      userParameters: {
        functionName: weak(scope, deployment.functionName),
        aliasName: deployment.aliasName,
        applicationName: weak(scope, deployment.applicationName),
        deploymentGroupName: deployment.deploymentGroupName,
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

  private deploymentIn(scope: Construct): ILambdaDeployment {
    const problems = Problems.of(scope, 'DeployTarget.lambdaFunction');
    const given = checkGiven(problems, 'deployment', this.given, 'a LambdaDeployment');
    const standIn = { functionName: 'missing', applicationName: 'missing', deploymentGroupName: 'missing' };
    return given ?? LambdaDeployment.fromLambdaDeploymentAttributes(scope, 'Missing', standIn);
  }
}

function releasePermissions(scope: Construct, deployment: ILambdaDeployment): PolicyStatement[] {
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
