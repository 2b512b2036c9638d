import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { BuildProject } from '../build/build-project';
import type { BuildSettings } from '../build/build-settings';
import type { BuildVariable } from '../build/build-variable';
import type { DeliveryActionContext } from '../core/action';
import type { DeliveryArtifact } from '../core/artifact';

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

/**
 * A build of a pipeline in a project that exists already.
 */
export interface ExistingBuildOptions {
  /**
   * The name of the build, unique in its pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of
   * its action.
   */
  readonly buildName: string;

  /**
   * What the build gets as its source.
   *
   * @default - the first source of the pipeline
   */
  readonly input?: DeliveryArtifact;

  /**
   * Variables of this action alone, over those of the project. Together at most 1000 characters of JSON.
   *
   * @default - those of the project
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * Whether the build is a batch, which the project must allow.
   *
   * @default false
   */
  readonly batch?: boolean;

  /**
   * Whether what the builds of the batch put out becomes one artifact.
   *
   * @default false
   */
  readonly combineArtifacts?: boolean;
}

/** What a build is told when it is bound. */
export interface BuildContext extends DeliveryActionContext {
  /** The artifact that the build gets. */
  readonly input: DeliveryArtifact;
}

/** What a build becomes in a pipeline. */
export interface BoundBuild {
  readonly buildProject?: BuildProject;
  readonly action: IAction;
  readonly permissions: PolicyStatement[];
}
