import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CacheControl } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { DeployTargetOptions } from '../deploy-target-options';

/**
 * Where the files of a site go.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 */
export interface SiteTargetOptions extends DeployTargetOptions {
  /**
   * The folder in the bucket, at most 512 characters, without `/` at its ends.
   *
   * @default - the root of the bucket
   */
  readonly folder?: string;

  /**
   * How long files may be cached: the header `Cache-Control` of all of them.
   *
   * @default - no header: browsers and CloudFront decide
   */
  readonly cacheControl?: CacheControl[];

  /**
   * The distribution whose caches are emptied when the files are there. An action of its own does it, with a role that may do just that.
   *
   * @default - no cache is emptied
   */
  readonly distribution?: IDistribution;

  /**
   * What is emptied, each beginning with `/`, at most 1000 characters with the rest of the command. Not without `distribution`.
   *
   * @default ['/*']
   */
  readonly invalidationPaths?: string[];
}
