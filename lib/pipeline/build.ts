import { Project } from 'aws-cdk-lib/aws-codebuild';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BuildProject } from '../build/build-project';
import type { BuildSettings } from '../build/build-settings';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { readWriteArtifacts } from '../core/artifact-access';
import { orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { childName } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';

/**
 * A build of a pipeline, and the CodeBuild project that it runs in.
 */
export interface BuildOptions extends BuildSettings {
  /**
   * The name of the build, unique in its pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of
   * its action.
   */
  readonly buildName: string;

  /**
   * What the build gets as its source. A build that takes the output of another one runs after it; all others run side by
   * side.
   *
   * @default - the first source of the pipeline
   */
  readonly input?: DeliveryArtifact;
}

/** What a build is told when it is bound. */
export interface BuildContext extends DeliveryActionContext {
  /** The artifact that the build gets. */
  readonly input: DeliveryArtifact;
}

/** What a build becomes in a pipeline. */
export interface BoundBuild {
  readonly buildProject: BuildProject;
  readonly action: IAction;
  readonly permissions: PolicyStatement[];
}

/**
 * A build of a pipeline. Make it before the pipeline, to give its output to later builds and to deployment targets.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export class Build {
  /**
   * A build in a CodeBuild project that is made with the pipeline.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
   */
  public static project(options: BuildOptions): Build {
    return new Build(orEmpty(options));
  }

  /** The name of the build. */
  public readonly buildName: string;

  /** What the build puts out. */
  public readonly artifact: DeliveryArtifact;

  private constructor(private readonly options: BuildOptions) {
    this.buildName = options.buildName;
    this.artifact = DeliveryArtifact.named(artifactNameOf(options.buildName), `build ${options.buildName}`);
  }

  /** @internal */
  public get _input(): DeliveryArtifact | undefined {
    return this.options.input;
  }

  /** @internal */
  public _bind(scope: Construct, context: BuildContext): BoundBuild {
    const { foundation, pipelineName } = context;
    const buildProject = new BuildProject(scope, 'Build', {
      ...this.options,
      logGroup: foundation.buildLogGroup,
      encryptionKey: foundation.encryptionKey,
      projectName: this.options.projectName ?? childName(pipelineName, this.buildName, LIMITS.projectName.max),
    });
    buildProject._allow(
      ...readWriteArtifacts(foundation, pipelineName),
      ...(context.artifacts.clonePermissions(context.input) ?? []),
    );
    const action = new CodeBuildAction({
      actionName: this.buildName,
      runOrder: context.runOrder,
      // By its name: the grants of aws-cdk-lib on the artifact store would be wider than ours.
      project: Project.fromProjectName(scope, 'ProjectByName', buildProject.projectName),
      input: context.artifacts.input(context.input),
      outputs: [context.artifacts.output(this.artifact)],
      variablesNamespace: variablesNamespace(context.stageName, this.buildName),
    });
    return {
      buildProject,
      action,
      permissions: [allow(PERMISSIONS.codeBuildAction, [buildProject.project.projectArn])],
    };
  }
}
