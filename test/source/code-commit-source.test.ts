import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Build, DeliveryPipeline, Source, SourceRepository } from '../../lib';
import type { CodeCommitSourceOptions, ISource } from '../../lib';
import {
  actionsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';

/** The smallest pipeline of a stack, with these sources. */
function pipelineOf(stack: Stack, ...sources: ISource[]): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', { sources, builds: [Build.project({ buildName: 'Package' })] });
}

/** A pipeline with one source: a repository of the same stack, unless the test makes another. */
function template(
  options?: CodeCommitSourceOptions,
  make: (stack: Stack) => IRepository = (stack) =>
    new SourceRepository(stack, 'Repository', { repositoryName: 'orders' }),
): Template {
  const stack = newStack();
  pipelineOf(stack, Source.codeCommit(make(stack), options));
  return Template.fromStack(stack);
}

const arnParts = (service: string): unknown[] => [
  'arn:',
  { Ref: 'AWS::Partition' },
  `:${service}:`,
  { Ref: 'AWS::Region' },
  ':',
  { Ref: 'AWS::AccountId' },
];
const repositoryArn = (name: string): unknown => ({ 'Fn::Join': ['', [...arnParts('codecommit'), `:${name}`]] });
const ownRepositoryArn = {
  'Fn::Join': ['', [...arnParts('codecommit'), ':', { 'Fn::GetAtt': [expect.stringMatching(/^Repo/), 'Name'] }]],
};

describe('a push', () => {
  const given = template();

  test('to the branch starts the pipeline, and nothing else does', () => {
    expect(onlyResource(given, 'AWS::Events::Rule').Properties).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.codecommit'],
        'detail-type': ['CodeCommit Repository State Change'],
        resources: [ownRepositoryArn],
        detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: ['main'] },
      },
    });
    const { EventPattern } = onlyResource(given, 'AWS::Events::Rule').Properties;
    expect(Object.keys(EventPattern as object).sort()).toEqual(['detail', 'detail-type', 'resources', 'source']);
    expect(Object.keys((EventPattern as { detail: object }).detail).sort()).toEqual(['event', 'referenceName']);
  });

  test('is waited for by a rule, never by polling or by a schedule', () => {
    expect(actionsOf(given)['Source/Source'].Configuration.PollForSourceChanges).toBe(false);
    expect(onlyResource(given, 'AWS::Events::Rule').Properties).not.toHaveProperty('ScheduleExpression');
  });

  test('makes the rule start just this pipeline, with a role for that alone', () => {
    const role = logicalIdOf(given, 'AWS::IAM::Role', 'StartRole');
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.Targets).toEqual([
      {
        Id: 'Target0',
        Arn: {
          'Fn::Join': [
            '',
            [...arnParts('codepipeline'), ':', { Ref: logicalIdOf(given, 'AWS::CodePipeline::Pipeline') }],
          ],
        },
        RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
      },
    ]);
    expect(statementsOf(given, role)).toEqual([
      {
        Effect: 'Allow',
        Action: 'codepipeline:StartPipelineExecution',
        Resource: { 'Fn::Join': ['', [...arnParts('codepipeline'), ':Test-Pipeline']] },
      },
    ]);
    expect(resourcesOf(given, 'AWS::IAM::Role')[role].Properties).toEqual({
      Policies: expect.any(Array) as unknown,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } }],
      },
    });
  });

  test('is told in the description of the rule', () => {
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.Description).toBe(
      'Starts the pipeline Test-Pipeline when main changes',
    );
  });
});

describe('the action', () => {
  test('is one of CodeCommit, which puts out an artifact and variables', () => {
    expect(actionsOf(template())['Source/Source']).toEqual({
      Name: 'Source',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeCommit', Version: '1' },
      Configuration: {
        RepositoryName: { 'Fn::GetAtt': [expect.stringMatching(/^Repo/) as unknown, 'Name'] },
        BranchName: 'main',
        PollForSourceChanges: false,
      },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Source_Source',
      RunOrder: 1,
    });
  });

  test('reads the branch that the user says, and the rule waits for that branch', () => {
    const given = template({ branch: 'release/2.1' });
    expect(actionsOf(given)['Source/Source'].Configuration.BranchName).toBe('release/2.1');
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.EventPattern).toMatchObject({
      detail: { referenceName: ['release/2.1'] },
    });
  });

  test('has the name that the user says, and so have its artifact and its variables', () => {
    expect(actionsOf(template({ sourceName: 'app-code' }))['Source/app-code']).toMatchObject({
      Name: 'app-code',
      OutputArtifacts: [{ Name: 'app_code' }],
      Namespace: 'Source_app-code',
    });
  });

  test('runs with the role of the pipeline, which may read just this repository', () => {
    const given = template();
    expect(actionsOf(given)['Source/Source']).not.toHaveProperty('RoleArn');
    expect(
      statementsOf(given, 'PipelineRole').filter(({ Action }) => JSON.stringify(Action).includes('codecommit:')),
    ).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'codecommit:CancelUploadArchive',
          'codecommit:GetBranch',
          'codecommit:GetCommit',
          'codecommit:GetUploadArchiveStatus',
          'codecommit:UploadArchive',
        ],
        Resource: ownRepositoryArn,
      },
    ]);
  });
});

describe('the repository', () => {
  test.each<[string, (stack: Stack) => IRepository]>([
    ['imported by its name', (stack) => Repository.fromRepositoryName(stack, 'Imported', 'shop')],
    [
      'imported by its ARN',
      (stack) => Repository.fromRepositoryArn(stack, 'Imported', 'arn:aws:codecommit:eu-west-1:111122223333:shop'),
    ],
  ])('may be %s: the pipeline knows it by its name', (_, make) => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    pipelineOf(stack, Source.codeCommit(make(stack)));
    const given = Template.fromStack(stack);
    expect(actionsOf(given)['Source/Source'].Configuration.RepositoryName).toBe('shop');
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':codecommit:eu-west-1:111122223333:shop']] };
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.EventPattern).toMatchObject({ resources: [arn] });
    given.resourceCountIs('AWS::CodeCommit::Repository', 0);
  });

  test('may be the user’s own Repository of aws-cdk-lib, which stays as it is', () => {
    const make = (stack: Stack): IRepository => new Repository(stack, 'RepositoryOfMine', { repositoryName: 'shop' });
    const stack = newStack();
    make(stack);
    const alone = resourcesOf(Template.fromStack(stack), 'AWS::CodeCommit::Repository');
    const given = template({}, make);
    expect(resourcesOf(given, 'AWS::CodeCommit::Repository')).toEqual(alone);
    expect(actionsOf(given)['Source/Source'].Configuration.RepositoryName).toEqual({
      'Fn::GetAtt': [Object.keys(alone)[0], 'Name'],
    });
  });

  test.each<[string, (stack: Stack) => IRepository]>([
    ['a SourceRepository', (stack) => new SourceRepository(stack, 'Repository', { repositoryName: 'orders' })],
    ['a Repository of aws-cdk-lib', (stack) => new Repository(stack, 'Repository', { repositoryName: 'orders' })],
  ])('may be %s of another stack, which gets nothing of the pipeline', (_, make) => {
    const app = new App();
    const code = new Stack(app, 'Code');
    const delivery = new Stack(app, 'Delivery');
    pipelineOf(delivery, Source.codeCommit(make(code)));
    expect(lockedStacks(app)).toEqual([]);
    expect(Object.keys(Template.fromStack(code).toJSON().Resources as object)).toHaveLength(1);
    const given = Template.fromStack(delivery);
    given.resourceCountIs('AWS::Events::Rule', 1);
    const name = actionsOf(given)['Source/Source'].Configuration.RepositoryName;
    expect(name).toBe('orders');
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.EventPattern).toMatchObject({
      resources: [{ 'Fn::Join': ['', [...arnParts('codecommit').slice(0, -1), expect.anything(), ':orders']] }],
    });
  });
});

describe('a repository of another stack', () => {
  const deliveryOf = (repositoryName: (code: Stack) => string): { app: App; code: Stack; delivery: Stack } => {
    const app = new App();
    const [code, delivery] = [new Stack(app, 'Code'), new Stack(app, 'Delivery')];
    const repository = new Repository(code, 'Repository', { repositoryName: repositoryName(code) });
    pipelineOf(delivery, Source.codeCommit(repository));
    return { app, code, delivery };
  };

  test('is deployed before the pipeline', () => {
    const { code, delivery } = deliveryOf(() => 'orders');
    expect(delivery.dependencies).toEqual([code]);
  });

  test('is named by its literal name, so that a rename reaches the pipeline', () => {
    const { delivery } = deliveryOf(() => 'orders');
    expect(actionsOf(Template.fromStack(delivery))['Source/Source'].Configuration.RepositoryName).toBe('orders');
  });

  test('whose name is known at deployment only is named by the outputs of its stack', () => {
    const { app, delivery } = deliveryOf((code) => new CfnParameter(code, 'Name').valueAsString);
    const given = Template.fromStack(delivery);
    const name = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Code' }) as unknown };
    expect(actionsOf(given)['Source/Source'].Configuration.RepositoryName).toEqual(name);
    expect(onlyResource(given, 'AWS::Events::Rule').Properties.EventPattern).toMatchObject({
      resources: [{ 'Fn::Join': ['', [...arnParts('codecommit'), ':', name]] }],
    });
    expect(lockedStacks(app)).toEqual([]);
  });
});

describe('two sources of a pipeline', () => {
  const named = (stack: Stack, name: string, branch?: string): ISource =>
    Source.codeCommit(Repository.fromRepositoryName(stack, name, name), { sourceName: name, branch });

  test('run side by side, each with an artifact and a rule of its own', () => {
    const stack = newStack();
    pipelineOf(stack, named(stack, 'app'), named(stack, 'infra', 'stable'));
    const given = Template.fromStack(stack);
    const patterns = Object.values(resourcesOf(given, 'AWS::Events::Rule')).map(
      ({ Properties }) => Properties.EventPattern,
    );
    expect(patterns).toEqual([
      expect.objectContaining({
        resources: [repositoryArn('app')],
        detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: ['main'] },
      }),
      expect.objectContaining({
        resources: [repositoryArn('infra')],
        detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: ['stable'] },
      }),
    ]);
    expect(
      Object.entries(actionsOf(given)).map(([name, { RunOrder, OutputArtifacts }]) => [
        name,
        RunOrder,
        OutputArtifacts?.[0]?.Name,
      ]),
    ).toEqual([
      ['Source/app', 1, 'app'],
      ['Source/infra', 1, 'infra'],
      ['Build/Package', 1, 'Package'],
    ]);
  });

  test('may be two branches of one repository', () => {
    const stack = newStack();
    const repository = Repository.fromRepositoryName(stack, 'Shop', 'shop');
    pipelineOf(
      stack,
      Source.codeCommit(repository, { sourceName: 'app' }),
      Source.codeCommit(repository, { sourceName: 'config', branch: 'config' }),
    );
    const given = Template.fromStack(stack);
    given.resourceCountIs('AWS::Events::Rule', 2);
    expect(
      Object.values(actionsOf(given))
        .slice(0, 2)
        .map(({ Configuration }) => Configuration.BranchName),
    ).toEqual(['main', 'config']);
  });

  test('keep their logical ids when a third comes before them', () => {
    const idsWith = (...names: string[]): string[] => {
      const stack = newStack();
      pipelineOf(stack, ...names.map((name) => named(stack, name)));
      return Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::Events::Rule'));
    };
    expect(idsWith('first', 'app', 'infra')).toEqual(expect.arrayContaining(idsWith('app', 'infra')));
  });
});
