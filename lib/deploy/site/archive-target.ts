import { S3DeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName } from '../../core/checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { ResourceTarget } from '../resource-target';

/**
 * Where an artifact is published as one archive.
 */
export interface ArchiveTargetOptions extends DeployTargetOptions {
  /**
   * The key of the archive in the bucket, at most 1000 characters. It may have variables of earlier actions, such as the commit, so that each run has an archive of
   * its own.
   */
  readonly objectKey: string;
}

/** Publishes an artifact as it is. */
export class ArchiveTarget extends ResourceTarget {
  constructor(
    private readonly given: IBucket | undefined,
    private readonly options: ArchiveTargetOptions,
  ) {
    super(given, options, 'Archive');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.archive');
    const bucket = checkResource(problems, 'bucket', scope, this.given, 'a bucket', 'bucketArn');
    if (bucket !== undefined) deployAfter(scope, bucket);
    const given = checkGiven(problems, 'objectKey', this.options.objectKey, 'given');
    const objectKey = checkLiteralName(problems, 'objectKey', given, LIMITS.objectKey) ?? 'missing';
    const action = new S3DeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      // By its name: the grants of aws-cdk-lib reach the policy of a bucket of this stack.
      bucket: Bucket.fromBucketName(scope, 'Bucket', bucket === undefined ? 'missing' : weak(scope, bucket.bucketName)),
      objectKey,
      extract: false,
    });
    if (bucket === undefined) return { actions: [action] };
    const { encryptionKey } = bucket;
    const arn = weak(scope, bucket.bucketArn);
    return {
      actions: [action],
      permissions: [
        allow(PERMISSIONS.siteBucket, [arn]),
        allow(PERMISSIONS.archiveObject, [`${arn}/${objectKey.replace(/#\{[^}]*\}/g, '*')}`]),
        ...(encryptionKey === undefined ? [] : [allow(PERMISSIONS.bucketKey, [weak(scope, encryptionKey.keyArn)])]),
      ],
    };
  }
}
