import { S3DeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { AccessTarget, namesOf } from '../access-target';

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

const BUCKET = { prop: 'bucket', what: 'a bucket', member: 'bucketArn' } as const;

/** Publishes an artifact as it is. */
export class ArchiveTarget extends AccessTarget {
  constructor(
    private readonly given: IBucket | undefined,
    private readonly options: ArchiveTargetOptions,
  ) {
    super(given, options, 'Archive');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.archive');
    const bucket = this.checkKind(problems, scope, this.given, BUCKET, context);
    if (bucket !== undefined) deployAfter(scope, bucket);
    const objectKey = this.keyIn(problems);
    const action = new S3DeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      // By its name: the grants of aws-cdk-lib reach the policy of a bucket of this stack.
      bucket: Bucket.fromBucketName(
        scope,
        'Bucket',
        bucket === undefined ? 'missing' : this.nameIn(problems, 'bucket', scope, context, bucket.bucketName),
      ),
      objectKey,
      extract: false,
    });
    const isHere = bucket !== undefined && context.access === undefined;
    return { actions: [action], permissions: isHere ? publishPermissions(scope, bucket, objectKey) : [] };
  }

  public allowed(scope: Construct, problems: Problems): PolicyStatement[] {
    const bucket = this.checkKind(problems, scope, this.given, BUCKET);
    if (bucket === undefined) return [];
    deployAfter(scope, bucket);
    return publishPermissions(scope, bucket, this.keyIn(problems));
  }

  protected names(): string[] {
    return [...namesOf(this.given, 'bucketName'), this.options.objectKey];
  }

  private keyIn(problems: Problems): string {
    const given = checkGiven(problems, 'objectKey', this.options.objectKey, 'given');
    return checkLiteralName(problems, 'objectKey', given, LIMITS.objectKey) ?? 'missing';
  }
}

function publishPermissions(scope: Construct, bucket: IBucket, objectKey: string): PolicyStatement[] {
  const { encryptionKey } = bucket;
  const arn = weak(scope, bucket.bucketArn);
  return [
    allow(PERMISSIONS.siteBucket, [arn]),
    allow(PERMISSIONS.archiveObject, [`${arn}/${objectKey.replace(/#\{[^}]*\}/g, '*')}`]),
    ...(encryptionKey === undefined ? [] : [allow(PERMISSIONS.bucketKey, [weak(scope, encryptionKey.keyArn)])]),
  ];
}
