import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { BuildSpec, Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  Build,
  BuildProject,
  BuildVariable,
  Gate,
  GateResult,
  SourceVariables,
  StageFailure,
  StageRule,
  SuccessResult,
  VariableCheck,
  WeekDays,
} from '../../lib';
import type { DeliveryStage, IGate } from '../../lib';
import {
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newFunction,
  newPipeline,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';

const build = Build.project({ buildName: 'Package' });
const input = build.artifact;

function alarmOn(scope: Construct, id = 'Errors'): IAlarm {
  const metric = new Metric({ namespace: 'Orders', metricName: 'Errors' });
  return new Alarm(scope, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

function templateOf(stageOf: (stack: Stack) => Partial<DeliveryStage>, stack = newStack()): Template {
  newPipeline(stack, {
    builds: [build],
    stages: [{ stageName: 'Production', targets: [newTarget(stack, 'Orders')], ...stageOf(stack) }],
  });
  return Template.fromStack(stack);
}

type Conditions = Record<'BeforeEntry' | 'OnSuccess' | 'OnFailure', unknown>;

/** The three conditions of the stage in question. */
function conditionsOf(template: Template): Conditions {
  const { Stages } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties as {
    Stages: (Conditions & { Name: string })[];
  };
  const { BeforeEntry, OnSuccess, OnFailure } = Stages.find(({ Name }) => Name === 'Production') as Conditions;
  return { BeforeEntry, OnSuccess, OnFailure };
}

const declared = (name: string, provider: string, rest: object): object => ({
  Name: name,
  RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: provider, Version: '1' },
  ...rest,
});
const conditions = (result: string, ...rules: object[]): object => ({ Conditions: [{ Result: result, Rules: rules }] });

interface Kind {
  readonly rule: (stack: Stack) => StageRule;
  readonly gate: (stack: Stack) => IGate;
  readonly entry: object;
  readonly failure?: object;
}

const errors = { AlarmName: { Ref: expect.stringMatching(/^Errors/) as unknown } };
const quiet = { ...errors, WaitTime: '60' };
const waitFor = Duration.hours(1);
const hours = { days: WeekDays.MON_TO_THU, fromHour: 9, toHour: 17, timeZone: 'Asia/Seoul' };
const window = { Cron: '* * 9-16 ? * MON,TUE,WED,THU *', TimeZone: 'Asia/Seoul' };
const branch = SourceVariables.of('Source').branchName;
const project = (stack: Stack): Project =>
  new Project(stack, 'Checks', { projectName: 'checks', buildSpec: BuildSpec.fromObject({ version: '0.2' }) });
const files = [{ Name: 'Package' }];
const projectName = { Ref: expect.stringMatching(/^Checks/) as unknown };
const tier = { TIER: BuildVariable.plain('production') };
const parameters = { commit: SourceVariables.of('Source').commitId };

const KINDS: Record<string, Kind> = {
  'an alarm, which is to be quiet before and after, and on where something failed': {
    rule: (stack) => StageRule.alarm(alarmOn(stack), { waitFor }),
    gate: (stack) => Gate.alarm(alarmOn(stack), { waitFor }),
    entry: declared('Alarm', 'CloudWatchAlarm', { Configuration: quiet }),
    failure: declared('Alarm', 'CloudWatchAlarm', { Configuration: { ...quiet, AlarmStates: 'ALARM' } }),
  },
  'a window': {
    rule: () => StageRule.deploymentWindow(hours),
    gate: () => Gate.deploymentWindow(hours),
    entry: declared('DeploymentWindow', 'DeploymentWindow', { Configuration: window }),
  },
  'a variable': {
    rule: () => StageRule.variable(branch, VariableCheck.equalTo('main')),
    gate: () => Gate.variable(branch, VariableCheck.equalTo('main')),
    entry: declared('Variable', 'VariableCheck', {
      Configuration: { Variable: '#{Source_Source.BranchName}', Operator: 'EQ', Value: 'main' },
    }),
  },
  'a function': {
    rule: (stack) => StageRule.lambdaFunction(newFunction(stack, 'Ask', 'ask'), { input, userParameters: parameters }),
    gate: (stack) => Gate.lambdaFunction(newFunction(stack, 'Ask', 'ask'), { input, userParameters: parameters }),
    entry: declared('Lambda', 'LambdaInvoke', {
      Configuration: {
        FunctionName: { Ref: expect.stringMatching(/^Ask/) as unknown },
        UserParameters: '{"commit":"#{Source_Source.CommitId}"}',
      },
      InputArtifacts: files,
    }),
  },
  'a build': {
    rule: (stack) => StageRule.codeBuild(project(stack), { input, variables: tier }),
    gate: (stack) => Gate.codeBuild(project(stack), { input, variables: tier }),
    entry: declared('CodeBuild', 'CodeBuild', {
      Configuration: {
        ProjectName: projectName,
        EnvironmentVariables: '[{"name":"TIER","type":"PLAINTEXT","value":"production"}]',
      },
      InputArtifacts: files,
    }),
  },
  commands: {
    rule: () => StageRule.commands({ commands: ['./check.sh', 'make ready'], input }),
    gate: () => Gate.commands({ commands: ['./check.sh', 'make ready'], input }),
    entry: declared('Commands', 'Commands', {
      Commands: ['./check.sh', 'make ready'],
      InputArtifacts: files,
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/CommandRole/), 'Arn'] },
    }),
  },
};

describe.each(Object.entries(KINDS))('%s', (_, { rule, gate, entry, failure = entry }) => {
  test('lets a run into the stage only when it is met, else the run fails', () => {
    const { BeforeEntry, OnSuccess, OnFailure } = conditionsOf(templateOf((stack) => ({ gates: [gate(stack)] })));
    expect([BeforeEntry, OnSuccess, OnFailure]).toEqual([conditions('FAIL', entry), undefined, undefined]);
  });

  test.each([
    ['takes the release back', undefined, 'ROLLBACK'],
    ['takes the release back, where that is said', SuccessResult.ROLLBACK, 'ROLLBACK'],
    ['fails the stage', SuccessResult.FAIL, 'FAIL'],
  ])('%s after a success when it is not met', (_what, otherwise, result) => {
    const template = templateOf((stack) => ({ onSuccess: { rules: [rule(stack)], otherwise } }));
    expect(conditionsOf(template).OnSuccess).toEqual(conditions(result, entry));
  });

  test('takes the release back after a failure when it is met', () => {
    const template = templateOf((stack) => ({ onFailure: StageFailure.rollBackWhen(rule(stack)) }));
    expect(conditionsOf(template).OnFailure).toEqual(conditions('ROLLBACK', failure));
  });

  test('needs no export from another stack, and locks none', () => {
    const app = new App();
    const application = new Stack(app, 'Application');
    templateOf(() => ({ gates: [gate(application)] }), new Stack(app, 'Delivery'));
    expect(lockedStacks(app)).toEqual([]);
  });
});

test.each([
  ['is the text', VariableCheck.equalTo('1'), 'EQ'],
  ['is another', VariableCheck.notEqualTo('1'), 'NE'],
  ['has the text in it', VariableCheck.containing('1'), 'CONTAINS'],
  ['matches', VariableCheck.matching('1'), 'MATCHES'],
])('a variable can be asked whether it %s', (_, check, Operator) => {
  const template = templateOf(() => ({ gates: [Gate.variable(branch, check)] }));
  const configuration = { Variable: branch, Operator, Value: '1' };
  expect(conditionsOf(template).BeforeEntry).toEqual(
    conditions('FAIL', declared('Variable', 'VariableCheck', { Configuration: configuration })),
  );
});

test('a stage may be skipped by a variable and by a function', () => {
  const otherwise = GateResult.SKIP;
  const template = templateOf((stack) => ({
    gates: [
      Gate.variable(branch, VariableCheck.equalTo('main'), { otherwise }),
      Gate.lambdaFunction(newFunction(stack, 'Ask'), { otherwise }),
    ],
  }));
  expect(conditionsOf(template).BeforeEntry).toMatchObject({
    Conditions: [{ Result: 'SKIP', Rules: [{ Name: 'Variable' }, { Name: 'Lambda' }] }],
  });
});

test('an alarm of which no time is said is looked at once', () => {
  const template = templateOf((stack) => ({ gates: [Gate.alarm(alarmOn(stack))] }));
  expect(conditionsOf(template).BeforeEntry).toEqual(
    conditions('FAIL', declared('Alarm', 'CloudWatchAlarm', { Configuration: errors })),
  );
});

test('rules of a condition have the names that the user gives them', () => {
  const template = templateOf((stack) => ({
    onSuccess: {
      rules: ['Errors', 'Latency'].map((ruleName) => StageRule.alarm(alarmOn(stack, ruleName), { ruleName })),
    },
  }));
  expect(conditionsOf(template).OnSuccess).toMatchObject({
    Conditions: [{ Rules: [{ Name: 'Errors' }, { Name: 'Latency' }] }],
  });
});

test('one rule may serve all places of several stages', () => {
  const stack = newStack();
  const statements = [new PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::orders'] })];
  const rule = StageRule.commands({ commands: ['make ready'], input, statements });
  newPipeline(stack, {
    builds: [build],
    stages: ['One', 'Two'].map((stageName) => ({
      stageName,
      targets: [newTarget(stack, stageName)],
      onSuccess: { rules: [rule] },
      onFailure: StageFailure.rollBackWhen(rule),
    })),
  });
  const roles = Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role'));
  expect(roles.filter((id) => id.includes('CommandsCommandRole'))).toHaveLength(4);
});

describe('commands', () => {
  const statement = new PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:::parameter/x'] });

  test('run with a role of their own, that does what the user says, and the pipeline may take', () => {
    const template = templateOf(() => ({
      gates: [Gate.commands({ commands: ['make ready'], input, statements: [statement] })],
    }));
    const role = logicalIdOf(template, 'AWS::IAM::Role', 'ENTRYCommandsCommandRole');
    expect(allowedActionsOf(template, role)).toEqual([
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:GetObjectVersion',
      'ssm:GetParameter',
    ]);
    expect(statementsOf(template, 'PipelineRole')).toContainEqual({
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [role, 'Arn'] },
    });
    const pipelineRole = { 'Fn::GetAtt': [expect.stringMatching(/^PipelineRole/), 'Arn'] };
    expect(resourcesOf(template, 'AWS::IAM::Role')[role].Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Principal: { AWS: pipelineRole } }],
    });
  });

  test('of which nothing more is said share the role of all commands of the pipeline, which is not the pipeline’s', () => {
    const template = templateOf(() => ({ gates: [Gate.commands({ commands: ['make ready'], input })] }));
    const role = logicalIdOf(template, 'AWS::IAM::Role', 'CommandRole');
    expect(role).toMatch(/^PipelineCommandRole/);
    expect(conditionsOf(template).BeforeEntry).toMatchObject({
      Conditions: [{ Rules: [{ RoleArn: { 'Fn::GetAtt': [role, 'Arn'] } }] }],
    });
    expect(statementsOf(template, 'PipelineRole')).toContainEqual({
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [role, 'Arn'] },
    });
  });

  test('run with the role of the user, where there is one', () => {
    const template = templateOf((stack) => {
      const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });
      return { gates: [Gate.commands({ commands: ['make ready'], input, role })] };
    });
    const mine = logicalIdOf(template, 'AWS::IAM::Role', 'Mine');
    expect(conditionsOf(template).BeforeEntry).toMatchObject({
      Conditions: [{ Rules: [{ RoleArn: { 'Fn::GetAtt': [mine, 'Arn'] } }] }],
    });
    expect(allowedActionsOf(template, 'Mine')).toContain('s3:GetObject');
  });

  test('leave the statements of the user as they are', () => {
    templateOf(() => ({ gates: [Gate.commands({ commands: ['make'], input, statements: [statement] })] }));
    expect(statement.resources).toEqual(['arn:aws:ssm:::parameter/x']);
  });
});

describe('a build', () => {
  test('may be one of a project of this library, whose role reads what it builds', () => {
    const template = templateOf((stack) => {
      const checks = new BuildProject(stack, 'Checks', { commands: ['make check'] });
      return { gates: [Gate.codeBuild(checks.project, { input })] };
    });
    expect(allowedActionsOf(template, 'ChecksRole')).toEqual(expect.arrayContaining(['s3:GetObject']));
    expect(allowedActionsOf(template, 'ChecksRole')).not.toContain('s3:PutObject');
    expect(statementsOf(template, 'PipelineRole')).toContainEqual({
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Checks/), 'Arn'] },
    });
  });

  test('of an imported project warns that its role is not known', () => {
    const stack = newStack();
    templateOf(() => ({ gates: [Gate.codeBuild(Project.fromProjectName(stack, 'Old', 'old'), { input })] }), stack);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('role of an imported project is not known'));
  });
});

test('a function may answer CodePipeline, and the pipeline may ask just it', () => {
  const template = templateOf((stack) => ({ gates: [Gate.lambdaFunction(newFunction(stack, 'Ask'))] }));
  expect(allowedActionsOf(template, 'AskServiceRole')).toEqual([
    'codepipeline:PutJobFailureResult',
    'codepipeline:PutJobSuccessResult',
  ]);
  expect(statementsOf(template, 'PipelineRole')).toContainEqual({
    Action: 'lambda:InvokeFunction',
    Effect: 'Allow',
    Resource: [logicalIdOf(template, 'AWS::Lambda::Function', 'Ask'), expect.stringMatching(/lambdarelease/)].map(
      (id) => ({
        'Fn::GetAtt': [id as unknown, 'Arn'],
      }),
    ),
  });
});

test('an imported function is asked by its name', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:ask';
  const template = templateOf((stack) => ({
    gates: [Gate.lambdaFunction(Function.fromFunctionArn(stack, 'Ask', arn))],
  }));
  expect(conditionsOf(template).BeforeEntry).toMatchObject({
    Conditions: [{ Rules: [{ Configuration: { FunctionName: 'ask' } }] }],
  });
});

test('the pipeline may look at just the alarms of its rules', () => {
  const template = templateOf((stack) => ({ gates: [Gate.alarm(alarmOn(stack))] }));
  expect(statementsOf(template, 'PipelineRole')).toContainEqual({
    Action: 'cloudwatch:DescribeAlarms',
    Effect: 'Allow',
    Resource: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'Errors'), 'Arn'] },
  });
});
