import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type {
  IApplicationTargetGroupMetrics,
  INetworkTargetGroupMetrics,
  ITargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { weakWithin } from '../../core/references';
import type { PlatformAlarms } from '../platform-alarms';

/** The same metric, when its names are those of another stack: names of load balancers are parts of ARNs there. */
function seenFrom(scope: Construct, metric: Metric): Metric {
  const dimensions = Object.entries(metric.dimensions ?? {}) as [string, string][];
  return metric.with({
    dimensionsMap: Object.fromEntries(dimensions.map(([name, value]) => [name, weakWithin(scope, value)])),
  });
}

type PlatformMetrics = Partial<Record<keyof PlatformAlarms, Metric | MathExpression>>;

type Seen = (metric: Metric) => Metric;

/** The metrics of a target group; nothing where its load balancer is not known yet. */
export function targetGroupMetrics(scope: Construct, targetGroup: ITargetGroup): PlatformMetrics | undefined {
  const seen = (metric: Metric): Metric => seenFrom(scope, metric);
  try {
    const { metrics } = targetGroup as ITargetGroup & {
      readonly metrics: IApplicationTargetGroupMetrics | INetworkTargetGroupMetrics;
    };
    return 'httpCodeTarget' in metrics ? applicationMetrics(metrics, seen) : networkMetrics(metrics, seen);
  } catch {
    return undefined;
  }
}

function applicationMetrics(metrics: IApplicationTargetGroupMetrics, seen: Seen): PlatformMetrics {
  return {
    serverErrors: seen(metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { statistic: Stats.SUM })),
    unhealthyHosts: someUnhealthy(seen(metrics.unhealthyHostCount()), seen(metrics.healthyHostCount())),
    latency: seen(metrics.targetResponseTime({ statistic: Stats.percentile(99) })),
  };
}

function networkMetrics(metrics: INetworkTargetGroupMetrics, seen: Seen): PlatformMetrics {
  return { unhealthyHosts: someUnhealthy(seen(metrics.unHealthyHostCount()), seen(metrics.healthyHostCount())) };
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
