import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { CreateDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  awsError,
  busy,
  cloudWatch,
  codeDeploy,
  groupHas,
  LATER_JOB_ID,
  MARK,
  onlyFailure,
  onlySuccess,
  parameters,
  resetWorld,
  run,
  tokens,
} from './test-support';

const NAME = 'orders-version-errors';
const userParameters = JSON.stringify({ ...parameters, versionAlarm: NAME });

const SETTINGS = {
  AlarmName: NAME,
  AlarmDescription: 'Errors of the new version',
  ActionsEnabled: true,
  OKActions: ['arn:aws:sns:eu-west-1:111122223333:ok'],
  AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarm'],
  InsufficientDataActions: ['arn:aws:sns:eu-west-1:111122223333:none'],
  MetricName: 'Errors',
  Namespace: 'AWS/Lambda',
  Statistic: 'Sum' as const,
  Period: 60,
  Unit: 'Count' as const,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold' as const,
  TreatMissingData: 'notBreaching',
};
const PLACE = [
  { Name: 'FunctionName', Value: 'orders' },
  { Name: 'Resource', Value: 'orders:live' },
];
const watching = (version: string): MetricAlarm['Dimensions'] => [
  ...PLACE,
  { Name: 'ExecutedVersion', Value: version },
];

/** What is read beside the settings, and must not be sent back. */
const READ_ONLY = { AlarmArn: 'arn:alarm', StateReason: 'no data', AlarmConfigurationUpdatedTimestamp: new Date(0) };

function alarmIs(alarm: MetricAlarm): void {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ ...SETTINGS, ...READ_ONLY, ...alarm }] });
}

const puts = (): unknown[] => cloudWatch.commandCalls(PutMetricAlarmCommand).map((call) => call.args[0].input);
const states = (): unknown[] => cloudWatch.commandCalls(SetAlarmStateCommand).map((call) => call.args[0].input);
const created = (): number => codeDeploy.commandCalls(CreateDeploymentCommand).length;

beforeEach(() => {
  resetWorld();
  cloudWatch.on(PutMetricAlarmCommand).resolves({});
  cloudWatch.on(SetAlarmStateCommand).resolves({});
  alarmIs({ Dimensions: watching('none'), StateValue: 'OK' });
});

test('the alarm watches the new version before its deployment is made, and keeps all else', async () => {
  cloudWatch.on(PutMetricAlarmCommand).callsFake(() => {
    expect(created()).toBe(0);
    return {};
  });
  await run({ userParameters });
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0].args[0].input).toEqual({ AlarmNames: [NAME] });
  expect(puts()).toEqual([{ ...SETTINGS, Dimensions: watching('4') }]);
  expect(states()).toEqual([]);
  expect(created()).toBe(1);
});

test('an alarm of a percentile keeps it', async () => {
  const percentile = { Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' };
  alarmIs({ ...percentile, Dimensions: watching('3') });
  await run({ userParameters });
  expect(puts()).toEqual([{ ...SETTINGS, ...percentile, Dimensions: watching('4') }]);
});

test('a release without such an alarm asks CloudWatch nothing', async () => {
  await run();
  expect(cloudWatch.calls()).toEqual([]);
});

test('an alarm that the version before left in ALARM does not stop the release', async () => {
  alarmIs({ Dimensions: watching('3'), StateValue: 'ALARM' });
  await run({ userParameters });
  expect(states()).toEqual([
    { AlarmName: NAME, StateValue: 'INSUFFICIENT_DATA', StateReason: 'A release begins to watch version 4.' },
  ]);
});

test('a call that comes again changes the alarm no more, and takes its state back if it is in ALARM still', async () => {
  alarmIs({ Dimensions: watching('4'), StateValue: 'OK' });
  await run({ userParameters, continuationToken: tokens.deploy });
  expect([puts(), states()]).toEqual([[], []]);
  alarmIs({ Dimensions: watching('4'), StateValue: 'ALARM' });
  await run({ userParameters, continuationToken: tokens.deploy });
  expect([puts().length, states().length]).toEqual([0, 1]);
});

test('a release whose deployment is there already leaves the alarm alone', async () => {
  groupHas({ deploymentId: 'd-1', description: MARK, status: 'InProgress' });
  await run({ userParameters, continuationToken: tokens.deploy });
  expect(cloudWatch.calls()).toEqual([]);
});

test('a deployment under way keeps its alarm: the release waits for its end', async () => {
  groupHas({
    deploymentId: 'd-9',
    description: `CodePipeline job ${LATER_JOB_ID}: version 2 to 3`,
    status: 'InProgress',
  });
  await run({ userParameters, continuationToken: tokens.deploy });
  expect(cloudWatch.calls()).toEqual([]);
  expect(created()).toBe(0);
  expect(onlySuccess()).toMatchObject({
    continuationToken: tokens.deploy,
    executionDetails: { summary: `Waiting for deployment d-9, which is InProgress and is watched by alarm ${NAME}.` },
  });
});

test.each([
  ['an expression', { Metrics: [{ Id: 'rate', Expression: 'errors / calls' }], Dimensions: [] }],
  ['another metric', { Dimensions: PLACE }],
])('an alarm of %s stays as it is', async (_, alarm) => {
  alarmIs({ ...alarm, StateValue: 'ALARM' });
  await run({ userParameters });
  expect([puts(), states(), created()]).toEqual([[], [], 1]);
});

test.each([
  ['no alarm', { MetricAlarms: [] }],
  ['nothing', {}],
  ['another alarm', { MetricAlarms: [{ AlarmName: 'another' }] }],
])('a release whose alarm is gone fails with the cure, where CloudWatch answers with %s', async (_, answer) => {
  cloudWatch.on(DescribeAlarmsCommand).resolves(answer);
  await run({ userParameters });
  expect(onlyFailure().message).toBe(
    `The alarm ${NAME}, which watches the new version, does not exist: deploy the stack of the function again.`,
  );
  expect(created()).toBe(0);
});

test('throttling is waited out, with no deployment yet', async () => {
  cloudWatch.on(PutMetricAlarmCommand).rejects(awsError('Throttling', 'Rate exceeded'));
  await run({ userParameters });
  expect(onlySuccess()).toMatchObject({
    continuationToken: busy('deploy'),
    executionDetails: { summary: 'Waiting to try again: Throttling: Rate exceeded' },
  });
  expect(created()).toBe(0);
});

test('a missing permission fails the release with its name', async () => {
  cloudWatch.on(DescribeAlarmsCommand).rejects(awsError('AccessDenied', 'Not allowed'));
  await run({ userParameters });
  expect(onlyFailure().message).toBe('The release failed at step deploy. AccessDenied: Not allowed');
});
