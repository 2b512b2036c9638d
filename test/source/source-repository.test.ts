import { join } from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SourceRepository } from '../../lib';
import type { SourceRepositoryProps } from '../../lib';
import { errorsOf, lockedStacks, logicalIdOf, newStack, onlyResource, statementsOf } from '../support/fixtures';

const TYPE = 'AWS::CodeCommit::Repository';

function template(props: Partial<SourceRepositoryProps> = {}): Template {
  const stack = newStack();
  new SourceRepository(stack, 'Repository', { repositoryName: 'orders', ...props });
  return Template.fromStack(stack);
}

test('a repository has the name that the user gives it, and no more properties than the user gives', () => {
  const { Properties } = onlyResource(template(), TYPE);
  expect(Properties).toEqual({ RepositoryName: 'orders' });
});

test('a repository is kept when its stack goes or when it is replaced, unless the deployment that made it fails', () => {
  expect(onlyResource(template(), TYPE)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('a repository goes with its stack when the user says so', () => {
  expect(onlyResource(template({ removalPolicy: RemovalPolicy.DESTROY }), TYPE)).toMatchObject({
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
});

test('a repository can say what it is for', () => {
  expect(onlyResource(template({ description: 'What the team sells' }), TYPE).Properties).toEqual({
    RepositoryName: 'orders',
    RepositoryDescription: 'What the team sells',
  });
});

test('a repository can be encrypted with the user’s key', () => {
  const stack = newStack();
  new SourceRepository(stack, 'Repository', { repositoryName: 'orders', encryptionKey: new Key(stack, 'Key') });
  Template.fromStack(stack).hasResourceProperties(TYPE, {
    KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
  });
});

test('a repository is one of aws-cdk-lib: its grants work', () => {
  const stack = newStack();
  const repository: IRepository = new SourceRepository(stack, 'Repository', { repositoryName: 'orders' });
  expect(repository).toBeInstanceOf(Repository);
  repository.grantRead(new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }));
  const given = Template.fromStack(stack);
  const [statement] = statementsOf(given, 'Reader');
  expect(statement.Action).toContain('codecommit:GitPull');
  expect(statement.Resource).toEqual({ 'Fn::GetAtt': [logicalIdOf(given, TYPE), 'Arn'] });
});

test('a repository is one of aws-cdk-lib: its events work', () => {
  const stack = newStack();
  const repository = new SourceRepository(stack, 'Repository', { repositoryName: 'orders' });
  repository.onPullRequestStateChange('Reviews', { target: new SnsTopic(new Topic(stack, 'Topic')) });
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.codecommit'], 'detail-type': ['CodeCommit Pull Request State Change'] },
  });
});

test('another stack can use a repository as it is, without a lock between the two', () => {
  const app = new App();
  const repository = new SourceRepository(new Stack(app, 'Code'), 'Repository', { repositoryName: 'orders' });
  const user = new Stack(app, 'User');
  new CfnOutput(user, 'Arn', { value: repository.repositoryArn });
  new CfnOutput(user, 'Url', { value: repository.repositoryCloneUrlHttp });
  expect(lockedStacks(app)).toEqual([]);
  expect(JSON.stringify(Template.fromStack(user).toJSON().Outputs)).toContain('Fn::GetStackOutput');
});

test('a repository makes nothing but itself', () => {
  expect(Object.keys(template().toJSON().Resources as object)).toHaveLength(1);
});

test('the key may be of another stack, without a lock between the two', () => {
  const app = new App();
  const encryptionKey = new Key(new Stack(app, 'Keys'), 'Key');
  const stack = new Stack(app, 'Code');
  new SourceRepository(stack, 'Repository', { repositoryName: 'orders', encryptionKey });
  expect(lockedStacks(app)).toEqual([]);
  expect(onlyResource(Template.fromStack(stack), TYPE).Properties.KmsKeyId).toMatchObject({
    'Fn::GetStackOutput': { StackName: 'Keys' },
  });
});

describe('the seed', () => {
  const directory = join(__dirname, '..', 'support', 'simulation');

  test('is an asset that CodeCommit reads when it makes the repository, as the branch main', () => {
    expect(onlyResource(template({ seed: { directory } }), TYPE).Properties.Code).toEqual({
      BranchName: 'main',
      S3: {
        Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
        Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as unknown,
      },
    });
  });

  test('may become another branch', () => {
    expect(onlyResource(template({ seed: { directory, branch: 'trunk' } }), TYPE).Properties).toMatchObject({
      Code: { BranchName: 'trunk' },
    });
  });

  test.each([
    ['a folder that is not there', join(__dirname, 'nowhere')],
    ['a file', __filename],
  ])('must not be %s', (_, missing) => {
    const stack = newStack();
    new SourceRepository(stack, 'Repository', { repositoryName: 'orders', seed: { directory: missing } });
    const [error] = errorsOf(stack);
    expect(error).toMatch(/^Repository \(SourceRepository\) seed\.directory: must be a folder, got '/);
  });
});

describe('the clone addresses', () => {
  const outputsOf = (given: Template): { Description: string; Value: unknown }[] =>
    Object.values((given.toJSON().Outputs ?? {}) as Record<string, { Description: string; Value: unknown }>);

  test('are outputs of the stack: HTTPS, SSH and git-remote-codecommit, and nothing else', () => {
    const given = template();
    const id = logicalIdOf(given, TYPE);
    expect(outputsOf(given)).toEqual([
      { Description: 'Address for git clone by HTTPS', Value: { 'Fn::GetAtt': [id, 'CloneUrlHttp'] } },
      { Description: 'Address for git clone by SSH', Value: { 'Fn::GetAtt': [id, 'CloneUrlSsh'] } },
      {
        Description: 'Address for git clone by git-remote-codecommit',
        Value: { 'Fn::Join': ['', ['codecommit::', { Ref: 'AWS::Region' }, '://', { 'Fn::GetAtt': [id, 'Name'] }]] },
      },
    ]);
  });

  test('are left out on request', () => {
    expect(outputsOf(template({ cloneAddresses: false }))).toEqual([]);
  });
});

test('the key, where there is one, can be read from the repository', () => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Key');
  const repository = new SourceRepository(stack, 'Repository', { repositoryName: 'orders', encryptionKey });
  expect(repository.encryptionKey).toBe(encryptionKey);
  expect(new SourceRepository(stack, 'Other', { repositoryName: 'other' }).encryptionKey).toBeUndefined();
});

describe('protection and approvals', () => {
  test('are made for this repository alone, and can be read from it', () => {
    const stack = newStack();
    const repository = new SourceRepository(stack, 'Repository', {
      repositoryName: 'orders',
      protection: { branches: ['main'] },
      approvals: { required: 2, branches: ['main'] },
    });
    const given = Template.fromStack(stack);
    const id = logicalIdOf(given, TYPE);
    expect(onlyResource(given, 'AWS::IAM::ManagedPolicy').Properties).toMatchObject({
      PolicyDocument: { Statement: [{ Effect: 'Deny', Resource: { 'Fn::GetAtt': [id, 'Arn'] } }] },
    });
    expect(onlyResource(given, 'Custom::CodeCommitApprovalRule').Properties).toMatchObject({
      approvals: '2',
      branches: ['refs/heads/main'],
      repositoryNames: [{ 'Fn::GetAtt': [id, 'Name'] }],
    });
    expect(stack.resolve(repository.protection?.policy.managedPolicyArn)).toEqual({
      Ref: logicalIdOf(given, 'AWS::IAM::ManagedPolicy'),
    });
    expect(repository.approvalRule?.ruleName).toBe('Test-Repository-Approvals');
  });

  test('are not there unless they are asked for', () => {
    const repository = new SourceRepository(newStack(), 'Repository', { repositoryName: 'orders' });
    expect([repository.protection, repository.approvalRule]).toEqual([undefined, undefined]);
  });
});
