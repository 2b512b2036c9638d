import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import { Build, DeployTarget, PipelineVariable, Rollout } from '../../../lib';
import type { LambdaActionOptions } from '../../../lib';
import {
  actionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newFunction,
  newPipeline,
  newStack,
  statementsOf,
} from '../../support/fixtures';
import type { TemplateAction } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';

function newAlias(stack: Stack, functionName?: string): Alias {
  const fn = newFunction(stack, 'Orders', functionName);
  return new Alias(stack, 'Live', { aliasName: 'live', version: new Version(stack, 'First', { lambda: fn }) });
}

function newAlarm(stack: Stack, id = 'Errors', alarmName?: string): Alarm {
  const metric = new Metric({ namespace: 'Test', metricName: id });
  return new Alarm(stack, id, { alarmName, metric, threshold: 1, evaluationPeriods: 1 });
}

function released(options?: (stack: Stack) => LambdaActionOptions): { template: Template; action: TemplateAction } {
  const stack = newStack();
  const target = DeployTarget.lambdaAction(newAlias(stack, 'orders'), options?.(stack));
  newPipeline(stack, {
    variables: [PipelineVariable.named('version', { defaultValue: '1' })],
    stages: [{ stageName: 'Production', targets: [target] }],
  });
  const template = Template.fromStack(stack);
  return { template, action: actionsOf(template)['Production/Live'] };
}

test('the action is that of CodePipeline, with the output of the build, and its variables have a namespace', () => {
  const { action } = released();
  expect(action).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
    Configuration: { FunctionName: 'orders', FunctionAlias: 'live', DeployStrategy: 'AllAtOnce' },
    InputArtifacts: [{ Name: 'Package' }],
    Namespace: 'Production_Live',
  });
  expect(action).not.toHaveProperty('OutputArtifacts');
  expect(action).not.toHaveProperty('RoleArn');
});

test.each([
  ['Canary10Percent5Minutes', Rollout.canary({ percentage: 10, interval: Duration.minutes(5) })],
  ['Canary99Percent1Minutes', Rollout.canary({ percentage: 99, interval: Duration.minutes(1) })],
  ['Linear10PercentEvery1Minute', Rollout.linear({ percentage: 10, interval: Duration.minutes(1) })],
  ['Linear50PercentEvery1440Minutes', Rollout.linear({ percentage: 50, interval: Duration.days(1) })],
  ['AllAtOnce', Rollout.allAtOnce()],
])('traffic moves by %s', (strategy, rollout) => {
  expect(released(() => ({ rollout })).action.Configuration.DeployStrategy).toBe(strategy);
});

test('alarms are named, and may be read by the pipeline', () => {
  const { template, action } = released((stack) => ({
    alarms: [newAlarm(stack, 'Errors', 'errors'), newAlarm(stack, 'Slow', 'slow')],
  }));
  expect(action.Configuration.Alarms).toEqual({
    'Fn::Join': [
      '',
      [
        { Ref: logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'Errors') },
        ',',
        { Ref: logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'Slow') },
      ],
    ],
  });
  expect(JSON.stringify(statementsOf(template, 'PipelineRole'))).toContain('cloudwatch:DescribeAlarms');
});

test('the pipeline may do to this function what the action does, and write its own log', () => {
  const { template } = released();
  const statements = statementsOf(template, 'PipelineRole');
  const ofFunction = statements.find(({ Action }) => Action.includes('lambda:UpdateFunctionCode'));
  expect(ofFunction?.Action).toEqual([
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:GetProvisionedConcurrencyConfig',
    'lambda:PublishVersion',
    'lambda:UpdateAlias',
    'lambda:UpdateFunctionCode',
  ]);
  expect(JSON.stringify(ofFunction?.Resource)).toContain(':function:orders');
  expect(JSON.stringify(statements.find(({ Action }) => Action.includes('logs:PutLogEvents'))?.Resource)).toContain(
    'log-group:/aws/codepipeline/',
  );
  expect(JSON.stringify(statements)).not.toContain('cloudwatch:DescribeAlarms');
});

test.each(['7', '#{variables.version}'])(
  'a version that is published already is taken without an artifact: %s',
  (version) => {
    const { action } = released(() => ({ publishedVersion: version }));
    expect(action.Configuration.PublishedTargetVersion).toBe(version);
    expect(action).not.toHaveProperty('InputArtifacts');
  },
);

test('an alias that exists already is released by its names', () => {
  const stack = newStack();
  const version = Version.fromVersionArn(stack, 'Seven', 'arn:aws:lambda:eu-west-1:111122223333:function:orders:7');
  const alias = Alias.fromAliasAttributes(stack, 'Stable', { aliasName: 'stable', aliasVersion: version });
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [DeployTarget.lambdaAction(alias)] }] });
  expect(actionsOf(Template.fromStack(stack))['Production/Stable'].Configuration).toMatchObject({
    FunctionName: 'orders',
    FunctionAlias: 'stable',
  });
});

test('an alias and alarms of another stack lock nothing', () => {
  const app = new App();
  const application = new Stack(app, 'Application');
  const delivery = new Stack(app, 'Delivery');
  const target = DeployTarget.lambdaAction(newAlias(application), { alarms: [newAlarm(application)] });
  newPipeline(delivery, { stages: [{ stageName: 'Production', targets: [target] }] });
  expect(lockedStacks(app)).toEqual([]);
  expect(delivery.dependencies).toContain(application);
});

test.each<[string, (stack: Stack) => [unknown, unknown?], string]>([
  ['no alias', () => [undefined], 'alias: must be an alias of a Lambda function, got nothing'],
  [
    'a function',
    (stack) => [newFunction(stack, 'Orders')],
    'alias: must be an alias of a Lambda function, got the Function Test/Orders',
  ],
  ['a name', () => ['live'], "alias: must be an alias of a Lambda function, got 'live'"],
  [
    'an alias of currentVersion',
    (stack) => [new Alias(stack, 'Live', { aliasName: 'live', version: newFunction(stack, 'Orders').currentVersion })],
    "alias: must be at a version that stays: each change of currentVersion moves it back to the code of the template, got 'Live'; make the alias of a new Version, or use a LambdaDeployment",
  ],
  [
    'a rollout that is a name',
    (stack) => [newAlias(stack), { rollout: 'canary' }],
    "rollout: must be a Rollout, got 'canary'; use the functions of Rollout",
  ],
  [
    'a rollout for servers',
    (stack) => [newAlias(stack), { rollout: Rollout.oneAtATime() }],
    "rollout: must be one of Rollout.allAtOnce, Rollout.canary, Rollout.linear: a function has no hosts, got 'Rollout.oneAtATime'",
  ],
  [
    'a canary of 150 percent',
    (stack) => [newAlias(stack), { rollout: Rollout.canary({ percentage: 150, interval: Duration.minutes(5) }) }],
    'rollout.percentage: must be 1 to 99 percent, got 150',
  ],
  [
    'steps that take three days',
    (stack) => [newAlias(stack), { rollout: Rollout.linear({ percentage: 34, interval: Duration.hours(36) }) }],
    "rollout.interval: must be so short that all steps take at most 2880 minutes, got '4320 minutes for 2 steps'",
  ],
  [
    'alarms that are no list',
    (stack) => [newAlias(stack), { alarms: {} }],
    'alarms: must be a list, got a value of type object',
  ],
  [
    'an alarm that is a name',
    (stack) => [newAlias(stack), { alarms: ['errors'] }],
    "alarms[0]: must be an alarm, got 'errors'",
  ],
  [
    'eleven alarms',
    (stack) => [
      newAlias(stack),
      { alarms: Array.from({ length: 11 }, (_, index) => newAlarm(stack, `Alarm${index}`)) },
    ],
    'alarms: must be 0 to 10 alarms, got 11',
  ],
  [
    'an alarm with a comma',
    (stack) => [
      newAlias(stack),
      { alarms: [Alarm.fromAlarmArn(stack, 'A', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a,b')] },
    ],
    "alarms: must have names without commas, which stand between them, got 'a,b'",
  ],
  [
    'a version that is an alias',
    (stack) => [newAlias(stack), { publishedVersion: 'live' }],
    "publishedVersion: must be the number of a version, or a variable of the pipeline, got 'live'; write it like 7 or #{variables.version}",
  ],
  [
    'a version that is a number',
    (stack) => [newAlias(stack), { publishedVersion: 7 }],
    'publishedVersion: must be a string, got 7',
  ],
])('of %s, the report says what is wrong', (_, make, says) => {
  const stack = newStack();
  const [alias, options] = make(stack);
  const target = DeployTarget.lambdaAction(untyped(alias), untyped(options));
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  expect(errorsOf(stack)).toEqual([`${target.targetName} (DeployTarget.lambdaAction) ${says}`]);
});

test('a version beside an artifact is refused, and an alias twice in a stage', () => {
  const stack = newStack();
  const alias = newAlias(stack);
  const build = Build.project({ buildName: 'Package' });
  newPipeline(stack, {
    builds: [build],
    stages: [
      {
        stageName: 'Production',
        targets: [
          DeployTarget.lambdaAction(alias, { publishedVersion: '7', artifact: build.artifact }),
          DeployTarget.lambdaAction(alias, { targetName: 'Again' }),
        ],
      },
    ],
  });
  expect(errorsOf(stack)).toEqual([
    'Live (DeployTarget.lambdaAction) publishedVersion: must not be given beside artifact; leave one of them out',
    "Again (DeployTarget.lambdaAction) alias: must be released once in a stage, got 'Live'",
  ]);
});
