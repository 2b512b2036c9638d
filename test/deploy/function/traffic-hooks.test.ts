import { App, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication } from 'aws-cdk-lib/aws-codedeploy';
import { Alias, Function } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  DeploymentEvent,
  DeployTarget,
  LambdaDeployment,
  Rollback,
  Rollout,
  SmokeCheck,
  SmokeTest,
} from '../../../lib';
import {
  actionsOf,
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newDeployment,
  newFunction,
  newPipeline,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const STATUS = 'codedeploy:PutLifecycleEventHookExecutionStatus';

const groupArn = (name: string): object => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':codedeploy:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:deploymentgroup:${name}/${name}`,
    ],
  ],
});

function releaseParameters(template: Template, action: string): Record<string, unknown> {
  const text = actionsOf(template)[action].Configuration.UserParameters;
  const plain = typeof text === 'string' ? text : (text as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  const parts = typeof plain === 'string' ? [plain] : plain;
  return JSON.parse(
    parts
      .map((part) =>
        typeof part === 'string'
          ? part
          : Object.values(part as object)
              .flat()
              .join('.'),
      )
      .join(''),
  ) as Record<string, unknown>;
}

describe('a hook', () => {
  const stack = newStack();
  const check = newFunction(stack, 'Check');
  const deployment = newDeployment(stack, 'Production', { beforeTraffic: check });
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.lambdaFunction(deployment)] }] });
  const template = Template.fromStack(stack);

  test('goes to the handler, which puts it into the AppSpec', () => {
    const parameters = releaseParameters(template, 'Live/Production');
    expect(parameters.beforeTraffic).toBe(logicalIdOf(template, 'AWS::Lambda::Function', 'Check'));
    expect(parameters).not.toHaveProperty('afterTraffic');
  });

  test('may tell its result to exactly this deployment group', () => {
    expect(statementsOf(template, 'CheckServiceRole')).toEqual([
      { Action: STATUS, Effect: 'Allow', Resource: groupArn('Test-Production') },
    ]);
  });

  test('may be invoked by CodeDeploy', () => {
    expect(statementsOf(template, 'ProductionServiceRole')).toContainEqual({
      Action: 'lambda:InvokeFunction',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::Lambda::Function', 'Check'), 'Arn'] },
    });
  });

  test('is known to whoever reads the deployment', () => {
    expect(stack.resolve(deployment.beforeTrafficFunctionName)).toEqual({
      Ref: logicalIdOf(template, 'AWS::Lambda::Function', 'Check'),
    });
    expect(deployment.afterTrafficFunctionName).toBeUndefined();
  });
});

test('one hook serves several deployments, before and after traffic moves, and gets a policy for each', () => {
  const stack = newStack();
  const check = newFunction(stack, 'Check', 'check');
  newDeployment(stack, 'One', { beforeTraffic: check, afterTraffic: check });
  newDeployment(stack, 'Two', { afterTraffic: check });
  const template = Template.fromStack(stack);
  expect(
    statementsOf(template, 'CheckServiceRole')
      .map(({ Resource }) => JSON.stringify(Resource))
      .sort(),
  ).toEqual(['Test-One', 'Test-Two'].map((name) => JSON.stringify(groupArn(name))));
  expect(
    statementsOf(template, 'OneServiceRole').filter(({ Action }) => Action === 'lambda:InvokeFunction'),
  ).toHaveLength(1);
});

test('a hook with a name of its own is referred to by that name', () => {
  const stack = newStack();
  const deployment = newDeployment(stack, 'Production', { afterTraffic: newFunction(stack, 'Check', 'check') });
  expect(deployment.afterTrafficFunctionName).toBe('check');
});

test('a hook of another stack locks nothing, and its stack is deployed first', () => {
  const app = new App();
  const shared = new Stack(app, 'Shared');
  const check = newFunction(shared, 'Check');
  const stack = new Stack(app, 'Application');
  const deployment = newDeployment(stack, 'Production', { beforeTraffic: check });
  const delivery = new Stack(app, 'Delivery');
  newPipeline(delivery, { stages: [{ stageName: 'Live', targets: [DeployTarget.lambdaFunction(deployment)] }] });
  expect(stack.dependencies).toContain(shared);
  expect(lockedStacks(app)).toEqual([]);
  expect(JSON.stringify(actionsOf(Template.fromStack(delivery))['Live/Production'])).toContain('Fn::GetStackOutput');
});

test('a hook whose role is not known is warned of', () => {
  const stack = newStack();
  newDeployment(stack, 'Production', { beforeTraffic: Function.fromFunctionName(stack, 'Check', 'check') });
  Annotations.fromStack(stack).hasWarning(
    '/Test/Production',
    Match.stringLikeRegexp('The role of the hook Check is not known: let it do codedeploy:PutLifecycleEventHook'),
  );
});

test('an alias can be a hook, with the ARN of the alias', () => {
  const stack = newStack();
  const check = newFunction(stack, 'Check');
  const alias = new Alias(stack, 'CheckLive', { aliasName: 'live', version: check.currentVersion });
  newDeployment(stack, 'Production', { beforeTraffic: alias });
  const template = Template.fromStack(stack);
  expect(statementsOf(template, 'ProductionServiceRole')).toContainEqual(
    expect.objectContaining({
      Action: 'lambda:InvokeFunction',
      Resource: { Ref: logicalIdOf(template, 'AWS::Lambda::Alias', 'CheckLive') },
    }),
  );
});

test('an imported deployment passes its hooks and the alarm of its version on by name', () => {
  const stack = newStack();
  const deployment = LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Existing', {
    functionName: 'orders',
    applicationName: 'orders',
    deploymentGroupName: 'production',
    beforeTrafficFunctionName: 'smoke',
    afterTrafficFunctionName: 'check',
    versionAlarmName: 'orders-version',
  });
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.lambdaFunction(deployment)] }] });
  expect(releaseParameters(Template.fromStack(stack), 'Live/Existing')).toMatchObject({
    beforeTraffic: 'smoke',
    afterTraffic: 'check',
    versionAlarm: 'orders-version',
  });
});

test('a smoke test may also read the deployment and invoke every version, but not the function without one', () => {
  const stack = newStack();
  const smoke = new SmokeTest(stack, 'Smoke');
  newDeployment(stack, 'Production', { beforeTraffic: smoke.function });
  const template = Template.fromStack(stack);
  const fn = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::Lambda::Function', 'ProductionFunction'), 'Arn'] };
  expect(statementsOf(template, 'SmokeRole').slice(-3)).toEqual(
    expect.arrayContaining([
      { Action: 'codedeploy:GetDeployment', Effect: 'Allow', Resource: groupArn('Test-Production') },
      { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::Join': ['', [fn, ':*']] } },
    ]),
  );
});

test('a smoke test of an address may tell its result and nothing more', () => {
  const stack = newStack();
  const smoke = new SmokeTest(stack, 'Smoke', { check: SmokeCheck.url('https://orders.example.com') });
  newDeployment(stack, 'Production', { beforeTraffic: smoke.function });
  expect(allowedActionsOf(Template.fromStack(stack), 'SmokeRole')).toEqual([
    STATUS,
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
});

test('alarms, hooks and an API in front of the alias live in one stack without a circle', () => {
  const stack = newStack();
  const target = newFunction(stack);
  const smoke = new SmokeTest(stack, 'Smoke', {
    check: SmokeCheck.url(Fn.join('', ['https://', Fn.importValue('Host')])),
  });
  const check = newFunction(stack, 'Check');
  const deployment = new LambdaDeployment(stack, 'Production', {
    function: target,
    beforeTraffic: smoke.function,
    afterTraffic: check,
    rollout: Rollout.canary({ percentage: 10, interval: Duration.minutes(5) }),
    rollback: Rollback.onPlatformAlarms().alsoOnAlarms(
      new Alarm(stack, 'Throttles', { metric: target.metricThrottles(), threshold: 1, evaluationPeriods: 1 }),
    ),
  });
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', new LambdaIntegration(deployment.alias));
  check.addEnvironment('URL', api.url);
  smoke.function.addEnvironment('API', api.url);
  deployment.alias.addFunctionUrl();
  expect(() => Template.fromStack(stack)).not.toThrow();
});

describe('alarms', () => {
  const alarms = { rollback: Rollback.onPlatformAlarms() };

  test('are attached and disarmed by the same program in development', () => {
    const stack = newStack();
    newDeployment(stack, 'Production', { ...alarms, ignoreAlarms: true });
    const group = onlyResource(Template.fromStack(stack), GROUP).Properties;
    expect(group.AlarmConfiguration).toMatchObject({
      Enabled: false,
      Alarms: [{ Name: expect.anything() as unknown }, { Name: expect.anything() as unknown }],
    });
    expect(group.AutoRollbackConfiguration).toEqual({ Enabled: true, Events: ['DEPLOYMENT_FAILURE'] });
  });

  test('whose state cannot be read stop no release, where the user says so', () => {
    const stack = newStack();
    newDeployment(stack, 'Production', { ...alarms, ignorePollAlarmFailure: true });
    expect(onlyResource(Template.fromStack(stack), GROUP).Properties.AlarmConfiguration).toMatchObject({
      Enabled: true,
      IgnorePollAlarmFailure: true,
    });
  });

  test('of the platform are at hand, on the errors of the alias and of the new version, with threshold and times of the user', () => {
    const stack = newStack();
    const condition = { threshold: 5, period: Duration.minutes(2), evaluationPeriods: 3 };
    const { platformAlarms } = newDeployment(stack, 'Production', {
      rollback: Rollback.onPlatformAlarms({ serverErrors: condition }),
    });
    expect(platformAlarms).toHaveLength(2);
    const template = Template.fromStack(stack);
    const fn = logicalIdOf(template, 'AWS::Lambda::Function');
    const ofAlias = [
      { Name: 'FunctionName', Value: { Ref: fn } },
      { Name: 'Resource', Value: { 'Fn::Join': ['', [{ Ref: fn }, ':live']] } },
    ];
    const alarmsMade = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties,
    );
    const said = { Threshold: 5, Period: 120, EvaluationPeriods: 3, TreatMissingData: 'notBreaching' };
    expect(alarmsMade).toMatchObject([said, said]);
    expect(alarmsMade.map(({ Dimensions }) => Dimensions)).toEqual([
      ofAlias,
      [{ Name: 'ExecutedVersion', Value: 'none' }, ...ofAlias],
    ]);
  });
});

test('a topic is told of deployments, and CodeDeploy may tell it', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Topic');
  newDeployment(stack, 'Production', { notifications: [{ topic, events: [DeploymentEvent.DEPLOYMENT_FAILURE] }] });
  const template = Template.fromStack(stack);
  expect(onlyResource(template, GROUP).Properties.TriggerConfigurations).toMatchObject([
    { TriggerEvents: ['DeploymentFailure'], TriggerTargetArn: { Ref: logicalIdOf(template, 'AWS::SNS::Topic') } },
  ]);
  expect(allowedActionsOf(template, 'ProductionServiceRole')).toContain('sns:Publish');
});

test('several functions are released side by side in one stage, each by its strategy, in one application', () => {
  const stack = newStack();
  const application = new LambdaApplication(stack, 'Shop', { applicationName: 'shop' });
  const canary = Rollout.canary({ percentage: 10, interval: Duration.minutes(10) });
  const linear = Rollout.linear({ percentage: 25, interval: Duration.minutes(2) });
  const orders = newDeployment(stack, 'Orders', { application, rollout: canary });
  const billing = newDeployment(stack, 'Billing', { application, rollout: linear });
  newPipeline(stack, {
    stages: [{ stageName: 'Live', targets: [orders, billing].map((one) => DeployTarget.lambdaFunction(one)) }],
  });
  const template = Template.fromStack(stack);
  expect(Object.keys(resourcesOf(template, 'AWS::CodeDeploy::Application'))).toHaveLength(1);
  expect(
    Object.values(resourcesOf(template, GROUP)).map(({ Properties }) => Properties.DeploymentConfigName).length,
  ).toBe(2);
  const [first, second] = ['Live/Orders', 'Live/Billing'].map((name) => actionsOf(template)[name]);
  expect(first.RunOrder).toBe(second.RunOrder);
  expect(releaseParameters(template, 'Live/Orders').applicationName).toBe(
    releaseParameters(template, 'Live/Billing').applicationName,
  );
});

test('an application whose name is known at deployment only closes no circle with its hook', () => {
  const stack = newStack();
  const name = new CfnParameter(stack, 'Name').valueAsString;
  const application = new LambdaApplication(stack, 'Shop', { applicationName: name });
  newDeployment(stack, 'Orders', { application, beforeTraffic: newFunction(stack, 'Check') });
  expect(() => Template.fromStack(stack)).not.toThrow();
});
