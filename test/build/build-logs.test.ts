import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildProject } from '../../lib';
import { lockedStacks, logicalIdOf, newStack, onlyResource } from '../support/fixtures';
import { allowed, arn, errorsIn, join, projectOf, templateOf } from './support';

const KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The statements of the only key that CloudWatch Logs may use it by. */
function logStatementsOf(given: Template): unknown[] {
  const { KeyPolicy } = onlyResource(given, 'AWS::KMS::Key').Properties as { KeyPolicy: { Statement: object[] } };
  return KeyPolicy.Statement.filter((statement) => JSON.stringify(statement).includes('logs.'));
}

test('the own log group keeps logs as long as the user says, and outlives its stack', () => {
  const given = templateOf({ logRetention: RetentionDays.THREE_YEARS });
  given.hasResource('AWS::Logs::LogGroup', {
    Properties: { RetentionInDays: 1096 },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

describe('a key of the same stack', () => {
  const given = templateOf((stack) => ({ logEncryptionKey: new Key(stack, 'Key') }));
  const { LogGroupName, KmsKeyId } = onlyResource(given, 'AWS::Logs::LogGroup').Properties;
  const keyArn = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] };

  test('encrypts the log group, whose name CloudFormation chooses', () => {
    expect(KmsKeyId).toEqual(keyArn);
    expect(LogGroupName).toBeUndefined();
  });

  test('lets CloudWatch Logs use it for groups of the stack, without waiting for the group', () => {
    expect(logStatementsOf(given)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: join(['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']) },
        Action: KEY_ACTIONS,
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn('logs', ':log-group:Test-*') },
        },
      },
    ]);
    expect(JSON.stringify(onlyResource(given, 'AWS::KMS::Key'))).not.toContain('BuildLogs');
  });

  test('may be used by the build, through CloudWatch Logs only', () => {
    expect(allowed(given, 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: KEY_ACTIONS,
        Resource: keyArn,
        Condition: {
          StringEquals: {
            'kms:ViaService': join(['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]),
          },
        },
      },
    ]);
  });
});

test('two builds of a stack with one key share a statement', () => {
  const stack = newStack();
  const logEncryptionKey = new Key(stack, 'Key');
  for (const id of ['One', 'Two']) new BuildProject(stack, id, { logEncryptionKey });
  expect(logStatementsOf(Template.fromStack(stack))).toHaveLength(1);
});

test('a key of another stack gets the statement, without a lock between the two', () => {
  const app = new App();
  const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
  new BuildProject(stack, 'Build', { logEncryptionKey: new Key(owner, 'Key') });
  expect(lockedStacks(app)).toEqual([]);
  expect(logStatementsOf(Template.fromStack(owner))).toHaveLength(1);
  expect(onlyResource(Template.fromStack(stack), 'AWS::Logs::LogGroup').Properties.KmsKeyId).toMatchObject({
    'Fn::GetStackOutput': { StackName: 'Owner' },
  });
});

test('an imported key is used as it is', () => {
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  const given = templateOf((stack) => ({ logEncryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) }));
  expect(onlyResource(given, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toBe(keyArn);
  given.resourceCountIs('AWS::KMS::Key', 0);
});

describe('a bucket for logs', () => {
  const given = templateOf((stack) => ({
    projectName: 'unit',
    logBucket: new Bucket(stack, 'Logs', { encryptionKey: new Key(stack, 'Key') }),
  }));
  const bucket = logicalIdOf(given, 'AWS::S3::Bucket');
  const bucketArn = { 'Fn::GetAtt': [bucket, 'Arn'] };

  test('gets them as well, below the name of the project', () => {
    expect(projectOf(given).Properties.LogsConfig).toEqual({
      CloudWatchLogs: {
        Status: 'ENABLED',
        GroupName: { Ref: logicalIdOf(given, 'AWS::Logs::LogGroup') },
        StreamName: 'unit',
      },
      S3Logs: { Status: 'ENABLED', Location: join([{ Ref: bucket }, '/unit']) },
    });
  });

  test('is written to there and nowhere else, and read by nobody', () => {
    expect(allowed(given, 's3')).toEqual([
      { Effect: 'Allow', Action: ['s3:GetBucketAcl', 's3:GetBucketLocation'], Resource: bucketArn },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: join([bucketArn, '/unit/*']) },
    ]);
    expect(allowed(given, 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
      },
    ]);
  });
});

test('what is said where a log group is made cannot be said of a given one', () => {
  expect(
    errorsIn((stack) => ({
      logGroup: new LogGroup(stack, 'Logs'),
      logRetention: RetentionDays.ONE_DAY,
      logEncryptionKey: new Key(stack, 'Key'),
    })),
  ).toEqual([
    'logRetention: must not be given beside logGroup; say it where the log group is made',
    'logEncryptionKey: must not be given beside logGroup; say it where the log group is made',
  ]);
});
