import { Manifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import { BuildProject } from '../../build/build-project';
import { BuildVariable } from '../../build/build-variable';
import { readArtifacts } from '../../core/artifact-access';
import { checkLiteralName } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { childName } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { CdkStageOptions } from './cdk-stage-options';
import type { StageAssets } from './stage-assets';

/** What this version reads, it was tried with; https://docs.aws.amazon.com/cdk/v2/guide/versioning.html */
const CLI = { version: '2.1148.1', schema: 55 };

/** What is published, and where its action stands. */
export interface Publication {
  readonly actionName: string;

  /** The folder of the stage's own assembly in the artifact. */
  readonly folder: string;
  readonly assets: StageAssets;
}

/**
 * The action that publishes the assets of a stage, all that are in its manifests when it runs, by the roles of the bootstrap. The package
 * `cdk-assets` would need less, but its newest version (4.7.3) does not read what aws-cdk-lib writes today.
 */
export function publishAssets(
  scope: Construct,
  problems: Problems,
  context: DeployTargetContext,
  options: CdkStageOptions,
  { actionName, folder, assets }: Publication,
): Required<Pick<DeployTargetConfig, 'actions' | 'permissions'>> {
  const { foundation, pipelineName, stageName } = context;
  const stageProjects = childName(pipelineName, stageName, LIMITS.projectName.max);
  const build = new BuildProject(scope, 'Publish', {
    projectName: childName(stageProjects, actionName.replace('.', '-'), LIMITS.projectName.max),
    logGroup: foundation.buildLogGroup,
    encryptionKey: foundation.encryptionKey,
    environment: options.environment ?? undefined,
    docker: assets.hasImages ? {} : undefined,
    runtimes: { nodejs: '22' },
    variables: { CDK_DISABLE_CLI_TELEMETRY: BuildVariable.plain('true') },
    commands: commandsOf(folder, cliVersionOf(problems, options.cliVersion ?? undefined)),
  });
  build._allow(...readArtifacts(foundation, pipelineName), ...assets.publishing);
  const action = new CodeBuildAction({
    actionName,
    runOrder: context.runOrder,
    // By its name: the grants of aws-cdk-lib on the artifact store would be wider than ours.
    project: Project.fromProjectName(scope, 'PublishByName', build.projectName),
    input: context.artifacts.input(context.artifact),
  });
  return { actions: [action], permissions: [allow(PERMISSIONS.codeBuildAction, [build.project.projectArn])] };
}

function commandsOf(folder: string, version: string): string[] {
  const place = quoted(folder);
  return [
    // The CLI would take the name of a folder that is not there for a command.
    `test -f ${place}/manifest.json || { echo "The artifact has no cloud assembly in" ${place}; exit 1; }`,
    `npx --yes aws-cdk@${version} publish-assets --app ${place} --unstable=publish-assets --no-notices`,
  ];
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function cliVersionOf(problems: Problems, given: string | undefined): string {
  const schema = Manifest.version();
  if (given === undefined && Number.parseInt(schema, 10) > CLI.schema) {
    problems.add('cliVersion', `must be given: ${CLI.version} does not read version ${schema} of the cloud assembly`, {
      cure: 'give the version of aws-cdk that you synthesize with',
    });
  }
  return checkLiteralName(problems, 'cliVersion', given, LIMITS.cliVersion) ?? CLI.version;
}
