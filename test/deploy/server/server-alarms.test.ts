import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationTargetGroup, NetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Rollback, Rollout } from '../../../lib';
import type { PlatformAlarms } from '../../../lib';
import { errorsOf, lockedStacks, newStack, resourcesOf } from '../../support/fixtures';
import {
  blueGreenOf,
  groupOf,
  newFleet,
  newNetworkTargetGroup,
  newServers,
  newTargetGroup,
  templateWith,
  WEB,
} from './support';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const watched = (alarms?: PlatformAlarms, ...make: ((stack: Stack) => ITargetGroup)[]): Template =>
  templateWith((stack) => ({
    ec2Tags: WEB,
    targetGroups: (make.length === 0 ? [newTargetGroup] : make).map((each) => each(stack)),
    rollback: Rollback.onPlatformAlarms(alarms),
  }));
interface Watched {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: Record<string, unknown>; readonly Period: number; readonly Stat: string };
}

/** What an alarm watches; of an expression, the metric that it shows. */
function shown(properties: Record<string, unknown>): Record<string, unknown> {
  const { Metrics } = properties as { Metrics?: Watched[] };
  const { MetricStat: stat } = Metrics?.find(({ Id }) => Id === 'unhealthy') ?? {};
  if (stat === undefined) return properties;
  return { ...properties, ...stat.Metric, Period: stat.Period, Statistic: stat.Stat };
}

const alarmsOf = (template: Template): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => shown(Properties))
      .map((properties) => [String(properties.MetricName), properties]),
  );
const COMMON = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching', Period: 60 };

describe('behind an Application Load Balancer', () => {
  const template = watched();
  const alarms = alarmsOf(template);

  test('errors, unhealthy hosts and slow answers are watched', () => {
    expect(Object.keys(alarms).sort()).toEqual([
      'HTTPCode_Target_5XX_Count',
      'TargetResponseTime',
      'UnHealthyHostCount',
    ]);
    expect(alarms.HTTPCode_Target_5XX_Count).toMatchObject({
      ...COMMON,
      Namespace: 'AWS/ApplicationELB',
      Statistic: 'Sum',
      Threshold: 5,
      EvaluationPeriods: 2,
    });
    expect(alarms.UnHealthyHostCount).toMatchObject({
      ...COMMON,
      Statistic: 'Maximum',
      Threshold: 1,
      EvaluationPeriods: 2,
    });
    expect(alarms.TargetResponseTime).toMatchObject({
      ...COMMON,
      ExtendedStatistic: 'p99',
      Threshold: 2,
      EvaluationPeriods: 3,
    });
    for (const { Dimensions } of Object.values(alarms)) {
      expect((Dimensions as { Name: string }[]).map(({ Name }) => Name)).toEqual(['LoadBalancer', 'TargetGroup']);
    }
  });

  test('each is one that the group watches, and that takes a release back', () => {
    expect(groupOf(template)).toMatchObject({
      AlarmConfiguration: { Enabled: true, Alarms: [{}, {}, {}] },
      AutoRollbackConfiguration: { Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    });
  });

  test('thresholds and times are those of the user', () => {
    const given = alarmsOf(
      watched({
        serverErrors: { threshold: 50, period: Duration.minutes(5), evaluationPeriods: 1 },
        latency: { threshold: 0.5 },
      }),
    );
    expect(given.HTTPCode_Target_5XX_Count).toMatchObject({ Threshold: 50, Period: 300, EvaluationPeriods: 1 });
    expect(given.TargetResponseTime).toMatchObject({ Threshold: 0.5, Period: 60, EvaluationPeriods: 3 });
    expect(given.UnHealthyHostCount).toMatchObject({ Threshold: 1 });
  });
});

test('behind a Network Load Balancer unhealthy hosts are watched, since it measures nothing else', () => {
  const alarms = alarmsOf(watched(undefined, newNetworkTargetGroup));
  expect(Object.keys(alarms)).toEqual(['UnHealthyHostCount']);
  expect(alarms.UnHealthyHostCount).toMatchObject({ Namespace: 'AWS/NetworkELB' });
});

test('unhealthy hosts count while others are healthy: the first release must not be stopped by servers that have nothing yet', () => {
  const { Metrics } = alarmsOf(watched()).UnHealthyHostCount as unknown as { Metrics: Watched[] };
  expect(Metrics.find(({ Expression }) => Expression !== undefined)?.Expression).toBe('IF(healthy > 0, unhealthy, 0)');
  expect(Metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [[Id, MetricStat.Metric.MetricName]] : []))).toEqual([
    ['unhealthy', 'UnHealthyHostCount'],
    ['healthy', 'HealthyHostCount'],
  ]);
});

test('each target group has alarms of its own', () => {
  const template = watched(undefined, newTargetGroup, (stack) => newTargetGroup(stack, 'Other'), newNetworkTargetGroup);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 7);
});

test('two target groups of the same id in two places do not get in each other’s way', () => {
  const app = new App();
  const [one, two, orders] = [new Stack(app, 'One'), new Stack(app, 'Two'), new Stack(app, 'Orders')];
  newServers(orders, {
    ec2Tags: WEB,
    targetGroups: [newTargetGroup(one), newTargetGroup(two)],
    rollback: Rollback.onPlatformAlarms(),
  });
  Template.fromStack(orders).resourceCountIs('AWS::CloudWatch::Alarm', 6);
});

test('no id of an alarm moves when another target group is added', () => {
  const idsOf = (...make: ((stack: Stack) => ITargetGroup)[]): string[] =>
    Object.keys(resourcesOf(watched(undefined, ...make), 'AWS::CloudWatch::Alarm'));
  expect(idsOf(newNetworkTargetGroup, newTargetGroup)).toEqual(expect.arrayContaining(idsOf(newTargetGroup)));
});

test('target groups of another stack are watched without an export', () => {
  const app = new App();
  const [front, orders] = [new Stack(app, 'Front'), new Stack(app, 'Orders')];
  newServers(orders, {
    ec2Tags: WEB,
    targetGroups: [newTargetGroup(front), newNetworkTargetGroup(front)],
    rollback: Rollback.onPlatformAlarms(),
  });
  expect(lockedStacks(app)).toEqual([]);
  const { Dimensions } = alarmsOf(Template.fromStack(orders)).HTTPCode_Target_5XX_Count;
  expect(JSON.stringify(Dimensions)).toContain('Fn::GetStackOutput');
});

test('a target group that exists already is watched where its load balancer is known', () => {
  const attributes = {
    targetGroupArn: `${ARN}:targetgroup/web/0123456789abcdef`,
    loadBalancerArns: `${ARN}:loadbalancer/app/front/0123456789abcdef`,
  };
  const alarms = alarmsOf(
    watched(undefined, (stack) => ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Web', attributes)),
  );
  expect(alarms.UnHealthyHostCount.Dimensions).toEqual([
    { Name: 'LoadBalancer', Value: 'app/front/0123456789abcdef' },
    { Name: 'TargetGroup', Value: 'targetgroup/web/0123456789abcdef' },
  ]);
});

describe('a target group whose load balancer is not known', () => {
  const cure =
    'attach the target group to a listener before, import it with loadBalancerArns, or give alarms of your own';
  test.each<[string, (stack: Stack) => ITargetGroup]>([
    [
      'exists already',
      (stack) =>
        ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Web', { targetGroupArn: `${ARN}:targetgroup/web/1` }),
    ],
    ['is not attached', (stack) => new ApplicationTargetGroup(stack, 'Web', { port: 80 })],
    [
      'of a Network Load Balancer exists already',
      (stack) =>
        NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Web', { targetGroupArn: `${ARN}:targetgroup/web/1` }),
    ],
  ])('and that %s is reported', (_, make) => {
    const stack = newStack();
    newServers(stack, { ec2Tags: WEB, targetGroups: [make(stack)], rollback: Rollback.onPlatformAlarms() });
    expect(errorsOf(stack)).toContain(
      `Fleet (ServerDeployment) rollback: must be onAlarms where the load balancer of a target group is not known, got 'Web'; ${cure}`,
    );
  });
});

test('alarms of the user stand beside, and are counted together', () => {
  const stack = newStack();
  const metric = new Metric({ namespace: 'N', metricName: 'M' });
  const mine = new Alarm(stack, 'Mine', { metric, threshold: 1, evaluationPeriods: 1 });
  const servers = newServers(stack, {
    ec2Tags: WEB,
    targetGroups: [newTargetGroup(stack)],
    rollback: Rollback.onPlatformAlarms().alsoOnAlarms(mine).alsoOnStop(),
  });
  expect(servers.platformAlarms).toHaveLength(3);
  expect(servers.platformAlarms).not.toContain(mine);
  expect(groupOf(Template.fromStack(stack))).toMatchObject({
    AlarmConfiguration: { Alarms: [{ Name: { Ref: expect.stringMatching(/^Mine/) as unknown } }, {}, {}, {}] },
    AutoRollbackConfiguration: {
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  });
});

test('a blue/green group watches them as well', () => {
  const template = templateWith((stack) => ({
    rollout: Rollout.blueGreen(),
    fleet: newFleet(stack),
    targetGroups: [newTargetGroup(stack)],
    rollback: Rollback.onPlatformAlarms(),
  }));
  const { names } = blueGreenOf(template).alarms as { names: unknown[] };
  expect(names).toHaveLength(3);
});

test.each(['cpu', 'memory'] as const)('%s is measured for tasks, not for servers', (prop) => {
  const stack = newStack();
  newServers(stack, {
    ec2Tags: WEB,
    targetGroups: [newTargetGroup(stack)],
    rollback: Rollback.onPlatformAlarms({ [prop]: { threshold: 80 } }),
  });
  expect(errorsOf(stack)).toContainEqual(
    expect.stringContaining(`rollback.${prop}: must not be given for servers: give onAlarms an alarm of your own`),
  );
});
