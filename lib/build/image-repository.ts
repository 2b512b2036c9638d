import { CrossStackReferences, ReferenceStrength, RemovalPolicy, Token } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkAccount, checkName, orEmpty } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { localKey } from '../core/local';
import { PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';

/**
 * Properties of an `ImageRepository`.
 */
export interface ImageRepositoryProps {
  /**
   * The name of the repository: 2 to 256 lower-case letters, digits and `._-/`. A literal name lets an existing repository be taken over.
   *
   * @default - CloudFormation chooses a name
   */
  readonly repositoryName?: string;

  /**
   * Accounts that may pull the images: those where they run. 12 digits each.
   *
   * @default - the repository's own account alone
   */
  readonly readerAccounts?: string[];

  /**
   * Whether a tag may be pushed again, e.g. `latest` for a pipeline that `Source.ecr` starts.
   *
   * @default false
   */
  readonly mutableTags?: boolean;

  /**
   * A customer-managed key for the images. Another key makes another repository.
   *
   * @default - a key that AWS manages
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the repository when it leaves the stack. By default it is kept, except when the very deployment that made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A repository of ECR for the images of a delivery: scanned at each push, with tags that never change unless you say so, readable by the accounts where they
 * run, kept when its stack goes. It is a `Repository` of aws-cdk-lib, with all of its grants, events and lifecycle rules.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 */
export class ImageRepository extends Repository {
  constructor(scope: Construct, id: string, props: ImageRepositoryProps = {}) {
    const given = orEmpty(props);
    const encryptionKey = localKey(scope, `${id}Key`, given.encryptionKey);
    const isLegal = given.repositoryName === undefined || isImageName(given.repositoryName);
    super(scope, id, {
      repositoryName: isLegal ? given.repositoryName : 'missing',
      encryption: encryptionKey === undefined ? RepositoryEncryption.AES_256 : RepositoryEncryption.KMS,
      encryptionKey,
      imageScanOnPush: true,
      imageTagMutability: given.mutableTags === true ? TagMutability.MUTABLE : TagMutability.IMMUTABLE,
    });
    const problems = Problems.of(this, 'ImageRepository');
    checkName(problems, 'repositoryName', given.repositoryName, LIMITS.imageRepositoryName);
    this.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
    checkOptionalResource(problems, 'encryptionKey', this, given.encryptionKey, 'a key', 'keyArn');
    const accounts = mapMembers(problems, 'readerAccounts', given.readerAccounts, (account, prop) =>
      Token.isUnresolved(account) ? account : checkAccount(problems, prop, account),
    );
    if (accounts.length > 0 && problems.none) {
      this.addToResourcePolicy(
        new PolicyStatement({
          sid: 'PullByWorkloads',
          principals: accounts.map((account) => new AccountPrincipal(account)),
          actions: PERMISSIONS.imagePull.actions,
        }),
      );
    }
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
  }
}

function isImageName(name: unknown): boolean {
  const { min, max, pattern } = LIMITS.imageRepositoryName;
  if (Token.isUnresolved(name)) return true;
  return typeof name === 'string' && name.length >= min && name.length <= max && pattern.test(name);
}
