import { CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy, Resource } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { artifactBucket, accessLogBucket, neverExpire } from './artifact-bucket';
import { checkRetention, removalPolicyOf } from './cdk-choices';
import { checkDuration, checkGiven, checkKeyArn, checkName, orEmpty } from './checks';
import { logRetentionOf } from './conventions';
import { checkOptionalResource } from './environments';
import type { DeliveryFoundationAttributes, IDeliveryFoundation } from './foundation-interface';
import { LIMITS } from './limits';
import { localKey } from './local';
import { Problems } from './problems';
import { trustAccounts } from './trusted-accounts';
import type { StoreTrust } from './trusted-accounts';

/**
 * Properties of a `DeliveryFoundation`.
 */
export interface DeliveryFoundationProps {
  /**
   * A customer-managed key for artifacts. Its key policy must let the account's roles use it.
   *
   * @default - artifacts are encrypted with keys that AWS manages, at no cost
   */
  readonly encryptionKey?: IKey;

  /**
   * How long artifacts are kept, in whole days: longer than the longest approval timeout. Must be left out where a pipeline releases to servers:
   * CodeDeploy fetches the last good revision from here when it rolls back, and for every server that Auto Scaling launches, however long after the
   * release.
   *
   * @default - 365 days, or for ever where a pipeline of the app releases to servers
   */
  readonly artifactExpiration?: Duration;

  /**
   * How long the logs of builds are kept.
   *
   * @default - what `DeliveryConventions` say, else RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of buckets and logs when they leave the stack. By default they are kept, except when the very deployment
   * that made them fails. With `DESTROY` the buckets must be emptied by hand before the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * A literal name for the artifact bucket, 3 to 63 characters, e.g. to take over an existing bucket by CloudFormation's
   * import.
   *
   * @default - CloudFormation chooses a name
   */
  readonly artifactBucketName?: string;

  /**
   * Other accounts in which pipelines work, 12 digits each: the roles that a `DeliveryAccess` makes there may read and write artifacts. They need an
   * `encryptionKey`, since other accounts cannot use the keys that AWS manages.
   *
   * @default - no other account
   */
  readonly trustedAccounts?: string[];

  /**
   * Roles of other accounts that may read artifacts, by their ARNs: those of servers that fetch revisions, and service roles of CodeDeploy, where their names do not contain
   * `cdk-delivery-`. Their own policies must let them do it as well, which a `DeliveryAccess` with these `targets` does. They need an `encryptionKey`.
   *
   * @default - none but the roles of `trustedAccounts` whose names contain `cdk-delivery-`
   */
  readonly readerRoleArns?: string[];

  /**
   * A bucket for the server access logs of the artifact bucket. Its policy must let `logging.s3.amazonaws.com` write.
   *
   * @default - a bucket is made, which keeps the logs for a year
   */
  readonly accessLogBucket?: IBucket;
}

/**
 * The artifact store and the build logs of one account and region, for one pipeline or for many, also in other stacks of
 * the app: a reference from there is weak and makes no export. Its policies do not grow with the number of pipelines.
 *
 * The artifact bucket takes TLS requests only, blocks public access, keeps versions, aborts uploads that were left
 * incomplete, and expires old artifacts.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html#concepts-artifacts
 */
export class DeliveryFoundation extends Resource implements IDeliveryFoundation {
  /**
   * Uses a bucket, and a key and a log group where there are some, that exist already.
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: DeliveryFoundationAttributes,
  ): IDeliveryFoundation {
    return new ImportedFoundation(scope, id, attributes);
  }

  /**
   * A foundation that leaves nothing behind: artifacts, their old versions and all logs expire after a day, and all of it goes with its stack, the buckets as
   * soon as they are empty. For pipelines of branches and experiments.
   */
  public static throwAway(scope: Construct, id: string): DeliveryFoundation {
    return new DeliveryFoundation(scope, id, {
      artifactExpiration: Duration.days(1),
      logRetention: RetentionDays.ONE_DAY,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  public readonly artifactBucket: IBucket;
  public readonly encryptionKey?: IKey;
  public readonly buildLogGroup?: ILogGroup;

  /**
   * Whom the store lets in from other accounts.
   *
   * @internal
   */
  public readonly _trusted: Required<StoreTrust>;

  private readonly isExpirationGiven: boolean;
  private expiration?: Duration;

  constructor(scope: Construct, id: string, props: DeliveryFoundationProps = {}) {
    super(scope, id);
    const problems = Problems.of(this, 'DeliveryFoundation');
    const removalPolicy = removalPolicyOf(problems, props.removalPolicy);
    const expiration =
      checkDuration(problems, 'artifactExpiration', props.artifactExpiration, LIMITS.artifactExpiration) ??
      Duration.days(365);

    const key = checkOptionalResource(problems, 'encryptionKey', this, props.encryptionKey, 'a key', 'keyArn');
    const logs = checkOptionalResource(
      problems,
      'accessLogBucket',
      this,
      props.accessLogBucket,
      'a bucket',
      'bucketArn',
    );
    this.encryptionKey = localKey(this, 'Key', key);
    this.isExpirationGiven = props.artifactExpiration !== undefined;
    this.expiration = expiration;
    this.artifactBucket = artifactBucket(this, {
      bucketName: checkName(problems, 'artifactBucketName', props.artifactBucketName, LIMITS.bucketName),
      encryptionKey: this.encryptionKey,
      expiration,
      removalPolicy,
      accessLogBucket: logs ?? accessLogBucket(this, removalPolicy, expiration),
    });
    this._trusted = trustAccounts(this, problems, props);
    this.buildLogGroup = new LogGroup(this, 'BuildLogs', {
      retention: logRetentionOf(this, checkRetention(problems, props.logRetention)),
      removalPolicy,
    });
    for (const shared of [this.artifactBucket, this.buildLogGroup]) {
      CrossStackReferences.of(shared).produce(ReferenceStrength.WEAK);
    }
  }

  public get artifactExpiration(): Duration | undefined {
    return this.expiration;
  }

  /**
   * Keeps artifacts for ever, unless the user said how long; says whether they are.
   *
   * @internal
   */
  public _keepArtifacts(): boolean {
    if (this.isExpirationGiven) return false;
    this.expiration = undefined;
    neverExpire(this.artifactBucket);
    return true;
  }
}

/** Keeps the revisions of a foundation, or reports that whoever made it decided otherwise. */
export function keepRevisions(problems: Problems, prop: string, foundation: IDeliveryFoundation): void {
  if (foundation instanceof DeliveryFoundation && foundation._keepArtifacts()) return;
  const { artifactExpiration } = foundation;
  if (artifactExpiration === undefined) return;
  problems.add(
    prop,
    'must have an artifact store that keeps revisions: CodeDeploy fetches the last good one from it for each server that is launched',
    {
      got: `artifacts that expire after ${artifactExpiration.toHumanString()}`,
      cure: 'leave artifactExpiration of the foundation out',
    },
  );
}

class ImportedFoundation extends Resource implements IDeliveryFoundation {
  public readonly artifactBucket: IBucket;
  public readonly encryptionKey?: IKey;
  public readonly artifactExpiration?: Duration;
  public readonly buildLogGroup?: ILogGroup;

  constructor(scope: Construct, id: string, attributes: DeliveryFoundationAttributes) {
    super(scope, id);
    const problems = Problems.of(this, 'DeliveryFoundation.fromAttributes');
    const given = orEmpty(attributes);
    const { buildLogGroupName } = given;
    const keyArn = checkKeyArn(problems, 'encryptionKeyArn', given.encryptionKeyArn ?? undefined);
    if (keyArn !== undefined) this.encryptionKey = Key.fromKeyArn(this, 'Key', keyArn);
    this.artifactBucket = Bucket.fromBucketAttributes(this, 'Artifacts', {
      bucketName: checkGiven(problems, 'artifactBucketName', given.artifactBucketName, 'given') ?? 'missing',
      encryptionKey: this.encryptionKey,
    });
    this.artifactExpiration = given.artifactExpiration;
    if (buildLogGroupName !== undefined) {
      this.buildLogGroup = LogGroup.fromLogGroupName(this, 'BuildLogs', buildLogGroupName);
    }
  }
}
