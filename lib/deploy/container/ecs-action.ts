import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../../core/artifact';
import { checkName } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import { DeployAction } from '../deploy-action';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { registerPermissions } from './bound-ecs-release';
import type { BoundEcsRelease } from './bound-ecs-release';
import { EcsDeployment } from './ecs-deployment';
import type { IEcsDeployment } from './ecs-deployment-interface';
import { checkImageFile } from './image-files';
import { serviceArn } from './service-permissions';

const IMAGE_DEFINITIONS = 'imagedefinitions.json';

/** The action that CodePipeline has for ECS. */
export function bindEcsRelease(
  scope: Construct,
  context: DeployTargetContext,
  bound: BoundEcsRelease,
): DeployTargetConfig {
  const { problems, deployment, options } = bound;
  for (const prop of ['images', 'files', 'taskDefinitionFile', 'appSpecFile'] as const) {
    if (options[prop] === undefined) continue;
    problems.add(prop, 'must not be given where ECS itself releases, which takes imagedefinitions.json of artifact');
  }
  const file = checkName(problems, 'imageDefinitionsFile', options.imageDefinitionsFile, LIMITS.outputPath);
  if (file === undefined) checkImageFile(problems, 'artifact', context.artifact, IMAGE_DEFINITIONS);
  checkTime(bound);
  // The action of aws-cdk-lib takes a service, and with it its stack.
  const action = new DeployAction({
    actionName: bound.targetName,
    runOrder: context.runOrder,
    provider: 'ECS',
    input: context.artifacts.input(context.artifact),
    variablesNamespace: variablesNamespace(context.stageName, bound.targetName),
    configuration: {
      ClusterName: bound.said(deployment.clusterName),
      ServiceName: bound.said(deployment.serviceName),
      FileName: file,
      DeploymentTimeout: String(LIMITS.containerReleaseInPipeline.max),
    },
  });
  return {
    actions: [action],
    permissions: context.access === undefined ? ecsReleasePermissions(scope, deployment) : [],
  };
}

/** What the action needs. */
export function ecsReleasePermissions(scope: Construct, deployment: IEcsDeployment): PolicyStatement[] {
  const names = { clusterName: weak(scope, deployment.clusterName), serviceName: weak(scope, deployment.serviceName) };
  return [...servicePermissions(scope, names), ...registerPermissions(scope, deployment)];
}

function checkTime({ problems, deployment }: BoundEcsRelease): void {
  const minutes = deployment instanceof EcsDeployment ? deployment._minutes : 0;
  const { max } = LIMITS.containerReleaseInPipeline;
  if (minutes < max) return;
  problems.add('deployment', `must be released in less than ${max} minutes, after which the ECS action gives up`, {
    got: minutes,
    cure: 'shorten its rollout or bakeTime, or release by EcsController.codeDeploy()',
  });
}

function servicePermissions(
  scope: Construct,
  names: { readonly clusterName: string; readonly serviceName: string },
): PolicyStatement[] {
  const arn = (resource: string, resourceName: string): string =>
    Stack.of(scope).formatArn({ service: 'ecs', resource, resourceName });
  const cluster = { ArnEquals: { 'ecs:cluster': arn('cluster', names.clusterName) } };
  return [
    allow(PERMISSIONS.updateService, [serviceArn(scope, names)]),
    allow(PERMISSIONS.describeTasks, [arn('task', `${names.clusterName}/*`)]),
    allow(PERMISSIONS.listTasks, [arn('container-instance', `${names.clusterName}/*`)], cluster),
    allow(PERMISSIONS.describeTaskDefinition, ['*']),
  ];
}
