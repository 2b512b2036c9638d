import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DeliveryFoundation } from '../../lib';
import type { DeliveryFoundationProps } from '../../lib';
import { logicalIdOf, newStack, resourcesOf } from '../support/fixtures';
import type { TemplateResource } from '../support/fixtures';

/** The template of a foundation that is alone in its stack, whatever the feature flags of the app. */
function template(props: DeliveryFoundationProps = {}, context: Record<string, unknown> = {}): Template {
  const stack = newStack({}, context);
  new DeliveryFoundation(stack, 'Foundation', props);
  return Template.fromStack(stack);
}

/** The bucket, and the policy of the bucket, whose logical id has this part. */
function bucketAndPolicy(
  given: Template,
  part: string,
): { id: string; bucket: TemplateResource; statements: unknown[] } {
  const id = logicalIdOf(given, 'AWS::S3::Bucket', part);
  const bucket = resourcesOf(given, 'AWS::S3::Bucket')[id];
  const policies = Object.values(resourcesOf(given, 'AWS::S3::BucketPolicy')).filter(
    ({ Properties }) => (Properties.Bucket as { Ref: string }).Ref === id,
  );
  return {
    id,
    bucket,
    statements: policies.flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: unknown[] }).Statement),
  };
}

describe.each(['Artifacts', 'AccessLogs'])('the bucket of %s', (part) => {
  const given = template();
  const { id, bucket, statements } = bucketAndPolicy(given, part);
  const everything = [{ 'Fn::GetAtt': [id, 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] }];

  test('takes requests over TLS only', () => {
    expect(statements).toContainEqual({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: everything,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('takes requests of TLS 1.2 and later only', () => {
    expect(statements).toContainEqual({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: everything,
      Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    });
  });

  test('can never become public', () => {
    expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  test('has no ACL: its owner owns every object', () => {
    expect(bucket.Properties.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(bucket.Properties).not.toHaveProperty('AccessControl');
  });

  test('is kept when its stack goes or when it is replaced, unless the deployment that made it fails', () => {
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test('gets a name from CloudFormation', () => {
    expect(bucket.Properties).not.toHaveProperty('BucketName');
  });

  test('aborts uploads that were left incomplete', () => {
    expect(bucket.Properties.LifecycleConfiguration).toMatchObject({
      Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }],
    });
  });
});

describe('artifacts', () => {
  test('are kept in versions, of which former ones go after 30 days', () => {
    const { Properties } = bucketAndPolicy(template(), 'Artifacts').bucket;
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(Properties.LifecycleConfiguration).toMatchObject({
      Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    });
  });

  test.each([
    ['a year by default', undefined, 365],
    ['for as long as the user says', Duration.days(90), 90],
    ['also where the user says it in hours', Duration.hours(240), 10],
  ])('are kept %s', (_, artifactExpiration, days) => {
    const { Properties } = bucketAndPolicy(template({ artifactExpiration }), 'Artifacts').bucket;
    expect(Properties.LifecycleConfiguration).toMatchObject({ Rules: [{ Status: 'Enabled', ExpirationInDays: days }] });
  });

  test('are encrypted with keys of S3 by default', () => {
    const { Properties } = bucketAndPolicy(template(), 'Artifacts').bucket;
    expect(Properties.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  test('are encrypted with the user’s key, through a bucket key that spares calls of KMS', () => {
    const stack = newStack();
    new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
            },
          },
        ],
      },
    });
  });

  test('lie in a bucket with a literal name, where the user gives one', () => {
    const { Properties } = bucketAndPolicy(template({ artifactBucketName: 'orders-artifacts' }), 'Artifacts').bucket;
    expect(Properties.BucketName).toBe('orders-artifacts');
  });
});

describe('access logs', () => {
  test('of the artifact bucket go to a bucket of their own, below a prefix', () => {
    const given = template();
    expect(bucketAndPolicy(given, 'Artifacts').bucket.Properties.LoggingConfiguration).toEqual({
      DestinationBucketName: { Ref: bucketAndPolicy(given, 'AccessLogs').id },
      LogFilePrefix: 'artifacts/',
    });
    expect(bucketAndPolicy(given, 'AccessLogs').bucket.Properties).not.toHaveProperty('LoggingConfiguration');
  });

  test.each([
    ['as the flag of the app says', { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true }],
    ['although the flag of the app says ACL', { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': false }],
  ])('may be written by S3 alone, for this account alone, by a bucket policy, %s', (_, context) => {
    const { id, bucket, statements } = bucketAndPolicy(template({}, context), 'AccessLogs');
    expect(statements.filter((statement) => (statement as { Effect: string }).Effect === 'Allow')).toEqual([
      {
        Sid: 'AllowServerAccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/artifacts/*']] },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(bucket.Properties).not.toHaveProperty('AccessControl');
  });

  test('are kept for a year', () => {
    expect(bucketAndPolicy(template(), 'AccessLogs').bucket.Properties.LifecycleConfiguration).toMatchObject({
      Rules: [{ Status: 'Enabled', ExpirationInDays: 365 }],
    });
  });

  test('are encrypted with keys of S3, which is all that S3 can write them with', () => {
    const stack = newStack();
    new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') });
    const { Properties } = bucketAndPolicy(Template.fromStack(stack), 'AccessLogs').bucket;
    expect(Properties.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  test('go to the user’s bucket, whose policy stays as it is', () => {
    const stack = newStack();
    const accessLogBucket = new Bucket(stack, 'Central');
    new DeliveryFoundation(stack, 'Foundation', { accessLogBucket });
    const given = Template.fromStack(stack);
    expect(bucketAndPolicy(given, 'Artifacts').bucket.Properties.LoggingConfiguration).toEqual({
      DestinationBucketName: { Ref: logicalIdOf(given, 'AWS::S3::Bucket', 'Central') },
      LogFilePrefix: 'artifacts/',
    });
    given.resourceCountIs('AWS::S3::Bucket', 2);
    given.resourceCountIs('AWS::S3::BucketPolicy', 1);
  });
});

test('a foundation to be thrown away keeps artifacts, their old versions and access logs for a day', () => {
  const stack = newStack();
  DeliveryFoundation.throwAway(stack, 'Foundation');
  const given = Template.fromStack(stack);
  const rules = Object.values(resourcesOf(given, 'AWS::S3::Bucket')).flatMap(
    ({ Properties }) => (Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] }).Rules,
  );
  expect(rules.map(({ ExpirationInDays }) => ExpirationInDays)).toEqual([1, 1]);
  expect(rules.map(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration)).toContainEqual({
    NoncurrentDays: 1,
  });
});
