import { CrossStackReferences, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkGiven, checkName, checkText, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { localKey } from '../core/local';
import { Problems } from '../core/problems';

/**
 * Properties of a `SourceRepository`.
 */
export interface SourceRepositoryProps {
  /**
   * The name of the repository: 1 to 100 characters of letters, digits, dots, `_` and `-`, not ending in `.git`. A literal name
   * lets an existing repository be taken over by CloudFormation's import.
   */
  readonly repositoryName: string;

  /**
   * What the repository is for, at most 1000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * A customer-managed key for the contents, in the region of the repository.
   *
   * @default - the key that AWS manages for CodeCommit
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the repository when it leaves the stack. By default it is kept, except when the very deployment that
   * made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A CodeCommit repository that is kept when its stack goes. It is a `Repository` of aws-cdk-lib, with all of its grants and
 * events.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/repositories.html
 */
export class SourceRepository extends Repository {
  constructor(scope: Construct, id: string, props: SourceRepositoryProps) {
    const given = orEmpty(props);
    super(scope, id, {
      repositoryName: nameOrStandIn(given.repositoryName),
      description: given.description,
      kmsKey: localKey(scope, `${id}Key`, given.encryptionKey),
    });
    const problems = Problems.of(this, 'SourceRepository');
    checkGiven(problems, 'repositoryName', given.repositoryName, 'given');
    checkName(problems, 'repositoryName', given.repositoryName, LIMITS.repositoryName);
    checkText(problems, 'description', given.description, LIMITS.repositoryDescription);

    this.applyRemovalPolicy(given.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
  }
}

/** A missing name is reported as a problem; aws-cdk-lib would end with an error of its own before. */
function nameOrStandIn(name: string | undefined): string {
  return name ?? 'missing';
}
