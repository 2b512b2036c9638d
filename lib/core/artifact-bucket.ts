import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { weak } from './references';

/** What an artifact bucket is made of: every default is decided by now. */
export interface ArtifactBucketOptions {
  readonly bucketName?: string;
  readonly encryptionKey?: IKey;
  readonly expiration: Duration;
  readonly removalPolicy: RemovalPolicy;
  readonly accessLogBucket: IBucket;
}

const COMMON = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
};

const ACCESS_LOG_PREFIX = 'artifacts/';

/** The bucket of the artifacts. */
export function artifactBucket(scope: Construct, options: ArtifactBucketOptions): Bucket {
  const { encryptionKey, expiration } = options;
  const bucket = new Bucket(scope, 'Artifacts', {
    ...COMMON,
    bucketName: options.bucketName,
    removalPolicy: options.removalPolicy,
    versioned: true,
    encryption: encryptionKey === undefined ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: encryptionKey === undefined ? undefined : true,
    lifecycleRules: [
      {
        id: 'ExpireOldArtifacts',
        expiration,
        noncurrentVersionExpiration: shorter(expiration, Duration.days(30)),
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
    ],
  });
  // The L2's `serverAccessLogsBucket` sets an ACL or a policy, as a feature flag of the app says.
  const resource = bucket.node.defaultChild;
  if (resource instanceof CfnBucket) {
    resource.loggingConfiguration = {
      destinationBucketName: weak(bucket, options.accessLogBucket.bucketName),
      logFilePrefix: ACCESS_LOG_PREFIX,
    };
  }
  return bucket;
}

/** Takes the expiration of artifacts away again. */
export function neverExpire(bucket: IBucket): void {
  const resource = bucket.node.defaultChild;
  if (resource instanceof CfnBucket) {
    resource.addPropertyDeletionOverride('LifecycleConfiguration.Rules.0.ExpirationInDays');
  }
}

/**
 * The bucket of the artifact bucket's access logs.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogBucket(scope: Construct, removalPolicy: RemovalPolicy, expiration: Duration): Bucket {
  const year = Duration.days(365);
  const bucket = new Bucket(scope, 'AccessLogs', {
    ...COMMON,
    removalPolicy,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [
      {
        id: 'ExpireOldLogs',
        // What is made to be thrown away must become empty soon.
        expiration: removalPolicy === RemovalPolicy.DESTROY ? shorter(expiration, year) : year,
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
    ],
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AllowServerAccessLogs',
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${ACCESS_LOG_PREFIX}*`)],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return bucket;
}

function shorter(one: Duration, other: Duration): Duration {
  return !one.isUnresolved() && one.toSeconds() < other.toSeconds() ? one : other;
}
