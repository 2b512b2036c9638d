import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkStruct } from '../../core/checks';
import { shortHash } from '../../core/names';
import type { Problems } from '../../core/problems';
import { decideConditions, inMinutes, makeAlarm } from '../alarm-condition';
import type { PlatformAlarms } from '../platform-alarms';
import type { NamedTargetGroup } from './server-load-balancers';
import { targetGroupMetrics } from './server-metrics';

const DEFAULTS = { serverErrors: inMinutes(2, 5), unhealthyHosts: inMinutes(2, 1), latency: inMinutes(3, 2) };

const NAMES = ['serverErrors', 'unhealthyHosts', 'latency'] as const;

/** The alarms of `Rollback.onPlatformAlarms`: for each target group errors, unhealthy hosts and slow answers. */
export function serverAlarms(
  scope: Construct,
  problems: Problems,
  targetGroups: NamedTargetGroup[],
  alarms: PlatformAlarms,
): IAlarm[] {
  const given = checkStruct(problems, '', alarms) ?? {};
  const conditions = decideConditions(problems, given, DEFAULTS);
  for (const prop of ['cpu', 'memory'] as const) {
    if (given[prop] !== undefined)
      problems.add(prop, 'must not be given for servers: give onAlarms an alarm of your own');
  }
  if (targetGroups.length === 0) {
    problems.add('', 'must be onAlarms where there is no target group whose metrics alarms could be made of', {
      cure: 'give targetGroups, or alarms of your own',
    });
  }
  const made = targetGroups.flatMap(({ targetGroup }) => {
    const metrics = targetGroupMetrics(scope, targetGroup);
    if (metrics === undefined) {
      problems.add('', 'must be onAlarms where the load balancer of a target group is not known', {
        got: targetGroup.node.id,
        cure: 'attach the target group to a listener before, import it with loadBalancerArns, or give alarms of your own',
      });
      return [];
    }
    const suffix = shortHash(targetGroup.node.path);
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
