import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rollback } from '../../lib';
import { logicalIdOf, newDeployment, newStack, onlyResource, resourcesOf } from '../support/fixtures';

const alarm = (stack: Stack, id: string): Alarm =>
  new Alarm(stack, id, { metric: new Metric({ namespace: 'N', metricName: id }), threshold: 1, evaluationPeriods: 1 });

/** What CodeDeploy is told of alarms and rollbacks. */
function settings(rollback?: (stack: Stack) => Rollback): { alarms: unknown; rollback: unknown } {
  const stack = newStack();
  newDeployment(stack, 'Production', rollback === undefined ? {} : { rollback: rollback(stack) });
  const { AlarmConfiguration, AutoRollbackConfiguration } = onlyResource(
    Template.fromStack(stack),
    'AWS::CodeDeploy::DeploymentGroup',
  ).Properties;
  return { alarms: AlarmConfiguration, rollback: AutoRollbackConfiguration };
}

const NO_ALARMS = { Enabled: false, Alarms: [] };
const named = (...prefixes: string[]): unknown => ({
  Enabled: true,
  Alarms: prefixes.map((prefix) => ({ Name: { Ref: expect.stringMatching(`^${prefix}`) as unknown } })),
});

test.each<[string, ((stack: Stack) => Rollback) | undefined, unknown, unknown]>([
  ['by default, when the deployment fails', undefined, NO_ALARMS, { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] }],
  [
    'when the deployment fails',
    () => Rollback.onFailure(),
    NO_ALARMS,
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
  ],
  [
    'when the deployment fails or is stopped',
    () => Rollback.onFailure().alsoOnStop(),
    NO_ALARMS,
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] },
  ],
  [
    'at an alarm, and when the deployment fails',
    (stack) => Rollback.onAlarms(alarm(stack, 'Errors')),
    named('Errors'),
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  ],
  [
    'at one of several alarms',
    (stack) => Rollback.onAlarms(alarm(stack, 'Errors'), alarm(stack, 'Latency')),
    named('Errors', 'Latency'),
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  ],
  [
    'at an alarm, when the deployment fails, and when it is stopped',
    (stack) => Rollback.onAlarms(alarm(stack, 'Errors')).alsoOnStop(),
    named('Errors'),
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] },
  ],
  ['never', () => Rollback.never(), NO_ALARMS, { Enabled: false }],
  [
    'only when the deployment is stopped',
    () => Rollback.never().alsoOnStop(),
    NO_ALARMS,
    { Enabled: true, Events: ['DEPLOYMENT_STOP_ON_REQUEST'] },
  ],
])('a release is taken back %s', (_, rollback, alarms, automatic) => {
  expect(settings(rollback)).toEqual({ alarms, rollback: automatic });
});

test('an alarm may exist already', () => {
  const { alarms } = settings((stack) => Rollback.onAlarms(Alarm.fromAlarmName(stack, 'Imported', 'orders-latency')));
  expect(alarms).toEqual({ Enabled: true, Alarms: [{ Name: 'orders-latency' }] });
});

test('one rollback can be given to several deployments', () => {
  const stack = newStack();
  const rollback = Rollback.onAlarms(alarm(stack, 'Errors'));
  newDeployment(stack, 'Staging', { rollback });
  newDeployment(stack, 'Production', { rollback });
  Template.fromStack(stack).allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
    AlarmConfiguration: { Enabled: true },
  });
});

test('to take back also on a stop makes another rollback and leaves the first as it was', () => {
  const first = Rollback.onFailure();
  const second = first.alsoOnStop();
  expect(second).not.toBe(first);
  expect(settings(() => first).rollback).toEqual({ Enabled: true, Events: ['DEPLOYMENT_FAILURE'] });
});

test('to take back also on a stop keeps the alarms', () => {
  const { alarms } = settings((stack) =>
    Rollback.onAlarms(alarm(stack, 'Errors'), alarm(stack, 'Latency')).alsoOnStop().alsoOnStop(),
  );
  expect(alarms).toEqual(named('Errors', 'Latency'));
});

describe('the alarms that a function’s deployment makes itself', () => {
  const watched = (rollback: (stack: Stack) => Rollback): Template => {
    const stack = newStack();
    newDeployment(stack, 'Production', { rollback: rollback(stack) });
    return Template.fromStack(stack);
  };

  test('are of the errors of its alias, at the first one within a minute', () => {
    const template = watched(() => Rollback.onPlatformAlarms());
    const id = logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'ServerErrors');
    const { Dimensions, ...alarmed } = resourcesOf(template, 'AWS::CloudWatch::Alarm')[id].Properties;
    expect(alarmed).toEqual({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    const name = { Ref: expect.stringMatching(/^ProductionFunction/) as unknown };
    expect(Dimensions).toEqual([
      { Name: 'FunctionName', Value: name },
      { Name: 'Resource', Value: { 'Fn::Join': ['', [name, ':live']] } },
    ]);
  });

  test('take a release back, beside a failure and those of the user', () => {
    const template = watched((stack) => Rollback.onPlatformAlarms().alsoOnAlarms(alarm(stack, 'Latency')));
    const { AlarmConfiguration, AutoRollbackConfiguration } = onlyResource(
      template,
      'AWS::CodeDeploy::DeploymentGroup',
    ).Properties;
    expect(AlarmConfiguration).toEqual(named('Latency', 'ProductionServerErrors', 'ProductionVersionErrors'));
    expect(AutoRollbackConfiguration).toEqual({
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
    });
  });

  test('have the threshold and the times of the user', () => {
    const serverErrors = { threshold: 10, period: Duration.minutes(5), evaluationPeriods: 3 };
    watched(() => Rollback.onPlatformAlarms({ serverErrors })).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 10,
      Period: 300,
      EvaluationPeriods: 3,
    });
  });

  test('may be looked at for a week when a period takes an hour', () => {
    const serverErrors = { period: Duration.hours(1), evaluationPeriods: 168 };
    watched(() => Rollback.onPlatformAlarms({ serverErrors })).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Period: 3600,
      EvaluationPeriods: 168,
    });
  });
});

describe('alarms that are added', () => {
  test('make another rollback, and leave the first as it was', () => {
    const stack = newStack();
    const first = Rollback.onAlarms(alarm(stack, 'Errors'));
    const second = first.alsoOnAlarms(alarm(stack, 'Latency'), alarm(stack, 'Throttles'));
    expect(first._parts.alarms).toHaveLength(1);
    expect(second._parts.alarms).toHaveLength(3);
  });

  test('take a release back even where a failure does not', () => {
    expect(settings((stack) => Rollback.never().alsoOnAlarms(alarm(stack, 'Errors'))).rollback).toEqual({
      Enabled: true,
      Events: ['DEPLOYMENT_STOP_ON_ALARM'],
    });
  });
});
