import { CacheControl, S3DeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkChoice, checkLiteralName } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import { suffixedName } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { AccessTarget, namesOf } from '../access-target';
import { checkDistribution, checkPaths, invalidationAction } from './invalidation';
import type { SiteTargetOptions } from './site-target-options';

const BUCKET = { prop: 'bucket', what: 'a bucket', member: 'bucketArn' } as const;

/** Copies the files of a site into a bucket. */
export class SiteTarget extends AccessTarget {
  constructor(
    private readonly given: IBucket | undefined,
    private readonly options: SiteTargetOptions,
  ) {
    super(given, options, 'Site');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.site');
    const { options } = this;
    const name: unknown = this.targetName;
    const bucket = this.checkKind(problems, scope, this.given, BUCKET, context);
    const folder = this.folderIn(problems);
    const distributionId = checkDistribution(scope, problems, options.distribution ?? undefined, context);
    const paths = checkPaths(problems, options);
    if (bucket !== undefined) deployAfter(scope, bucket);
    const copy = new S3DeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      // By its name: the grants of aws-cdk-lib reach the policy of a bucket of this stack.
      bucket: Bucket.fromBucketName(
        scope,
        'Bucket',
        bucket === undefined ? 'missing' : this.nameIn(problems, 'bucket', scope, context, bucket.bucketName),
      ),
      objectKey: folder,
      extract: true,
      cacheControl: checkCacheControl(problems, options.cacheControl ?? undefined),
    });
    const emptying =
      distributionId === undefined
        ? []
        : [
            invalidationAction(scope, problems, context, {
              actionName: suffixedName(typeof name === 'string' ? name : 'Site', '-Invalidate', LIMITS.actionName.max),
              runOrder: context.runOrder + 1,
              distributionId,
              paths,
            }),
          ];
    return {
      actions: [copy, ...emptying],
      permissions: bucket === undefined || context.access !== undefined ? [] : copyPermissions(scope, bucket, folder),
    };
  }

  public allowed(scope: Construct, problems: Problems): PolicyStatement[] {
    const bucket = this.checkKind(problems, scope, this.given, BUCKET);
    if (bucket === undefined) return [];
    deployAfter(scope, bucket);
    return copyPermissions(scope, bucket, this.folderIn(problems));
  }

  protected names(): string[] {
    return [...namesOf(this.given, 'bucketName'), this.options.folder ?? ''];
  }

  private folderIn(problems: Problems): string | undefined {
    return checkLiteralName(problems, 'folder', this.options.folder ?? undefined, LIMITS.siteFolder);
  }
}

function checkCacheControl(problems: Problems, given: CacheControl[] | undefined): CacheControl[] | undefined {
  const directives: CacheControl[] = [];
  forEachMember(problems, 'cacheControl', given ?? [], 0, (directive, prop) => {
    const checked = checkChoice(problems, prop, directive, CacheControl as unknown as ChoiceOf<CacheControl>);
    if (checked !== undefined) directives.push(checked);
  });
  return directives.length === 0 ? undefined : directives;
}

interface ChoiceOf<T> {
  readonly prototype: T;
  readonly name: string;
}

function copyPermissions(scope: Construct, bucket: IBucket, folder: string | undefined): PolicyStatement[] {
  const bucketArn = weak(scope, bucket.bucketArn);
  const key = bucket.encryptionKey;
  return [
    allow(PERMISSIONS.siteBucket, [bucketArn]),
    allow(PERMISSIONS.siteObjects, [`${bucketArn}/${folder === undefined ? '' : `${folder}/`}*`]),
    ...(key === undefined ? [] : [allow(PERMISSIONS.bucketKey, [weak(scope, key.keyArn)])]),
  ];
}
