import { Token } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { CfnRepositoryAssociationProps } from 'aws-cdk-lib/aws-codegurureviewer';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkGiven, checkName, checkStruct } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { NameLimit } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { checkConnectionArn } from '../source/connection-access';

/**
 * A repository behind a connection, as CodeGuru Reviewer knows it.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_ThirdPartySourceRepository.html
 */
export interface ReviewedConnection {
  /**
   * The ARN of the connection.
   */
  readonly connectionArn: string;

  /**
   * The user or the organization that the repository is of, 1 to 100 characters.
   */
  readonly owner: string;

  /**
   * The name of the repository, 1 to 100 letters, digits, `_`, `.` and `-`.
   */
  readonly repositoryName: string;
}

type Bind = (scope: Construct, problems: Problems) => CfnRepositoryAssociationProps;

/** https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_S3Repository.html */
const BUCKET_PREFIX = 'codeguru-reviewer-';

/**
 * What CodeGuru Reviewer may be associated with. GitHub is associated in the console alone.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codegurureviewer-repositoryassociation.html
 */
export class ReviewedRepository {
  /**
   * A repository of CodeCommit, in the account and region of the stack.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/create-codecommit-association.html
   */
  public static codeCommit(repository: IRepository): ReviewedRepository {
    return new ReviewedRepository(true, (scope, problems) => {
      const given = checkResource(problems, 'repository', scope, repository, 'a repository', 'repositoryArn');
      return { type: 'CodeCommit', name: given === undefined ? 'missing' : weak(scope, given.repositoryName) };
    });
  }

  /**
   * A repository of Bitbucket.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/create-bitbucket-association.html
   */
  public static bitbucket(repository: ReviewedConnection): ReviewedRepository {
    return new ReviewedRepository(true, (scope, problems) => connected(scope, problems, 'Bitbucket', repository));
  }

  /**
   * A repository of GitHub Enterprise Server.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/create-github-enterprise-association.html
   */
  public static gitHubEnterprise(repository: ReviewedConnection): ReviewedRepository {
    return new ReviewedRepository(true, (scope, problems) =>
      connected(scope, problems, 'GitHubEnterpriseServer', repository),
    );
  }

  /**
   * Archives in a bucket, whose name must begin with `codeguru-reviewer-`. A pipeline cannot review them.
   *
   * @param repositoryName how CodeGuru Reviewer calls them, 1 to 100 letters, digits, `_`, `.` and `-`.
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/working-with-cicd.html
   */
  public static bucket(bucket: IBucket, repositoryName: string): ReviewedRepository {
    return new ReviewedRepository(false, (scope, problems) => {
      const given = checkResource(problems, 'bucket', scope, bucket, 'a bucket', 'bucketName');
      const bucketName = given === undefined ? BUCKET_PREFIX : given.bucketName;
      checkPrefix(problems, given, bucketName);
      const name = needed(problems, 'repositoryName', repositoryName, LIMITS.reviewedRepository);
      return { type: 'S3Bucket', name, bucketName: weak(scope, bucketName) };
    });
  }

  private constructor(
    /** @internal */
    public readonly _hasBranches: boolean,
    private readonly binding: Bind,
  ) {}

  /** @internal */
  public _bind(scope: Construct, problems: Problems): CfnRepositoryAssociationProps {
    return this.binding(scope, problems);
  }
}

/** A bucket of the app knows the name that it was given, and says a reference. */
function checkPrefix(problems: Problems, bucket: IBucket | undefined, bucketName: string): void {
  const { physicalName } = (bucket ?? {}) as { physicalName?: string };
  const known = [bucketName, physicalName].find((name) => name !== undefined && !Token.isUnresolved(name));
  if (known === undefined || known.startsWith(BUCKET_PREFIX)) return;
  problems.add('bucket', `must have a name that begins with ${BUCKET_PREFIX}`, { got: known });
}

function connected(
  scope: Construct,
  problems: Problems,
  type: string,
  given: ReviewedConnection | undefined,
): CfnRepositoryAssociationProps {
  const { connectionArn, owner, repositoryName }: Partial<ReviewedConnection> = checkStruct(problems, '', given) ?? {};
  const arn = checkConnectionArn(problems, 'connectionArn', connectionArn);
  return {
    type,
    name: needed(problems, 'repositoryName', repositoryName, LIMITS.reviewedRepository),
    owner: needed(problems, 'owner', owner, LIMITS.reviewedOwner),
    connectionArn: arn && weak(scope, arn),
  };
}

function needed(problems: Problems, prop: string, given: string | undefined, limit: NameLimit): string {
  return checkName(problems, prop, checkGiven(problems, prop, given, 'given'), limit) ?? 'missing';
}
