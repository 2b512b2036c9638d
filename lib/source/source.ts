import { orEmpty } from '../core/checks';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { CodeCommitSource } from './code-commit-source';
import type { CodeCommitSourceOptions } from './code-commit-source';
import type { ISource } from './source-interface';

/**
 * The places that a pipeline can get its code from.
 */
export class Source {
  /**
   * A branch of a CodeCommit repository. Every push to the branch starts the pipeline, by an EventBridge rule, never by
   * polling. The repository is a `SourceRepository`'s, or one of the user's own, also from another stack.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
   */
  public static codeCommit(repository: IRepository, options: CodeCommitSourceOptions = {}): ISource {
    return new CodeCommitSource(repository, orEmpty(options));
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'Source';
}
