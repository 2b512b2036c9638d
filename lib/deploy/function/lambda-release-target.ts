import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { LambdaInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { HandlerFunction } from '../../core/handler-function';
import { allow, PERMISSIONS } from '../../core/permissions';
import { LIMITS } from '../../core/limits';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { codeDeployArns } from '../code-deploy-arns';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { checkOnce } from '../released-once';
import { ResourceTarget } from '../resource-target';
import { LambdaDeployment } from './lambda-deployment';
import type { ILambdaDeployment } from './lambda-deployment-interface';
import { ReleaseWay } from './release-way';

/** Releases a Lambda function by a handler that starts a CodeDeploy deployment and waits for it. */
export class LambdaReleaseTarget extends ResourceTarget {
  constructor(
    private readonly given: ILambdaDeployment | undefined,
    options: DeployTargetOptions,
  ) {
    super(given, options, 'Function');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const deployment = this.deploymentIn(scope, context);
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
        ...optionalParameters(scope, deployment),
      },
    });
    return {
      actions: [action],
      permissions: [
        allow(PERMISSIONS.lambdaInvokeAction, [handler.function.functionArn]),
        allow(PERMISSIONS.lambdaListFunctions, ['*']),
      ],
    };
  }

  private deploymentIn(scope: Construct, context: DeployTargetContext): ILambdaDeployment {
    const problems = Problems.of(scope, 'DeployTarget.lambdaFunction');
    const kind = { prop: 'deployment', what: 'a LambdaDeployment', cure: 'make one of the function' };
    const given = this.checkKind(problems, scope, this.given, { ...kind, member: 'deploymentGroupName' });
    if (given !== undefined) {
      checkDuration(problems, given);
      checkReleasedHere(problems, given);
      checkOnce(problems, given, context);
      deployAfter(scope, given);
      return given;
    }
    const standIn = { functionName: 'missing', applicationName: 'missing', deploymentGroupName: 'missing' };
    return LambdaDeployment.fromLambdaDeploymentAttributes(scope, 'Missing', standIn);
  }
}

/** An action of CodePipeline that invokes a function ends after 24 hours; the handler needs some of that for itself. */
function checkDuration(problems: Problems, deployment: ILambdaDeployment): void {
  const minutes = deployment instanceof LambdaDeployment ? deployment._minutes : 0;
  if (minutes <= LIMITS.releaseInPipeline.max) return;
  problems.add(
    'deployment',
    `must move traffic within ${LIMITS.releaseInPipeline.max} minutes to be released by a pipeline`,
    {
      got: minutes,
      cure: 'shorten the interval of its rollout',
    },
  );
}

/** An alias that its stack moves would go back to the version of the stack with the next update. */
function checkReleasedHere(problems: Problems, deployment: ILambdaDeployment): void {
  if (!(deployment instanceof LambdaDeployment) || deployment._way === ReleaseWay.PIPELINE) return;
  problems.add('deployment', 'must be released by the pipeline: this one is released by its stack', {
    got: deployment.node.id,
    cure: 'use DeployTarget.stack, or leave releasedBy out',
  });
}

/** The hooks, which the handler puts into the AppSpec, and the alarm of the new version. */
function optionalParameters(scope: Construct, deployment: ILambdaDeployment): Record<string, string> {
  const names = {
    beforeTraffic: deployment.beforeTrafficFunctionName,
    afterTraffic: deployment.afterTrafficFunctionName,
    versionAlarm: deployment.versionAlarmName,
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => (name === undefined ? [] : [[key, weak(scope, name)]])),
  );
}

function releasePermissions(scope: Construct, deployment: ILambdaDeployment): PolicyStatement[] {
  const functionArn = weak(scope, deployment.functionArn);
  const applicationName = weak(scope, deployment.applicationName);
  const { deploymentGroupName, deploymentConfigName } = deployment;
  const arns = codeDeployArns(scope, { applicationName, deploymentGroupName, deploymentConfigName });
  const { versionAlarmName } = deployment;
  return [
    ...(versionAlarmName === undefined
      ? []
      : [allow(PERMISSIONS.versionAlarm, [alarmArn(scope, weak(scope, versionAlarmName))])]),
    allow(PERMISSIONS.functionRelease, [functionArn, `${functionArn}:*`]),
    allow(PERMISSIONS.deploymentGroup, [arns.group]),
    allow(PERMISSIONS.deploymentApplication, [arns.application]),
    allow(PERMISSIONS.deploymentConfiguration, [arns.config]),
  ];
}

function alarmArn(scope: Construct, alarmName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName: alarmName, arnFormat });
}
