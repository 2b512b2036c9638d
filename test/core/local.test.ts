import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DeliveryFoundation } from '../../lib';
import { localFoundation, localKey, localLogGroup } from '../../lib/core/local';
import { lockedStacks } from '../support/fixtures';

/** The stack that owns something, and the one that uses it. */
function stacks(): { app: App; owner: Stack; user: Stack } {
  const app = new App();
  return { app, owner: new Stack(app, 'Owner'), user: new Stack(app, 'User') };
}

/** What the user's stack says of a value. */
function usedIn(user: Stack, value: string | undefined): unknown {
  new CfnOutput(user, 'Used', { value: value ?? 'nothing' });
  return (Template.fromStack(user).findOutputs('Used').Used as { Value: unknown }).Value;
}

const fromOwner = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Owner' }) as unknown };

test('what is of the same stack is used as it is', () => {
  const { owner } = stacks();
  const key = new Key(owner, 'Key');
  const logGroup = new LogGroup(owner, 'Logs');
  const foundation = new DeliveryFoundation(owner, 'Foundation');
  expect(localKey(owner, 'LocalKey', key)).toBe(key);
  expect(localLogGroup(owner, 'LocalLogs', logGroup)).toBe(logGroup);
  expect(localFoundation(owner, 'LocalFoundation', foundation)).toBe(foundation);
});

test('what is not given stays so', () => {
  const { user } = stacks();
  expect(localKey(user, 'Key', undefined)).toBeUndefined();
  expect(localLogGroup(user, 'Logs', undefined)).toBeUndefined();
});

test('a key of another stack is read from that stack’s outputs', () => {
  const { app, owner, user } = stacks();
  expect(usedIn(user, localKey(user, 'Key', new Key(owner, 'Key'))?.keyArn)).toEqual(fromOwner);
  expect(lockedStacks(app)).toEqual([]);
});

test('a log group of another stack is read from that stack’s outputs', () => {
  const { app, owner, user } = stacks();
  expect(usedIn(user, localLogGroup(user, 'Logs', new LogGroup(owner, 'Logs'))?.logGroupName)).toEqual(fromOwner);
  expect(lockedStacks(app)).toEqual([]);
});

describe('a foundation of another stack', () => {
  const encrypted = (owner: Stack): DeliveryFoundation =>
    new DeliveryFoundation(owner, 'Foundation', {
      encryptionKey: new Key(owner, 'Key'),
      artifactExpiration: Duration.days(90),
    });

  test.each<[string, (foundation: ReturnType<typeof localFoundation>) => string | undefined]>([
    ['bucket', ({ artifactBucket }) => artifactBucket.bucketName],
    ['key', ({ encryptionKey }) => encryptionKey?.keyArn],
    ['key, through the bucket', ({ artifactBucket }) => artifactBucket.encryptionKey?.keyArn],
    ['log group', ({ buildLogGroup }) => buildLogGroup?.logGroupName],
  ])('gives its %s by that stack’s outputs', (_, valueOf) => {
    const { app, owner, user } = stacks();
    expect(usedIn(user, valueOf(localFoundation(user, 'Local', encrypted(owner))))).toEqual(fromOwner);
    expect(lockedStacks(app)).toEqual([]);
  });

  test('keeps artifacts as long here as there', () => {
    const { owner, user } = stacks();
    expect(localFoundation(user, 'Local', encrypted(owner)).artifactExpiration?.toDays()).toBe(90);
  });

  test('has here what it has there and nothing more', () => {
    const { owner, user } = stacks();
    const bucketAlone = DeliveryFoundation.fromAttributes(owner, 'Foundation', { artifactBucketName: 'store' });
    const { artifactBucket, encryptionKey, buildLogGroup, artifactExpiration } = localFoundation(
      user,
      'Local',
      bucketAlone,
    );
    expect(artifactBucket.bucketName).toBe('store');
    expect([encryptionKey, buildLogGroup, artifactExpiration]).toEqual([undefined, undefined, undefined]);
  });
});
