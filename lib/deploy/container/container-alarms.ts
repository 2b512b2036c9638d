import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnAlarm, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct, IConstruct } from 'constructs';
import { LIMITS } from '../../core/limits';
import { fixedName, suffixedName } from '../../core/names';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import { decideConditions, inMinutes, makeAlarm } from '../alarm-condition';
import type { DecidedCondition } from '../alarm-condition';
import type { PlatformAlarms } from '../platform-alarms';
import type { CheckedService } from './checked-service';
import type { Traffic } from './traffic';

const DEFAULTS = {
  serverErrors: inMinutes(2, 5),
  unhealthyHosts: inMinutes(2, 1),
  latency: inMinutes(3, 2),
  cpu: inMinutes(3, 80),
  memory: inMinutes(3, 80),
};

type AlarmKind = keyof typeof DEFAULTS;

/** What alarms are made of. */
export interface AlarmSources {
  readonly service?: CheckedService;
  readonly traffic?: Traffic;
  readonly hasListener: boolean;
}

/** The alarms of `Rollback.onPlatformAlarms`: those of both target groups together, and those of the service. */
export function containerAlarms(
  scope: Construct,
  problems: Problems,
  { service, traffic, hasListener }: AlarmSources,
  given: PlatformAlarms,
): IAlarm[] {
  const conditions = decideConditions(problems, given, DEFAULTS);
  for (const kind of ['serverErrors', 'unhealthyHosts', 'latency'] as const) {
    if (given[kind] === undefined || hasListener) continue;
    problems.add(kind, 'must not be given for a service without a listener, which does not measure it');
  }
  const ofService = service === undefined ? [] : serviceAlarms(scope, service, conditions);
  if (traffic === undefined) return ofService;
  return [...trafficAlarms(scope, traffic, conditions, given.latency !== undefined), ...ofService];
}

/**
 * The name of an alarm for the service that it is about: literal where the template says one, since a service that refers to an alarm on itself would
 * close a circle.
 */
export function alarmNameFor(scope: IConstruct, alarm: IAlarm): string {
  const { defaultChild } = alarm.node;
  const name = defaultChild instanceof CfnAlarm ? defaultChild.alarmName : undefined;
  return name !== undefined && !Token.isUnresolved(name) ? name : weak(scope, alarm.alarmName);
}

/** Whether an alarm without a name of its own is on the service, so that the service cannot refer to it. */
export function isCircular(alarm: IAlarm, { resource }: CheckedService): boolean {
  const { defaultChild } = alarm.node;
  if (!(defaultChild instanceof CfnAlarm) || Stack.of(alarm) !== Stack.of(resource)) return false;
  if (defaultChild.alarmName !== undefined && !Token.isUnresolved(defaultChild.alarmName)) return false;
  const stack = Stack.of(resource);
  const { dimensions, metrics } = defaultChild;
  return JSON.stringify(stack.resolve({ dimensions, metrics })).includes(`"${stack.getLogicalId(resource)}"`);
}

function trafficAlarms(
  scope: Construct,
  traffic: Traffic,
  conditions: Record<AlarmKind, DecidedCondition>,
  withLatency: boolean,
): IAlarm[] {
  const both = (metricName: string, statistic: string, expression: string): MathExpression =>
    new MathExpression({
      expression,
      period: Duration.minutes(1),
      usingMetrics: {
        blue: metricOf(traffic, traffic.blue, metricName, statistic),
        green: metricOf(traffic, traffic.green, metricName, statistic),
      },
    });
  const sum = 'FILL(blue, 0) + FILL(green, 0)';
  const errors = both('HTTPCode_Target_5XX_Count', Stats.SUM, sum);
  const unhealthy = both('UnHealthyHostCount', Stats.MAXIMUM, sum);
  const latency = both('TargetResponseTime', Stats.percentile(99), 'MAX([FILL(blue, 0), FILL(green, 0)])');
  return [
    makeAlarm(scope, 'ServerErrors', errors, conditions.serverErrors),
    makeAlarm(scope, 'UnhealthyHosts', unhealthy, conditions.unhealthyHosts),
    ...(withLatency ? [makeAlarm(scope, 'Latency', latency, conditions.latency)] : []),
  ];
}

/** The name of a target group in metrics is the end of its ARN. */
function metricOf(
  { listeners }: Traffic,
  { targetGroupArn }: IApplicationTargetGroup,
  metricName: string,
  statistic: string,
): Metric {
  return new Metric({
    namespace: 'AWS/ApplicationELB',
    metricName,
    statistic,
    dimensionsMap: {
      TargetGroup: Fn.select(5, Fn.split(':', targetGroupArn)),
      LoadBalancer: listeners.loadBalancerFullName,
    },
  });
}

function serviceAlarms(
  scope: Construct,
  { clusterName, serviceName }: CheckedService,
  conditions: Record<AlarmKind, DecidedCondition>,
): IAlarm[] {
  const dimensionsMap = { ClusterName: clusterName, ServiceName: serviceName };
  const make = (id: string, metricName: string, condition: DecidedCondition): IAlarm => {
    const metric = new Metric({ namespace: 'AWS/ECS', metricName, statistic: Stats.AVERAGE, dimensionsMap });
    const alarm = makeAlarm(scope, id, metric, condition);
    const { defaultChild } = alarm.node;
    const { max } = LIMITS.scalingGroupName;
    if (defaultChild instanceof CfnAlarm) {
      defaultChild.alarmName = suffixedName(fixedName(scope, max), `-${id}`, max);
    }
    return alarm;
  };
  return [make('Cpu', 'CPUUtilization', conditions.cpu), make('Memory', 'MemoryUtilization', conditions.memory)];
}
