import { Project } from 'aws-cdk-lib/aws-codebuild';
import type { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { CodeBuildActionType } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import { variablesNamespace } from '../core/artifact';
import type { BuildContext } from './build-options';

/** What a build is in its pipeline. */
export interface BuildPlace {
  /** How the user asked for it, for messages. */
  readonly kind: string;
  readonly actionName: string;
  readonly type: CodeBuildActionType;

  /** Stands behind the name of the pipeline in that of the project. */
  readonly projectSuffix: string;

  /** What the build puts out, where it puts something out. */
  readonly output?: DeliveryArtifact;
}

/** What an action that starts a build is told. */
export interface BuildActionOptions {
  readonly projectName: string;
  readonly batch: boolean;
  readonly combine?: boolean;
  readonly variables: Record<string, BuildEnvironmentVariable>;
}

/** The action that starts a build. */
export function buildAction(
  scope: Construct,
  context: BuildContext,
  { actionName, type, output }: BuildPlace,
  { projectName, batch, combine, variables }: BuildActionOptions,
): CodeBuildAction {
  const project = Project.fromProjectName(scope, 'ProjectByName', projectName);
  // aws-cdk-lib would warn that it cannot add what a variable needs: we have added it ourselves.
  const quiet = Object.assign(project, { addToRolePolicy: () => undefined });
  return new CodeBuildAction({
    actionName,
    runOrder: context.runOrder,
    type,
    // By its name: the grants of aws-cdk-lib on the artifact store would be wider than ours.
    project: quiet,
    input: context.artifacts.input(context.input),
    outputs: output === undefined ? undefined : [context.artifacts.output(output)],
    executeBatchBuild: batch ? true : undefined,
    combineBatchBuildArtifacts: batch ? combine : undefined,
    environmentVariables: Object.keys(variables).length === 0 ? undefined : variables,
    variablesNamespace: variablesNamespace(context.stageName, actionName),
  });
}
