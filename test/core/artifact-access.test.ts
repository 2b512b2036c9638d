import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DeliveryFoundation } from '../../lib';
import type { IDeliveryFoundation } from '../../lib';
import { artifactKeys, readArtifacts, readWriteArtifacts, warnOfSharedFolder } from '../../lib/core/artifact-access';
import { newStack, statementsOf } from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';

type Access = (foundation: IDeliveryFoundation, pipelineName: string) => PolicyStatement[];

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const ARN = ['arn:', { Ref: 'AWS::Partition' }, ':s3:::store'];
const BUCKET = { 'Fn::Join': ['', ARN] };

/** What a role may do after it was given access to the artifacts of a pipeline. */
function allowed(access: Access, pipelineName: string, encryptionKeyArn?: string): TemplateStatement[] {
  const stack = newStack();
  const foundation = DeliveryFoundation.fromAttributes(stack, 'Foundation', {
    artifactBucketName: 'store',
    encryptionKeyArn,
  });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
  for (const statement of access(foundation, pipelineName)) role.addToPolicy(statement);
  return statementsOf(Template.fromStack(stack), 'Role');
}

const keysBelow = (prefix: string): unknown => ({
  'Fn::Join': ['', [ARN[0], ARN[1], `:s3:::store/${prefix}/*`]],
});

test('artifacts lie below the name of the pipeline, of which CodePipeline takes the first 20 characters', () => {
  expect(artifactKeys('orders')).toBe('orders/*');
  expect(artifactKeys('exactly-20-character')).toBe('exactly-20-character/*');
  expect(artifactKeys('a-name-that-is-longer-than-that')).toBe('a-name-that-is-longe*');
});

describe('two pipelines on one store', () => {
  const warnings = (...names: string[]): string[] => {
    const stack = newStack();
    const foundation = new DeliveryFoundation(stack, 'Foundation');
    for (const name of names) warnOfSharedFolder(new Construct(stack, name), foundation, name);
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ id, entry }) => `${id}: ${entry.data as string}`);
  };

  test('may have names that differ in the first 20 characters', () => {
    expect(warnings('orders-delivery-one', 'orders-delivery-two', 'orders')).toEqual([]);
  });

  test('are warned of names that do not, at the second one', () => {
    expect(warnings('orders-delivery-pipeline-one', 'orders-delivery-pipeline-two')).toEqual([
      expect.stringMatching(
        /^\/Test\/orders-delivery-pipeline-two: The pipelines orders-delivery-pipeline-one and orders-delivery-pipeline-two share/,
      ),
    ]);
  });

  test('may have any names on two stores', () => {
    const stack = newStack();
    for (const id of ['One', 'Two']) {
      warnOfSharedFolder(stack, new DeliveryFoundation(stack, id), 'orders-delivery-pipeline-one');
    }
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

test('a reader gets the artifacts of one pipeline and nothing else', () => {
  expect(allowed(readArtifacts, 'orders')).toEqual([
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: keysBelow('orders') },
  ]);
});

test('a reader may decrypt with the key of the store, and not encrypt', () => {
  expect(allowed(readArtifacts, 'orders', KEY)[1]).toEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: KEY,
  });
});

test('who puts artifacts out may write below the name of the pipeline, and look at the bucket', () => {
  expect(allowed(readWriteArtifacts, 'orders')).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      Resource: BUCKET,
    },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], Resource: keysBelow('orders') },
  ]);
});

test('who puts artifacts out may use the key of the store, and not manage it', () => {
  expect(allowed(readWriteArtifacts, 'orders', KEY)[2]).toEqual({
    Effect: 'Allow',
    Action: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    Resource: KEY,
  });
});
