import type { Duration } from 'aws-cdk-lib';

/**
 * When an alarm that a deployment makes goes off.
 */
export interface AlarmCondition {
  /**
   * The value from which on a period counts: a number, or seconds where a time is measured. More than 0.
   *
   * @default - the sensible one for the metric
   */
  readonly threshold?: number;

  /**
   * How long one measurement takes: 10, 20 or 30 seconds, or whole minutes up to a day. Metrics of AWS come once a minute.
   *
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;

  /**
   * How many measurements in a row must reach the threshold, 1 to 1440; with the period at most a day.
   *
   * @default - the sensible one for the metric
   */
  readonly evaluationPeriods?: number;
}

/**
 * The alarms that a deployment makes of the metrics of its platform: for servers, those of their target groups; for an ECS
 * service, those of both target groups together and of the service. Each is an alarm of its own, since
 * CodeDeploy does not watch composite ones. A time without data counts as good.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export interface PlatformAlarms {
  /**
   * Answers of the servers with a status of 5xx, behind an Application Load Balancer; for a function, invocations of its alias that end with an
   * error. A Network Load Balancer does not count them.
   *
   * @default - 5 within a minute, twice in a row; for a function 1 within a minute
   */
  readonly serverErrors?: AlarmCondition;

  /**
   * Hosts that a target group takes for unhealthy, while others are healthy: before the first release all of them may be unhealthy, which must not
   * stop it. Hosts that a release takes out of service do not count.
   *
   * @default - 1 host, for two minutes
   */
  readonly unhealthyHosts?: AlarmCondition;

  /**
   * The time that 99 of 100 requests are answered within, behind an Application Load Balancer.
   *
   * @default - 2 seconds, for three minutes; for an ECS service no alarm
   */
  readonly latency?: AlarmCondition;

  /**
   * The share of the processors that it reserves which an ECS service uses on average, in percent. For ECS services only.
   *
   * @default - 80 percent, for three minutes
   */
  readonly cpu?: AlarmCondition;

  /**
   * The share of the memory that it reserves which an ECS service uses on average, in percent. For ECS services only.
   *
   * @default - 80 percent, for three minutes
   */
  readonly memory?: AlarmCondition;
}
