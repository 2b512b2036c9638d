import { Source } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkGiven, checkName, checkRange, orEmpty } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { WITHOUT_FILTERS } from '../source/code-commit-source';
import { ConnectionProvider } from '../source/git-provider';
import { repositoryKey } from '../source/repository-key';
import { Trigger } from '../source/trigger';
import { checkTriggers, triggersOf } from '../source/trigger-checks';
import type { BoundBuildSource } from './bound-build-source';
import { bindConnected } from './connected-build-source';
import type { ConnectedBuildOptions, SelfManagedBuildOptions } from './connected-build-source';

/**
 * Options of a build whose source is a CodeCommit repository.
 */
export interface CodeCommitBuildOptions {
  /**
   * The branch that a build gets when nothing else says it, 1 to 256 characters.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * What starts a build: `Trigger.push` stands for a push to the branch, without filters, which CodeCommit does not have.
   *
   * @default - nothing: builds are started by somebody
   */
  readonly triggers?: Trigger[];

  /**
   * How many commits are fetched; 0 for all.
   *
   * @default 1
   */
  readonly cloneDepth?: number;
}

type Bind = (scope: Construct, problems: Problems, triggers?: Trigger[]) => BoundBuildSource;

/**
 * Where a build that is not part of a pipeline gets its source from. CodeBuild knows no Azure DevOps, and takes no image as a source:
 * use a pipeline for these.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html
 */
export class BuildSource {
  /**
   * A CodeCommit repository.
   */
  public static codeCommit(repository: IRepository, options: CodeCommitBuildOptions = {}): BuildSource {
    return new BuildSource((scope, problems) => bindCodeCommit(scope, problems, repository, orEmpty(options)));
  }

  /**
   * A repository on github.com, by a connection.
   */
  public static gitHub(options: ConnectedBuildOptions): BuildSource {
    return BuildSource.connected(ConnectionProvider.GITHUB, options);
  }

  /**
   * A repository on a GitHub Enterprise Server of your own, by a connection. CloudFormation makes no webhook there: such builds are
   * started by a time table, or by somebody.
   */
  public static gitHubEnterprise(options: SelfManagedBuildOptions): BuildSource {
    return BuildSource.connected(ConnectionProvider.GITHUB_ENTERPRISE_SERVER, options);
  }

  /**
   * A repository on bitbucket.org, by a connection.
   */
  public static bitbucket(options: ConnectedBuildOptions): BuildSource {
    return BuildSource.connected(ConnectionProvider.BITBUCKET, options);
  }

  /**
   * A project on gitlab.com, by a connection.
   */
  public static gitLab(options: ConnectedBuildOptions): BuildSource {
    return BuildSource.connected(ConnectionProvider.GITLAB, options);
  }

  /**
   * A project on a GitLab server of your own, by a connection.
   */
  public static gitLabSelfManaged(options: SelfManagedBuildOptions): BuildSource {
    return BuildSource.connected(ConnectionProvider.GITLAB_SELF_MANAGED, options);
  }

  /**
   * An object of S3: a ZIP archive.
   */
  public static s3(bucket: IBucket, objectKey: string): BuildSource {
    return new BuildSource((scope, problems) => bindBucket(scope, problems, bucket, objectKey));
  }

  private static connected(
    provider: ConnectionProvider,
    options: ConnectedBuildOptions & { serverUrl?: string },
  ): BuildSource {
    return new BuildSource((scope, problems, triggers) =>
      bindConnected(scope, problems, provider, {
        ...orEmpty(options),
        triggers: orEmpty(options).triggers ?? triggers,
      }),
    );
  }

  private constructor(private readonly binding: Bind) {}

  /** @internal */
  public _forPullRequests(): BuildSource {
    return new BuildSource((scope, problems) => {
      const bound = this.binding(scope, problems, [Trigger.pullRequest({ branches: ['**'] })]);
      if (bound.pushes !== undefined || bound.permissionsBefore.length === 0) {
        problems.add('', 'must be a repository at GitHub, GitLab or Bitbucket', {
          cure: 'give CodeCommit repositories as repositories',
        });
      }
      if (triggersOf(bound.triggers, 'pullRequest').length === 0 && problems.none) {
        problems.add('triggers', 'must have a Trigger.pullRequest, or be left out');
      }
      return bound;
    });
  }

  /** @internal */
  public _bind(scope: Construct, problems: Problems): BoundBuildSource {
    return this.binding(scope, problems);
  }
}

function bindCodeCommit(
  scope: Construct,
  problems: Problems,
  given: IRepository,
  options: CodeCommitBuildOptions,
): BoundBuildSource {
  const what = 'a CodeCommit repository';
  const found = checkResource(problems, 'repository', scope, given, what, 'repositoryCloneUrlHttp');
  if (found !== undefined) deployAfter(scope, found);
  const branch = checkName(problems, 'branch', options.branch, LIMITS.branchName) ?? 'main';
  const cloneDepth = checkRange(problems, 'cloneDepth', options.cloneDepth, LIMITS.cloneDepth) ?? 1;
  const name = found === undefined ? 'missing' : weak(scope, found.repositoryName);
  const repository = Repository.fromRepositoryName(scope, 'Repository', name);
  return {
    source: Source.codeCommit({ repository, branchOrRef: branch, cloneDepth }),
    triggers:
      options.triggers === undefined
        ? []
        : checkTriggers(problems, options.triggers, {
            withoutFilters: WITHOUT_FILTERS,
            patterns: LIMITS.triggerPatterns,
          }),
    permissions: [
      allow(PERMISSIONS.codeCommitPull, [repository.repositoryArn]),
      ...(found === undefined ? [] : repositoryKey(scope, found)),
    ],
    permissionsBefore: [],
    reportsBatches: false,
    pushes: { repository, branch },
  };
}

function bindBucket(scope: Construct, problems: Problems, given: IBucket, objectKey: string): BoundBuildSource {
  const found = checkResource(problems, 'bucket', scope, given, 'a bucket', 'bucketArn');
  if (found !== undefined) deployAfter(scope, found);
  checkGiven(problems, 'objectKey', objectKey, 'given');
  const path = checkName(problems, 'objectKey', objectKey, LIMITS.objectKey) ?? 'missing';
  const bucket = Bucket.fromBucketName(
    scope,
    'SourceBucket',
    found === undefined ? 'missing' : weak(scope, found.bucketName),
  );
  const key = found?.encryptionKey;
  return {
    source: Source.s3({ bucket, path }),
    triggers: [],
    permissions: [
      allow(PERMISSIONS.sourceBucket, [bucket.bucketArn]),
      allow(PERMISSIONS.sourceObject, [bucket.arnForObjects(path)]),
      ...(key === undefined ? [] : [allow(PERMISSIONS.artifactKeyDecrypt, [weak(scope, key.keyArn)])]),
    ],
    permissionsBefore: [],
    reportsBatches: false,
  };
}
