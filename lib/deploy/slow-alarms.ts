import { Annotations, Token } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/**
 * Warns of alarms that need longer to go off than traffic moves: the release is over by then. `minutes` is how long it is watched while traffic moves, 0 where it moves
 * at once.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function warnOfSlowAlarms(scope: IConstruct, alarms: readonly IAlarm[], minutes: number): void {
  if (minutes === 0) return;
  const slow = alarms.flatMap((alarm) => {
    const takes = secondsOf(alarm) / 60;
    return takes > minutes ? [`${alarm.node.id} (${takes} minutes)`] : [];
  });
  if (slow.length === 0) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:slowAlarms',
    `A release is watched for ${minutes} minutes while its traffic moves, and these alarms need longer to go off: ${slow.join(', ')}. ` +
      'Shorten their period or evaluationPeriods, or lengthen the interval of the rollout',
  );
}

/** How long figures must be bad until the alarm goes off, as far as the template says so. */
function secondsOf(alarm: IAlarm): number {
  const resource = alarm.node.defaultChild;
  if (!(resource instanceof CfnAlarm)) return 0;
  const { metrics, datapointsToAlarm = resource.evaluationPeriods } = resource;
  const ofMetrics = Array.isArray(metrics) ? metrics.map(periodOf) : [];
  const periods = [resource.period, ...ofMetrics].map((period) => known(period));
  return Math.max(...periods) * known(datapointsToAlarm);
}

function periodOf(metric: unknown): number | undefined {
  const { period, metricStat } = metric as Partial<CfnAlarm.MetricDataQueryProperty>;
  return period ?? (metricStat as Partial<CfnAlarm.MetricStatProperty> | undefined)?.period;
}

function known(figure: number | undefined): number {
  return figure === undefined || Token.isUnresolved(figure) ? 0 : figure;
}
