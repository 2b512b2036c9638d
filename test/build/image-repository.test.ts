import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ImageRepository } from '../../lib';
import type { ImageRepositoryProps } from '../../lib';
import { errorsOf, lockedStacks, logicalIdOf, newStack, onlyResource } from '../support/fixtures';

const template = (props?: (stack: Stack) => ImageRepositoryProps): Template => {
  const stack = newStack();
  new ImageRepository(stack, 'Images', props?.(stack));
  return Template.fromStack(stack);
};
const repositoryOf = (given: Template): Record<string, unknown> =>
  onlyResource(given, 'AWS::ECR::Repository').Properties;
const says = (props: ImageRepositoryProps): string[] => {
  const stack = newStack();
  new ImageRepository(stack, 'Images', props);
  return errorsOf(stack);
};

test('a repository is scanned at each push, its tags never change, and it outlives its stack', () => {
  const given = template();
  expect(repositoryOf(given)).toEqual({
    ImageScanningConfiguration: { ScanOnPush: true },
    ImageTagMutability: 'IMMUTABLE',
  });
  given.hasResource('AWS::ECR::Repository', {
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('it may go with its stack', () => {
  template(() => ({ removalPolicy: RemovalPolicy.DESTROY })).hasResource('AWS::ECR::Repository', {
    DeletionPolicy: 'Delete',
  });
});

test('it is encrypted with the key that is given', () => {
  const given = template((stack) => ({ encryptionKey: new Key(stack, 'Key') }));
  expect(repositoryOf(given).EncryptionConfiguration).toEqual({
    EncryptionType: 'KMS',
    KmsKey: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
  });
});

test('accounts that run the images may pull them, and nothing else', () => {
  const given = template(() => ({ repositoryName: 'shop/orders', readerAccounts: ['111122223333', '444455556666'] }));
  expect(repositoryOf(given)).toMatchObject({
    RepositoryName: 'shop/orders',
    RepositoryPolicyText: {
      Statement: [
        {
          Sid: 'PullByWorkloads',
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Principal: {
            AWS: ['111122223333', '444455556666'].map((account) => ({
              'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:root`]],
            })),
          },
        },
      ],
    },
  });
});

test('an account may be known at deployment only', () => {
  const given = template((stack) => ({ readerAccounts: [stack.account] }));
  expect(JSON.stringify(repositoryOf(given))).toContain(':iam::",{"Ref":"AWS::AccountId"},":root"');
});

test('it is a repository of aws-cdk-lib, with its grants and rules', () => {
  const stack = newStack();
  const repository = new ImageRepository(stack, 'Images');
  repository.addLifecycleRule({ maxImageCount: 100 });
  expect(repository).toBeInstanceOf(Repository);
  expect(repositoryOf(Template.fromStack(stack))).toHaveProperty('LifecyclePolicy');
});

test('its key may be of another stack, without a lock', () => {
  const app = new App();
  const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Images')];
  new ImageRepository(stack, 'Images', { encryptionKey: new Key(owner, 'Key') });
  expect(lockedStacks(app)).toEqual([]);
  expect(JSON.stringify(repositoryOf(Template.fromStack(stack)))).toContain('Fn::GetStackOutput');
});

test('another stack refers to it without a lock', () => {
  const app = new App();
  const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Service')];
  const repository = new ImageRepository(owner, 'Images');
  new Repository(stack, 'Mirror', { repositoryName: repository.repositoryName });
  expect(lockedStacks(app)).toEqual([]);
});

test.each(['a', 'Orders', 'orders/', '-orders', 'or ders', 'orders//api', 'o'.repeat(257)])(
  'the name %p is refused',
  (repositoryName) => {
    const got = repositoryName.length > 120 ? `${repositoryName.slice(0, 117)}...` : repositoryName;
    expect(says({ repositoryName })).toEqual([
      `Images (ImageRepository) repositoryName: must be 2 to 256 characters of lower-case letters, digits and single . _ - /, a letter or digit at both ends, got '${got}'`,
    ]);
  },
);

test.each(['orders', 'shop/orders', 'a1', 'a.b_c-d/e', 'o'.repeat(256)])('the name %p is taken', (repositoryName) => {
  expect(says({ repositoryName })).toEqual([]);
});

test('an account has 12 digits', () => {
  expect(says({ readerAccounts: ['111122223333', '12345', 'acme'] })).toEqual([
    "Images (ImageRepository) readerAccounts[1]: must be the 12 digits of an account, got '12345'",
    "Images (ImageRepository) readerAccounts[2]: must be the 12 digits of an account, got 'acme'",
  ]);
});
