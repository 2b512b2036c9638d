import { CfnBucket, Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { S3SourceAction, S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkGiven, checkName } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { sendEvents } from './bucket-events';
import type { ISource, SourceConfig } from './source-interface';
import { PipelineStarter } from './start-rule';
import type { Trigger } from './trigger';

/**
 * Options of a source that is an object of S3.
 */
export interface BucketSourceOptions {
  /**
   * The key of the object, 1 to 1000 characters without `*` and `?`: a ZIP archive.
   */
  readonly objectKey: string;

  /**
   * Whether the owner of an imported bucket has switched on `Send notifications to Amazon EventBridge for all events in this bucket`.
   * Without it, nothing would start the pipeline. A bucket of the app is switched on by the library.
   *
   * @default false
   */
  readonly eventBridgeEnabled?: boolean;

  /**
   * What starts the pipeline: `Trigger.push` stands for a new version of the object, without filters.
   *
   * @default - a new version of the object
   */
  readonly triggers?: Trigger[];

  /**
   * The name of the source, unique in a pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Source'
   */
  readonly sourceName?: string;
}

/** An object of S3. */
export class BucketSource implements ISource {
  public readonly sourceName: string;
  public readonly artifact: DeliveryArtifact;

  constructor(
    private readonly given: IBucket,
    private readonly options: BucketSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.artifact = DeliveryArtifact.named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    const problems = Problems.of(scope, 'Source.s3');
    const given = checkResource(problems, 'bucket', scope, this.given, 'a bucket', 'bucketArn');
    checkGiven(problems, 'objectKey', this.options.objectKey, 'given');
    const key = checkName(problems, 'objectKey', this.options.objectKey, LIMITS.objectKey) ?? 'missing';
    if (given !== undefined) deployAfter(scope, given);
    // By its name: the grants of aws-cdk-lib on the bucket would be wider than ours.
    const bucketName = given === undefined ? 'missing' : weak(scope, given.bucketName);
    const bucket = Bucket.fromBucketName(scope, 'Bucket', bucketName);
    if (given !== undefined) checkVersions(problems, given);
    this.start(scope, context, problems, given, bucketName, key);
    return {
      action: new S3SourceAction({
        actionName: this.sourceName,
        runOrder: context.runOrder,
        bucket,
        bucketKey: key,
        output: context.artifacts.output(this.artifact),
        trigger: S3Trigger.NONE,
        variablesNamespace: variablesNamespace(context.stageName, this.sourceName),
      }),
      permissions: [
        allow(PERMISSIONS.sourceBucket, [bucket.bucketArn]),
        allow(PERMISSIONS.sourceObject, [bucket.arnForObjects(key)]),
        ...decryption(scope, given),
      ],
    };
  }

  private start(
    scope: Construct,
    context: DeliveryActionContext,
    problems: Problems,
    given: IBucket | undefined,
    bucketName: string,
    key: string,
  ): void {
    const starter = new PipelineStarter(scope, context);
    const reason = 'an object of S3 has neither branches nor pull requests';
    starter.startBy(problems, this.options.triggers, reason, () => {
      if (given !== undefined) sendEvents(problems, given, this.options.eventBridgeEnabled ?? false);
      starter.onEvent('OnObject', `${key} changes`, {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucketName] }, object: { key: [key] } },
      });
    });
  }
}

/** CodePipeline takes an object by its version. */
function checkVersions(problems: Problems, bucket: IBucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) return;
  const { versioningConfiguration: versions } = resource;
  if (versions !== undefined && (!('status' in versions) || versions.status === 'Enabled')) return;
  problems.add('bucket', 'must keep versions, by which CodePipeline takes objects', { cure: 'set versioned: true' });
}

function decryption(scope: Construct, bucket: IBucket | undefined): PolicyStatement[] {
  if (bucket?.encryptionKey === undefined) return [];
  return [allow(PERMISSIONS.artifactKeyDecrypt, [weak(scope, bucket.encryptionKey.keyArn)])];
}
