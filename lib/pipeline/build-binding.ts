import { Stack } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import type { BuildEnvironmentVariable, IProject } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BuildProject } from '../build/build-project';
import { bindVariables } from '../build/build-variables';
import type { DeliveryArtifact } from '../core/artifact';
import { variablesNamespace } from '../core/artifact';
import { readWriteArtifacts } from '../core/artifact-access';
import { checkBoolean } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { childName, childPrefix } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { BoundBuild, BuildContext, BuildOptions, ExistingBuildOptions } from './build-options';
import { allowProject, checkVariables } from './existing-project';

/** A build in a project of its own. */
export function bindOwn(
  scope: Construct,
  context: BuildContext,
  output: DeliveryArtifact,
  options: BuildOptions,
): BoundBuild {
  const { foundation, pipelineName } = context;
  const buildProject = new BuildProject(scope, 'Build', {
    ...options,
    role: options.role ?? context.roles.commands,
    logGroup: foundation.buildLogGroup,
    encryptionKey: foundation.encryptionKey,
    projectName: options.projectName ?? childName(pipelineName, options.buildName, LIMITS.projectName.max),
  });
  buildProject._allow(...artifactPermissions(context));
  const { projectName, project } = buildProject;
  const batch = options.batch !== undefined;
  const combine = options.batch?.combineArtifacts;
  return {
    buildProject,
    // By reference: CodePipeline starts a run as soon as it is made, and the project must be there by then.
    action: actionOf(scope, context, output, {
      name: options.buildName,
      projectName: project.projectName,
      batch,
      combine,
    }),
    permissions: startPermissions(ownProjects(scope, context, projectName) ?? project.projectArn, batch),
  };
}

/** One pattern for the projects of the pipeline, where the name is not the user's. */
function ownProjects(scope: Construct, { pipelineName }: BuildContext, projectName: string): string | undefined {
  const prefix = childPrefix(pipelineName);
  if (!projectName.startsWith(prefix)) return undefined;
  return Stack.of(scope).formatArn({ service: 'codebuild', resource: 'project', resourceName: `${prefix}*` });
}

/** A build in a project that exists already. */
export function bindExisting(
  scope: Construct,
  context: BuildContext,
  output: DeliveryArtifact,
  given: IProject,
  options: ExistingBuildOptions,
): BoundBuild {
  const problems = Problems.of(scope, 'Build.existing');
  const project = checkResource(problems, 'project', scope, given, 'a project', 'projectArn');
  const { variables, permissions } = bindVariables(scope, problems.within('variables'), options.variables);
  checkVariables(scope, problems, variables);
  if (project !== undefined) allowProject(scope, project, [...artifactPermissions(context), ...permissions]);
  const batch = checkBoolean(problems, 'batch', options.batch) ?? false;
  const projectName = project === undefined ? 'missing' : weak(scope, project.projectName);
  return {
    action: actionOf(scope, context, output, {
      name: options.buildName,
      projectName,
      batch,
      combine: options.combineArtifacts,
      variables,
    }),
    permissions: project === undefined ? [] : startPermissions(weak(scope, project.projectArn), batch),
  };
}

interface ActionOptions {
  readonly name: string;
  readonly projectName: string;
  readonly batch: boolean;
  readonly combine?: boolean;
  readonly variables?: Record<string, BuildEnvironmentVariable>;
}

function actionOf(
  scope: Construct,
  context: BuildContext,
  output: DeliveryArtifact,
  { name, projectName, batch, combine, variables }: ActionOptions,
): CodeBuildAction {
  const project = Project.fromProjectName(scope, 'ProjectByName', projectName);
  // aws-cdk-lib would warn that it cannot add what a variable needs: we have added it ourselves.
  const quiet = Object.assign(project, { addToRolePolicy: () => undefined });
  return new CodeBuildAction({
    actionName: name,
    runOrder: context.runOrder,
    // By its name: the grants of aws-cdk-lib on the artifact store would be wider than ours.
    project: quiet,
    input: context.artifacts.input(context.input),
    outputs: [context.artifacts.output(output)],
    executeBatchBuild: batch ? true : undefined,
    combineBatchBuildArtifacts: batch ? combine : undefined,
    environmentVariables: Object.keys(variables ?? {}).length === 0 ? undefined : variables,
    variablesNamespace: variablesNamespace(context.stageName, name),
  });
}

/** The store, and the repository behind a full clone. */
function artifactPermissions({ foundation, pipelineName, artifacts, input }: BuildContext): PolicyStatement[] {
  return [...readWriteArtifacts(foundation, pipelineName), ...(artifacts.clonePermissions(input) ?? [])];
}

function startPermissions(projectArn: string, batch: boolean): PolicyStatement[] {
  return [
    allow(PERMISSIONS.codeBuildAction, [projectArn]),
    ...(batch ? [allow(PERMISSIONS.codeBuildBatchAction, [projectArn])] : []),
  ];
}
