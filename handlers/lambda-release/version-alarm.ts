import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { log } from '../shared/log';
import { JobFailure } from './errors';
import { type Services } from './services';

const DIMENSION = 'ExecutedVersion';

/** All that PutMetricAlarm sets: what is left out is gone. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const KEPT = [
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'Unit',
  'DatapointsToAlarm',
  'Threshold',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
] as const satisfies readonly (keyof MetricAlarm)[];

async function readAlarm(name: string, { cloudWatch }: Services): Promise<MetricAlarm> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === name);
  if (alarm !== undefined) return alarm;
  throw new JobFailure(
    `The alarm ${name}, which watches the new version, does not exist: deploy the stack of the function again.`,
  );
}

/** The settings of the alarm as they are, but for the version. */
function settingsFor(alarm: MetricAlarm, version: string): Partial<MetricAlarm> {
  const kept = Object.fromEntries(KEPT.map((key) => [key, alarm[key]]));
  const others = (alarm.Dimensions ?? []).filter(({ Name }) => Name !== DIMENSION);
  return { ...kept, Dimensions: [...others, { Name: DIMENSION, Value: version }] };
}

/**
 * Lets the alarm watch a version before it gets traffic. An alarm keeps its state when its metric changes, and CodeDeploy begins no
 * deployment beside one that is in ALARM: that state is taken back, and CloudWatch sets the true one with its next look. An alarm that
 * counts by no version, such as one of an expression, stays as it is.
 */
export async function watchVersion(AlarmName: string, version: string, services: Services): Promise<void> {
  const alarm = await readAlarm(AlarmName, services);
  const former = alarm.Dimensions?.find(({ Name }) => Name === DIMENSION);
  if (former === undefined) return;
  if (former.Value !== version) {
    const { EvaluationPeriods, ComparisonOperator } = alarm;
    const settings = { ...settingsFor(alarm, version), AlarmName, EvaluationPeriods, ComparisonOperator };
    await services.cloudWatch.send(new PutMetricAlarmCommand(settings));
    log({ alarm: AlarmName, watches: version });
  }
  if (alarm.StateValue !== 'ALARM') return;
  const StateReason = `A release begins to watch version ${version}.`;
  await services.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'INSUFFICIENT_DATA', StateReason }));
}
