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
import { lockedStacks, logicalIdOf, newStack, onlyResource, statementsOf } from '../support/fixtures';

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
