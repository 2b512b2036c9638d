import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BuildProject } from '../build/build-project';
import { splitVariables } from '../build/build-variables';
import { checkProject } from '../build/given-project';
import type { BuildSettings } from '../build/build-settings';
import { readArtifacts, readWriteArtifacts } from '../core/artifact-access';
import { checkBoolean } from '../core/checks';
import { LIMITS } from '../core/limits';
import { childName, childPrefix } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { actionVariables } from './action-variables';
import { buildAction } from './build-action';
import type { BuildPlace } from './build-action';
import type { BoundBuild, BuildContext, ExistingBuildOptions } from './build-options';
import { allowProject } from './existing-project';

/** A build in a project of its own. */
export function bindOwn(
  scope: Construct,
  context: BuildContext,
  place: BuildPlace,
  settings: BuildSettings,
): BoundBuild {
  const { foundation, pipelineName } = context;
  const { ofProject, ofAction } = splitVariables(settings.variables);
  const buildProject = new BuildProject(scope, 'Build', {
    ...settings,
    variables: ofProject,
    role: settings.role ?? context.roles.commands,
    logGroup: foundation.buildLogGroup,
    encryptionKey: foundation.encryptionKey,
    projectName: settings.projectName ?? childName(pipelineName, place.projectSuffix, LIMITS.projectName.max),
  });
  const problems = Problems.of(scope, place.kind);
  const cure = 'take fewer values from earlier actions';
  const { variables } = actionVariables(scope, problems, ofAction, cure);
  buildProject._allow(...artifactPermissions(context, place));
  const { projectName, project } = buildProject;
  const batch = settings.batch !== undefined;
  const combine = settings.batch?.combineArtifacts;
  return {
    buildProject,
    // By reference: CodePipeline starts a run as soon as it is made, and the project must be there by then.
    action: buildAction(scope, context, place, { projectName: project.projectName, batch, combine, variables }),
    permissions: startPermissions(ownProjects(scope, context, projectName) ?? project.projectArn, batch),
  };
}

/** One pattern for the projects of the pipeline, where the name is not the user's. */
function ownProjects(scope: Construct, { pipelineName }: BuildContext, projectName: string): string | undefined {
  const prefix = childPrefix(pipelineName);
  if (!projectName.startsWith(prefix)) return undefined;
  return Stack.of(scope).formatArn({ service: 'codebuild', resource: 'project', resourceName: `${prefix}*` });
}

/** What is said of a build in a project that exists already. */
export type ExistingBuild = Pick<ExistingBuildOptions, 'variables' | 'batch' | 'combineArtifacts'>;

/** A build in a project that exists already. */
export function bindExisting(
  scope: Construct,
  context: BuildContext,
  place: BuildPlace,
  given: IProject,
  options: ExistingBuild,
): BoundBuild {
  const problems = Problems.of(scope, place.kind);
  const project = checkProject(problems, 'project', scope, given);
  const cure = 'set them on the project';
  const { variables, permissions } = actionVariables(scope, problems, options.variables, cure);
  if (project !== undefined) allowProject(scope, project, [...artifactPermissions(context, place), ...permissions]);
  const batch = checkBoolean(problems, 'batch', options.batch) ?? false;
  const projectName = project === undefined ? 'missing' : weak(scope, project.projectName);
  const combine = options.combineArtifacts;
  return {
    action: buildAction(scope, context, place, { projectName, batch, combine, variables }),
    permissions: project === undefined ? [] : startPermissions(weak(scope, project.projectArn), batch),
  };
}

/** The store, and the repository behind a full clone. What puts nothing out needs not write. */
function artifactPermissions(
  { foundation, pipelineName, artifacts, input }: BuildContext,
  { output }: BuildPlace,
): PolicyStatement[] {
  const ofStore =
    output === undefined
      ? [
          allow(PERMISSIONS.artifactBucket, [foundation.artifactBucket.bucketArn]),
          ...readArtifacts(foundation, pipelineName),
        ]
      : readWriteArtifacts(foundation, pipelineName);
  return [...ofStore, ...(artifacts.clonePermissions(input) ?? [])];
}

function startPermissions(projectArn: string, batch: boolean): PolicyStatement[] {
  return [
    allow(PERMISSIONS.codeBuildAction, [projectArn]),
    ...(batch ? [allow(PERMISSIONS.codeBuildBatchAction, [projectArn])] : []),
  ];
}
