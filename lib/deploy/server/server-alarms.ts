import { Duration } from 'aws-cdk-lib';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type {
  IApplicationTargetGroupMetrics,
  INetworkTargetGroupMetrics,
  ITargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import { decideCondition, makeAlarm } from '../alarm-condition';
import type { PlatformAlarms } from '../platform-alarms';
import type { NamedTargetGroup } from './server-load-balancers';

const minutes = (
  count: number,
  threshold: number,
): { threshold: number; period: Duration; evaluationPeriods: number } => ({
  threshold,
  period: Duration.minutes(1),
  evaluationPeriods: count,
});

const DEFAULTS = { serverErrors: minutes(2, 5), unhealthyHosts: minutes(2, 1), latency: minutes(3, 2) };

const NAMES = ['serverErrors', 'unhealthyHosts', 'latency'] as const;

/** The alarms of `Rollback.onPlatformAlarms`: for each target group errors, unhealthy hosts and slow answers. */
export function serverAlarms(
  scope: Construct,
  problems: Problems,
  targetGroups: NamedTargetGroup[],
  given: PlatformAlarms,
): IAlarm[] {
  const conditions = {
    serverErrors: decideCondition(problems, 'serverErrors', given.serverErrors, DEFAULTS.serverErrors),
    unhealthyHosts: decideCondition(problems, 'unhealthyHosts', given.unhealthyHosts, DEFAULTS.unhealthyHosts),
    latency: decideCondition(problems, 'latency', given.latency, DEFAULTS.latency),
  };
  if (targetGroups.length === 0) {
    problems.add('', 'must be onAlarms where there is no target group whose metrics alarms could be made of', {
      cure: 'give targetGroups, or alarms of your own',
    });
  }
  const made = targetGroups.flatMap(({ targetGroup }) => {
    const metrics = metricsOf(targetGroup);
    if (metrics === undefined) {
      problems.add('', 'must be onAlarms where the load balancer of a target group is not known', {
        got: targetGroup.node.id,
        cure: 'attach the target group to a listener before, import it with loadBalancerArns, or give alarms of your own',
      });
      return [];
    }
    const suffix = targetGroups.length === 1 ? '' : targetGroup.node.id;
    return NAMES.flatMap((name) => {
      const metric = metrics[name];
      const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}${suffix}`;
      return metric === undefined ? [] : [{ name, alarm: makeAlarm(scope, id, metric, conditions[name]) }];
    });
  });
  for (const name of NAMES) {
    if (given[name] === undefined || made.length === 0 || made.some((alarm) => alarm.name === name)) continue;
    problems.add(name, 'must not be given for a Network Load Balancer, which does not measure it');
  }
  return made.map(({ alarm }) => alarm);
}

type PlatformMetrics = Partial<Record<keyof typeof DEFAULTS, Metric | MathExpression>>;

/** The metrics of a target group; nothing where its load balancer is not known yet. */
function metricsOf(targetGroup: ITargetGroup): PlatformMetrics | undefined {
  try {
    const { metrics } = targetGroup as ITargetGroup & {
      readonly metrics: IApplicationTargetGroupMetrics | INetworkTargetGroupMetrics;
    };
    return 'httpCodeTarget' in metrics ? applicationMetrics(metrics) : networkMetrics(metrics);
  } catch {
    return undefined;
  }
}

function applicationMetrics(metrics: IApplicationTargetGroupMetrics): PlatformMetrics {
  return {
    serverErrors: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { statistic: Stats.SUM }),
    unhealthyHosts: someUnhealthy(metrics.unhealthyHostCount(), metrics.healthyHostCount()),
    latency: metrics.targetResponseTime({ statistic: Stats.percentile(99) }),
  };
}

function networkMetrics(metrics: INetworkTargetGroupMetrics): PlatformMetrics {
  return { unhealthyHosts: someUnhealthy(metrics.unHealthyHostCount(), metrics.healthyHostCount()) };
}

/**
 * The unhealthy hosts, as long as others are healthy. Before the first release none is, and after a bad one to all of them neither: an alarm
 * would then stop the very release that brings them into service.
 */
function someUnhealthy(unhealthy: Metric, healthy: Metric): MathExpression {
  const usingMetrics = {
    unhealthy: unhealthy.with({ statistic: Stats.MAXIMUM }),
    healthy: healthy.with({ statistic: Stats.MAXIMUM }),
  };
  return new MathExpression({ expression: 'IF(healthy > 0, unhealthy, 0)', label: 'Unhealthy hosts', usingMetrics });
}
