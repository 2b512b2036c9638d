import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildActionType } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import { ImageFile } from '../build/image-build';
import { artifactNameOf, declareTexts, DeliveryArtifact } from '../core/artifact';
import { orEmpty } from '../core/checks';
import type { BuildPlace } from './build-action';
import { PackageFeed } from '../packages/package-feed';
import { bindExisting, bindOwn } from './build-binding';
import type { BoundBuild, BuildContext, BuildOptions, ExistingBuildOptions } from './build-options';

/** What both kinds of builds say. */
interface CommonBuildOptions {
  readonly buildName: string;
  readonly input?: DeliveryArtifact;
  readonly feeds?: PackageFeed[];
}

type Bind = (scope: Construct, context: BuildContext, output: DeliveryArtifact) => BoundBuild;

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
    const given = orEmpty(options);
    const build = new Build(given, (scope, context, output) =>
      bindOwn(scope, context, placeOf('Build.project', given, output), given),
    );
    declareTexts(build.artifact, { ...imageFile(given), ...orEmpty(given.additionalFiles) });
    return build;
  }

  /**
   * A build in a CodeBuild project that exists already, in the account and region of the pipeline. Its role is widened by what the build
   * needs, where the role is known; the role of a project that was imported needs the artifact store, and the key of the store where it has
   * one.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
   */
  public static existing(project: IProject, options: ExistingBuildOptions): Build {
    const given = orEmpty(options);
    return new Build(given, (scope, context, output) =>
      bindExisting(scope, context, placeOf('Build.existing', given, output), project, given),
    );
  }

  /** The name of the build. */
  public readonly buildName: string;

  /** What the build puts out. */
  public readonly artifact: DeliveryArtifact;

  private constructor(
    private readonly options: CommonBuildOptions,
    private readonly binding: Bind,
  ) {
    this.buildName = options.buildName;
    this.artifact = DeliveryArtifact.named(artifactNameOf(options.buildName), `build ${options.buildName}`);
  }

  /** @internal */
  public get _input(): DeliveryArtifact | undefined {
    return this.options.input;
  }

  /** @internal */
  public get _feeds(): PackageFeed[] {
    const { feeds } = this.options;
    return Array.isArray(feeds) ? feeds.filter((feed: unknown) => feed instanceof PackageFeed) : [];
  }

  /** @internal */
  public _bind(scope: Construct, context: BuildContext): BoundBuild {
    return this.binding(scope, context, this.artifact);
  }
}

function placeOf(kind: string, { buildName }: CommonBuildOptions, output: DeliveryArtifact): BuildPlace {
  return { kind, actionName: buildName, type: CodeBuildActionType.BUILD, projectSuffix: buildName, output };
}

/** The file that says which image was built, whose text nobody knows before. */
function imageFile({ image }: BuildOptions): Record<string, string> {
  return image === undefined ? {} : { [orEmpty(image).file ?? ImageFile.DETAIL]: '' };
}
