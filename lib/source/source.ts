import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository as IImageRepository } from 'aws-cdk-lib/aws-ecr';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { orEmpty } from '../core/checks';
import { BucketSource } from './bucket-source';
import type { BucketSourceOptions } from './bucket-source';
import { CodeCommitSource } from './code-commit-source';
import type { CodeCommitSourceOptions } from './code-commit-source';
import { ConnectionSource } from './connection-source';
import type { ConnectionSourceOptions } from './connection-source';
import { ConnectionProvider } from './git-provider';
import { ImageSource } from './image-source';
import type { ImageSourceOptions } from './image-source';
import type { ISource } from './source-interface';

/**
 * The places that a pipeline can get its code from.
 */
export class Source {
  /**
   * A branch of a CodeCommit repository. Every push to the branch starts the pipeline, by an EventBridge rule, never by
   * polling. The repository is a `SourceRepository`'s, or one of the user's own, also from another stack,
   * or from another account by an `access`.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
   */
  public static codeCommit(repository: IRepository, options: CodeCommitSourceOptions = {}): ISource {
    return new CodeCommitSource(repository, orEmpty(options));
  }

  /**
   * A branch of a repository on github.com, by a connection.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-github.html
   */
  public static gitHub(options: ConnectionSourceOptions): ISource {
    return new ConnectionSource(ConnectionProvider.GITHUB, 'Source.gitHub', orEmpty(options));
  }

  /**
   * A branch of a repository on a GitHub Enterprise Server of your own, by a connection with a host.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-ghes.html
   */
  public static gitHubEnterprise(options: ConnectionSourceOptions): ISource {
    const provider = ConnectionProvider.GITHUB_ENTERPRISE_SERVER;
    return new ConnectionSource(provider, 'Source.gitHubEnterprise', orEmpty(options));
  }

  /**
   * A branch of a repository on bitbucket.org, by a connection.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-bitbucket.html
   */
  public static bitbucket(options: ConnectionSourceOptions): ISource {
    return new ConnectionSource(ConnectionProvider.BITBUCKET, 'Source.bitbucket', orEmpty(options));
  }

  /**
   * A branch of a project on gitlab.com, by a connection.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-gitlab.html
   */
  public static gitLab(options: ConnectionSourceOptions): ISource {
    return new ConnectionSource(ConnectionProvider.GITLAB, 'Source.gitLab', orEmpty(options));
  }

  /**
   * A branch of a project on a GitLab server of your own, by a connection with a host.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/connections-gitlab-managed.html
   */
  public static gitLabSelfManaged(options: ConnectionSourceOptions): ISource {
    return new ConnectionSource(ConnectionProvider.GITLAB_SELF_MANAGED, 'Source.gitLabSelfManaged', orEmpty(options));
  }

  /**
   * A branch of a repository on Azure DevOps, by a connection.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
   */
  public static azureDevOps(options: ConnectionSourceOptions): ISource {
    return new ConnectionSource(ConnectionProvider.AZURE_DEVOPS, 'Source.azureDevOps', orEmpty(options));
  }

  /**
   * An object of S3, a ZIP archive in a bucket with versions. A new version starts the pipeline, by an EventBridge rule.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
   */
  public static s3(bucket: IBucket, options: BucketSourceOptions): ISource {
    return new BucketSource(bucket, orEmpty(options));
  }

  /**
   * An image of ECR. A push of its tag starts the pipeline, by an EventBridge rule; what it puts out is the file `imageDetail.json`.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
   */
  public static ecr(repository: IImageRepository, options: ImageSourceOptions = {}): ISource {
    return new ImageSource(repository, orEmpty(options));
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'Source';
}
