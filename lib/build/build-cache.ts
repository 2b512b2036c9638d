import { Annotations, Token } from 'aws-cdk-lib';
import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkName, orEmpty } from '../core/checks';
import { checkList } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { BuildAdditions } from './build-additions';
import { bucketKeyPermissions } from './build-permissions';
import type { ComputeKind } from './compute-kind';

/**
 * Options of a cache in S3.
 */
export interface BucketCacheOptions {
  /**
   * The folder of the bucket. Builds that share it read and write the same cache: whoever can change one of them can change what the
   * others run.
   *
   * @default - a folder of the project's own
   */
  readonly prefix?: string;
}

/**
 * Options of a cache on the machine of the build.
 */
export interface LocalCacheOptions {
  /**
   * Folders that are kept, as patterns from the root of the source.
   *
   * @default - none
   */
  readonly paths?: string[];

  /**
   * Whether the clone of the source is kept.
   *
   * @default false
   */
  readonly source?: boolean;

  /**
   * Whether layers of Docker images are kept. Only on Linux, in a build that is privileged.
   *
   * @default false
   */
  readonly dockerLayers?: boolean;
}

/** What a cache is bound with. */
export interface CacheContext {
  readonly projectName: string;
  readonly compute: ComputeKind;
  readonly inVpc: boolean;
  readonly privileged: boolean;
}

/** What a cache becomes. */
export interface BoundCache extends BuildAdditions {
  readonly cache: CfnProject.ProjectCacheProperty;
}

type Bind = (scope: Construct, problems: Problems, context: CacheContext) => BoundCache | undefined;

/**
 * What a build keeps for the next one.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
 */
export class BuildCache {
  /**
   * Folders in a bucket, for builds of all kinds. A bucket of the app gets a policy that refuses requests without TLS.
   *
   * @param paths the folders, as patterns from the root of the source, at least one; with a buildspec of the source, which names its own
   * in `cache.paths`, an empty list.
   */
  public static bucket(bucket: IBucket, paths: string[], options: BucketCacheOptions = {}): BuildCache {
    return new BuildCache((scope, problems, context) =>
      bindBucket(scope, problems, context, bucket, paths, orEmpty(options)),
    );
  }

  /**
   * Folders on the machine that built last, as long as AWS keeps it: best for builds that follow each other quickly. Not in a VPC, and not
   * on Lambda compute.
   */
  public static local(options: LocalCacheOptions): BuildCache {
    return new BuildCache((_, problems, context) => bindLocal(problems, context, orEmpty(options)));
  }

  private constructor(private readonly binding: Bind) {}

  /** @internal */
  public _bind(scope: Construct, problems: Problems, context: CacheContext): BoundCache | undefined {
    if (context.compute.isLambda) {
      problems.add('', 'must not be given on Lambda compute, which keeps nothing');
      return undefined;
    }
    return this.binding(scope, problems, context);
  }
}

function bindBucket(
  scope: Construct,
  problems: Problems,
  { projectName }: CacheContext,
  given: IBucket,
  paths: string[],
  options: BucketCacheOptions,
): BoundCache | undefined {
  const bucket = checkResource(problems, 'bucket', scope, given, 'a bucket', 'bucketArn');
  const cachePaths = checkList(problems, 'paths', paths);
  if (bucket === undefined) return undefined;
  deployAfter(scope, bucket);
  requireTls(bucket);
  const said = typeof options.prefix === 'string' ? options.prefix.replace(/^\/+|\/+$/g, '') : options.prefix;
  const folder = checkName(problems, 'prefix', said, LIMITS.objectKey) ?? projectName;
  return {
    prop: 'cache',
    cachePaths,
    cache: { type: 'S3', location: `${weak(scope, bucket.bucketName)}/${folder}` },
    permissions: [
      allow(PERMISSIONS.buildBucket, [weak(scope, bucket.bucketArn)]),
      allow(PERMISSIONS.cacheObjects, [`${weak(scope, bucket.bucketArn)}/${folder}/*`]),
      ...bucketKeyPermissions(scope, bucket),
    ],
  };
}

/** The same statement as that of `enforceSSL`, so that it stands in the policy once. */
function requireTls(bucket: IBucket): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      actions: ['s3:*'],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      effect: Effect.DENY,
      resources: [bucket.bucketArn, bucket.arnForObjects('*')],
      principals: [new AnyPrincipal()],
    }),
  );
}

function bindLocal(problems: Problems, context: CacheContext, options: LocalCacheOptions): BoundCache {
  const { paths, source = false, dockerLayers = false } = options;
  const cachePaths = checkList(problems, 'paths', paths);
  if (context.inVpc)
    problems.add('', 'must not be local in a VPC, where AWS keeps nothing', { cure: 'use BuildCache.bucket' });
  if (context.compute.isGpu) problems.add('', 'must not be local on GPU compute', { cure: 'use BuildCache.bucket' });
  if (dockerLayers && !context.compute.isLinux) problems.add('dockerLayers', 'must be on Linux');
  if (dockerLayers && !context.privileged && !Token.isUnresolved(context.privileged)) {
    problems.add('dockerLayers', 'needs a build that is privileged', { cure: 'set environment.privileged, or docker' });
  }
  const modes = [
    ...(cachePaths.length > 0 ? ['LOCAL_CUSTOM_CACHE'] : []),
    ...(source ? ['LOCAL_SOURCE_CACHE'] : []),
    ...(dockerLayers ? ['LOCAL_DOCKER_LAYER_CACHE'] : []),
  ];
  if (modes.length === 0) problems.add('', 'must keep something', { cure: 'give paths, source or dockerLayers' });
  return { prop: 'cache', cachePaths, cache: { type: 'LOCAL', modes } };
}

/** The cache of a project whose buildspec is a file of the source. */
export function warnOfCachePaths(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:cachePaths',
    'The paths of a cache cannot be added to a buildspec of the source: name them there, in cache.paths, or nothing is kept',
  );
}
