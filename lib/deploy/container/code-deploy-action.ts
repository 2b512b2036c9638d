import { EcsApplication, EcsDeploymentConfig, EcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { CodeDeployEcsDeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { declaredText, variablesNamespace } from '../../core/artifact';
import type { DeliveryArtifact } from '../../core/artifact';
import { checkFiles, checkHandle, checkPutOut } from '../../core/artifact-checks';
import { checkName, checkRange } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import { PIPELINE_FILE_NAME } from '../app-spec/app-spec-kind';
import { codeDeployArns } from '../code-deploy-arns';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { registerPermissions } from './bound-ecs-release';
import type { BoundEcsRelease } from './bound-ecs-release';
import type { DeploymentFiles } from './deployment-files';
import { EcsDeployment } from './ecs-deployment';
import type { IEcsDeployment } from './ecs-deployment-interface';
import { checkImageFile } from './image-files';
import { placeholderOf } from './released-containers';

/** The name of the file, as AWS's own examples have it. */
const TASK_DEFINITION_FILE = 'taskdef.json';

/** The action that CodePipeline has for CodeDeploy and ECS. */
export function bindCodeDeployRelease(
  scope: Construct,
  context: DeployTargetContext,
  bound: BoundEcsRelease,
): DeployTargetConfig {
  const { problems, deployment, options, targetName } = bound;
  if (options.imageDefinitionsFile !== undefined) {
    problems.add('imageDefinitionsFile', 'must not be given where CodeDeploy releases', {
      cure: 'give the build image.file: ImageFile.DETAIL, or leave it out',
    });
  }
  checkTime(problems, deployment);
  const [applicationName, deploymentGroupName, deploymentConfigName] = [
    deployment.applicationName,
    deployment.deploymentGroupName,
    deployment.deploymentConfigName,
  ].map((name = '') => bound.said(name));
  const files = filesOf(context, bound);
  const action = new CodeDeployEcsDeployAction({
    actionName: targetName,
    runOrder: context.runOrder,
    deploymentGroup: EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(scope, 'Group', {
      application: EcsApplication.fromEcsApplicationName(scope, 'Application', applicationName),
      deploymentGroupName,
      deploymentConfig: EcsDeploymentConfig.fromEcsDeploymentConfigName(scope, 'Config', deploymentConfigName),
    }),
    taskDefinitionTemplateFile: files.artifact.atPath(files.taskDefinition),
    appSpecTemplateFile: files.artifact.atPath(files.appSpec),
    containerImageInputs: imagesOf(context, bound),
    variablesNamespace: variablesNamespace(context.stageName, targetName),
  });
  const permissions = context.access === undefined ? codeDeployReleasePermissions(scope, deployment) : [];
  return { actions: [action], permissions, keepsRevisions: true };
}

interface ReleaseFiles {
  readonly artifact: Artifact;
  readonly taskDefinition: string;
  readonly appSpec: string;
}

function filesOf(context: DeployTargetContext, { problems, deployment, options }: BoundEcsRelease): ReleaseFiles {
  const handle = handleOf(problems, context, 'files', options.files ?? context.artifact);
  const written = writtenFiles(context, deployment, handle);
  const given = {
    taskDefinition: checkName(problems, 'taskDefinitionFile', options.taskDefinitionFile, LIMITS.outputPath),
    appSpec: checkName(problems, 'appSpecFile', options.appSpecFile, LIMITS.outputPath),
  };
  const expected = [
    given.taskDefinition === undefined ? written?.taskDefinitionName : undefined,
    given.appSpec === undefined ? written?.appSpecName : undefined,
  ];
  for (const name of expected) {
    if (name === undefined || declaredText(handle, name) === written?.files[name]) continue;
    problems.add(
      options.files === undefined ? 'artifact' : 'files',
      `must have the ${name} that the deployment writes`,
      {
        got: `the output of ${handle.producer}`,
        cure: 'give its build additionalFiles: deployment.files, or say taskDefinitionFile and appSpecFile',
      },
    );
  }
  return {
    artifact: context.artifacts.input(handle),
    taskDefinition: given.taskDefinition ?? written?.taskDefinitionName ?? TASK_DEFINITION_FILE,
    appSpec: given.appSpec ?? written?.appSpecName ?? PIPELINE_FILE_NAME,
  };
}

/** What a build writes of another account needs names that are known at synthesis: it is taken where a build says that it writes it. */
function writtenFiles(
  context: DeployTargetContext,
  deployment: IEcsDeployment,
  handle: DeliveryArtifact,
): DeploymentFiles | undefined {
  const written = deployment instanceof EcsDeployment ? deployment._files : undefined;
  if (written === undefined || context.access === undefined) return written;
  const { taskDefinitionName, files } = written;
  return declaredText(handle, taskDefinitionName) === files[taskDefinitionName] ? written : undefined;
}

function imagesOf(
  context: DeployTargetContext,
  { problems, deployment, options }: BoundEcsRelease,
): { readonly input: Artifact; readonly taskDefinitionPlaceholder: string }[] {
  const images: { input: Artifact; taskDefinitionPlaceholder: string }[] = [];
  forEachMember(problems, 'images', options.images ?? [{ artifact: context.artifact }], 1, (image, prop) => {
    const artifact = handleOf(problems, context, `${prop}.artifact`, image.artifact);
    checkImageFile(problems, `${prop}.artifact`, artifact, 'imageDetail.json');
    const name = checkName(problems, `${prop}.placeholder`, image.placeholder, LIMITS.imagePlaceholder);
    images.push({
      input: context.artifacts.input(artifact),
      taskDefinitionPlaceholder: name ?? placeholderOf(images.length),
    });
  });
  const count = deployment instanceof EcsDeployment && context.access === undefined ? deployment._images : undefined;
  if (count !== undefined && images.length !== count && options.taskDefinitionFile === undefined) {
    problems.add('images', `must be as many as the deployment has releasedContainers, ${count}`, {
      got: images.length,
    });
  }
  checkRange(problems, 'images', Math.max(images.length, 1), LIMITS.imagesPerRelease);
  return images.slice(0, LIMITS.imagesPerRelease.max);
}

function handleOf(
  problems: Problems,
  context: DeployTargetContext,
  prop: string,
  given: DeliveryArtifact | undefined,
): DeliveryArtifact {
  const handle = checkHandle(problems, prop, given) ?? context.artifact;
  // The pipeline has looked at the artifact of its action.
  if (handle === context.artifact) return handle;
  checkPutOut(problems, prop, context.artifacts, handle);
  checkFiles(problems, prop, context.artifacts, handle);
  return handle;
}

function checkTime(problems: Problems, deployment: BoundEcsRelease['deployment']): void {
  const minutes = deployment instanceof EcsDeployment ? deployment._minutes : 0;
  const { max } = LIMITS.codeDeployReleaseInPipeline;
  if (minutes <= max) return;
  problems.add('deployment', `must be released within ${max} minutes, after which CodePipeline gives up`, {
    got: minutes,
    cure: 'shorten its rollout, confirmWithin or terminateBlueAfter',
  });
}

/** What the action needs. */
export function codeDeployReleasePermissions(scope: Construct, deployment: IEcsDeployment): PolicyStatement[] {
  const arns = codeDeployArns(scope, {
    applicationName: weak(scope, deployment.applicationName ?? ''),
    deploymentGroupName: weak(scope, deployment.deploymentGroupName ?? ''),
    deploymentConfigName: weak(scope, deployment.deploymentConfigName ?? ''),
  });
  return [
    allow(PERMISSIONS.containerDeploymentGroup, [arns.group]),
    allow(PERMISSIONS.containerDeploymentApplication, [arns.application]),
    allow(PERMISSIONS.deploymentConfiguration, [arns.config]),
    ...registerPermissions(scope, deployment),
  ];
}
