import { variablesNamespace } from '../core/artifact';

/** The stage that sources are in. */
export const SOURCE_STAGE = 'Source';

/**
 * What a source tells the actions that come after it: which commit, of which branch. CodePipeline puts the values in when the later action starts.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export class SourceVariables {
  /**
   * The variables of a source.
   *
   * @param sourceName the name of the source.
   */
  public static of(sourceName: string): SourceVariables {
    return new SourceVariables(variablesNamespace(SOURCE_STAGE, sourceName));
  }

  private constructor(private readonly namespace: string) {}

  /** The branch, of a Git repository: that of the pull request or the push where such a thing started the run. */
  public get branchName(): string {
    return this.named('BranchName');
  }

  /** The commit, of a Git repository. */
  public get commitId(): string {
    return this.named('CommitId');
  }

  /** The message of the commit, of a Git repository. */
  public get commitMessage(): string {
    return this.named('CommitMessage');
  }

  /** The digest of the image, of an ECR repository. */
  public get imageDigest(): string {
    return this.named('ImageDigest');
  }

  /** The version of the object, of a bucket. */
  public get versionId(): string {
    return this.named('VersionId');
  }

  /**
   * Any other variable of the source, by its name on AWS' page.
   */
  public named(name: string): string {
    return `#{${this.namespace}.${name}}`;
  }
}
