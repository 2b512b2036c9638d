import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CacheControl } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DeployTarget } from '../../../lib';
import type { SiteTargetOptions } from '../../../lib';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newPipeline,
  newStack,
  stagesOf,
  statementsOf,
} from '../../support/fixtures';
import { untyped } from '../../support/mistakes';

function newDistribution(stack: Stack, bucket: Bucket): Distribution {
  return new Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) },
  });
}

function released(options?: (stack: Stack, bucket: Bucket) => SiteTargetOptions): Template {
  const stack = newStack();
  const bucket = new Bucket(stack, 'Site');
  const target = DeployTarget.site(bucket, options?.(stack, bucket));
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  return Template.fromStack(stack);
}

test('the files of the artifact are copied to the root of the bucket', () => {
  const template = released();
  expect(stagesOf(template).Production).toEqual([['Site']]);
  expect(actionsOf(template)['Production/Site']).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Provider: 'S3' },
    InputArtifacts: [{ Name: 'Package' }],
    Configuration: { BucketName: { Ref: logicalIdOf(template, 'AWS::S3::Bucket', 'Site') }, Extract: 'true' },
  });
});

test('folder and caching are those that the user says', () => {
  const template = released(() => ({
    folder: 'app/v1',
    cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.minutes(5))],
  }));
  expect(actionsOf(template)['Production/Site'].Configuration).toMatchObject({
    ObjectKey: 'app/v1',
    CacheControl: 'public, max-age=300',
  });
});

test('the pipeline may write files into that folder, and delete nothing', () => {
  const template = released(() => ({ folder: 'app' }));
  const arn = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::S3::Bucket', 'Site'), 'Arn'] };
  const statements = statementsOf(template, 'PipelineRole');
  expect(statements).toContainEqual({
    Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
    Effect: 'Allow',
    Resource: { 'Fn::Join': ['', [arn, '/app/*']] },
  });
  expect(allowedActionsOf(template, 'PipelineRole').filter((action) => /Delete|\*|Acl$/.test(action))).toEqual([
    's3:GetBucketAcl',
  ]);
});

test('a bucket with a key of its own is written to with that key', () => {
  const stack = newStack();
  const bucket = new Bucket(stack, 'Site', { encryptionKey: new Key(stack, 'Key') });
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [DeployTarget.site(bucket)] }] });
  expect(allowedActionsOf(Template.fromStack(stack), 'PipelineRole')).toContain('kms:GenerateDataKey');
});

describe('a distribution', () => {
  const template = released((stack, bucket) => ({ distribution: newDistribution(stack, bucket) }));

  test('has its caches emptied when the files are there', () => {
    expect(stagesOf(template).Production).toEqual([['Site'], ['Site-Invalidate']]);
    const action = actionsOf(template)['Production/Site-Invalidate'] as unknown as Record<string, unknown>;
    expect(action).toMatchObject({
      ActionTypeId: { Category: 'Compute', Provider: 'Commands' },
      Commands: [
        {
          'Fn::Join': [
            '',
            [
              'aws cloudfront create-invalidation --distribution-id ',
              { Ref: logicalIdOf(template, 'AWS::CloudFront::Distribution') },
              " --paths '/*'",
            ],
          ],
        },
      ],
      RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'InvalidationRole'), 'Arn'] },
    });
  });

  test('is emptied by a role that only the pipeline takes, and that may do just that', () => {
    expect(allowedActionsOf(template, 'InvalidationRole')).toEqual([
      'cloudfront:CreateInvalidation',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:GetObjectVersion',
    ]);
    const roles = template.findResources('AWS::IAM::Role');
    const id = logicalIdOf(template, 'AWS::IAM::Role', 'InvalidationRole');
    expect(JSON.stringify(roles[id])).toContain(logicalIdOf(template, 'AWS::IAM::Role', 'PipelineRole'));
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('cloudfront:CreateInvalidation');
    expect(allowedActionsOf(template, 'PipelineRole')).toContain('sts:AssumeRole');
  });

  test('is emptied where the user says', () => {
    const given = released((stack, bucket) => ({
      distribution: newDistribution(stack, bucket),
      invalidationPaths: ['/index.html', '/api/*'],
    }));
    expect(JSON.stringify(actionsOf(given)['Production/Site-Invalidate'])).toContain(" --paths '/index.html' '/api/*'");
  });

  test('and a bucket of another stack lock nothing', () => {
    const app = new App();
    const site = new Stack(app, 'Site');
    const bucket = new Bucket(site, 'Files', { encryptionKey: new Key(site, 'Key') });
    const distribution = newDistribution(site, bucket);
    const stack = new Stack(app, 'Delivery');
    newPipeline(stack, {
      stages: [{ stageName: 'Production', targets: [DeployTarget.site(bucket, { distribution })] }],
    });
    expect(lockedStacks(app)).toEqual([]);
    expect(stack.dependencies).toContain(site);
  });
});

const distribution = (stack: Stack): object => ({
  distributionId: newDistribution(stack, new Bucket(stack, 'B')).distributionId,
});

test.each<[string, (stack: Stack) => [unknown, unknown?], string]>([
  ['no bucket', () => [undefined], 'bucket: must be a bucket, got nothing'],
  ['a name', () => ['site'], "bucket: must be a bucket, got 'site'"],
  [
    'a folder with a slash',
    (stack) => [new Bucket(stack, 'Site'), { folder: '/app' }],
    "folder: must be 1 to 512 characters of any character but * and ?, no / at either end, got '/app'",
  ],
  [
    'a folder that is known at deployment only',
    (stack) => [new Bucket(stack, 'Site'), { folder: Lazy.string({ produce: () => 'x' }) }],
    'folder: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a header that is a text',
    (stack) => [new Bucket(stack, 'Site'), { cacheControl: 'public' }],
    "cacheControl: must be a list, got 'public'",
  ],
  [
    'a directive that is a text',
    (stack) => [new Bucket(stack, 'Site'), { cacheControl: ['public'] }],
    "cacheControl[0]: must be a CacheControl, got 'public'; use the functions of CacheControl",
  ],
  [
    'a distribution that is an id',
    (stack) => [new Bucket(stack, 'Site'), { distribution: 'E123' }],
    "distribution: must be a distribution of CloudFront, got 'E123'",
  ],
  [
    'a distribution that is an object',
    (stack) => [new Bucket(stack, 'Site'), { distribution: distribution(stack) }],
    'distribution: must be a distribution of CloudFront, got a value of type object',
  ],
  [
    'paths without a distribution',
    (stack) => [new Bucket(stack, 'Site'), { invalidationPaths: ['/*'] }],
    'invalidationPaths: must not be given without distribution; say whose caches are emptied',
  ],
  [
    'no paths',
    (stack) => [
      new Bucket(stack, 'Site'),
      { distribution: newDistribution(stack, new Bucket(stack, 'B')), invalidationPaths: [] },
    ],
    'invalidationPaths: must have at least 1, got 0',
  ],
  [
    'a path that would end the command',
    (stack) => [
      new Bucket(stack, 'Site'),
      { distribution: newDistribution(stack, new Bucket(stack, 'B')), invalidationPaths: ["/*' ; env"] },
    ],
    "invalidationPaths[0]: must be 1 to 255 characters of what an address may have, a / first, and * at the end for what follows, got '/*' ; env'",
  ],
  [
    'a path with a star within',
    (stack) => [
      new Bucket(stack, 'Site'),
      { distribution: newDistribution(stack, new Bucket(stack, 'B')), invalidationPaths: ['/*/index.html'] },
    ],
    "invalidationPaths[0]: must have * at its end only, got '/*/index.html'",
  ],
  [
    'paths that are too long together',
    (stack) => [
      new Bucket(stack, 'Site'),
      {
        distribution: Distribution.fromDistributionAttributes(stack, 'D', { distributionId: 'E123', domainName: 'd' }),
        invalidationPaths: Array.from({ length: 5 }, (_, index) => `/${index}${'x'.repeat(200)}`),
      },
    ],
    'invalidationPaths: must be 1 to 1000 characters together, got 1090',
  ],
])('of %s, the report says what is wrong', (_, make, says) => {
  const stack = newStack();
  const [bucket, options] = make(stack);
  const target = DeployTarget.site(untyped(bucket), untyped(options));
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  expect(errorsOf(stack)).toEqual([`Site (DeployTarget.site) ${says}`]);
});
