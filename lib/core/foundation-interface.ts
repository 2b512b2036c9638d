import type { Duration, IResource } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * What the pipelines of one account and region share: the artifact store and the place of build logs.
 */
export interface IDeliveryFoundation extends IResource {
  /**
   * The bucket of the pipelines' artifacts. Each pipeline and each of its roles reaches only the keys below the
   * pipeline's own prefix.
   */
  readonly artifactBucket: IBucket;

  /**
   * The customer-managed key of the artifacts.
   *
   * @default - the artifacts are encrypted with keys that AWS manages
   */
  readonly encryptionKey?: IKey;

  /**
   * How long artifacts are kept.
   *
   * @default - not known: whoever made the bucket decided
   */
  readonly artifactExpiration?: Duration;

  /**
   * The log group of all builds. Each project writes to streams below its own name.
   *
   * @default - every build project makes a log group of its own
   */
  readonly buildLogGroup?: ILogGroup;
}

/**
 * Names of a foundation that exists already.
 */
export interface DeliveryFoundationAttributes {
  /**
   * The name of the artifact bucket, in the account and region of the stack that uses it.
   */
  readonly artifactBucketName: string;

  /**
   * The ARN of the customer-managed key of the bucket. Its key policy must let the account's roles use it.
   *
   * @default - the bucket is encrypted with keys that AWS manages
   */
  readonly encryptionKeyArn?: string;

  /**
   * How long the bucket keeps artifacts. Given, it is compared with the timeouts of approvals.
   *
   * @default - not known, so not compared
   */
  readonly artifactExpiration?: Duration;

  /**
   * The name of a log group for the logs of builds.
   *
   * @default - every build project makes a log group of its own
   */
  readonly buildLogGroupName?: string;
}
