import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import { decideCondition, makeAlarm } from '../alarm-condition';
import type { PlatformAlarms } from '../platform-alarms';

const ERRORS = { threshold: 1, period: Duration.minutes(1), evaluationPeriods: 1 };

/** The alarm of `Rollback.onPlatformAlarms`: invocations of the alias that end with an error. */
export function functionAlarms(
  scope: Construct,
  problems: Problems,
  { functionName, aliasName }: { readonly functionName: string; readonly aliasName: string },
  given: PlatformAlarms,
): IAlarm[] {
  for (const prop of ['cpu', 'memory'] as const) {
    if (given[prop] !== undefined) problems.add(prop, 'must not be given for a function, which does not measure it');
  }
  for (const prop of ['unhealthyHosts', 'latency'] as const) {
    if (given[prop] === undefined) continue;
    problems.add(prop, 'must not be given for a function, which has no load balancer', {
      cure: 'give onAlarms an alarm',
    });
  }
  const errors = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    statistic: Stats.SUM,
    dimensionsMap: { FunctionName: functionName, Resource: `${functionName}:${aliasName}` },
  });
  return [
    makeAlarm(scope, 'ServerErrors', errors, decideCondition(problems, 'serverErrors', given.serverErrors, ERRORS)),
  ];
}
