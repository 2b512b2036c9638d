import { MinimumHealthyHosts, MinimumHealthyHostsPerZone, ServerDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { IServerDeploymentConfig, ZonalConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralDuration, checkLiteralRange, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { fixedName, shortHash, suffixedName } from '../../core/names';
import type { Problems } from '../../core/problems';
import type { HealthyHosts, ZoneByZone } from '../healthy-hosts';
import type { Rollout, RolloutKind } from '../rollout';
import { checkRolloutKind } from '../rollout-kinds';

export const SERVER_ONE_AT_A_TIME = 'CodeDeployDefault.OneAtATime';

/** The kinds that release to servers where they are. */
const IN_PLACE: RolloutKind[] = ['allAtOnce', 'halfAtATime', 'oneAtATime', 'minimumHealthy'];

/**
 * The rollouts that CodeDeploy has a configuration for.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-server
 */
const PREDEFINED: Readonly<Partial<Record<RolloutKind, string>>> = {
  allAtOnce: 'CodeDeployDefault.AllAtOnce',
  halfAtATime: 'CodeDeployDefault.HalfAtATime',
  oneAtATime: SERVER_ONE_AT_A_TIME,
};

/** A deployment configuration, and its name as other stacks can say it. */
export interface NamedServerConfig {
  readonly name: string;
  readonly config: IServerDeploymentConfig;
}

/** The deployment configuration of a rollout in place; one that CodeDeploy does not have ready is made below `scope`. */
export function serverDeploymentConfig(scope: Construct, problems: Problems, rollout: Rollout): NamedServerConfig {
  const { hosts, zones } = rollout._parts;
  const kind = rollout._kind;
  const isLegal = checkRolloutKind(problems, rollout, IN_PLACE, 'servers take no share of the traffic each');
  const ready = PREDEFINED[kind];
  if (!isLegal) return named(scope, SERVER_ONE_AT_A_TIME);
  if (ready !== undefined && zones === undefined) return named(scope, ready);
  if (kind === 'oneAtATime') {
    problems.add('', 'must not go zone by zone when it is oneAtATime, which CodeDeploy has no configuration for', {
      cure: 'use minimumHealthyHosts or minimumHealthyPercentage',
    });
    return named(scope, SERVER_ONE_AT_A_TIME);
  }
  const healthy = checkHosts(problems, hosts ?? { type: 'HOST_COUNT', value: 0 });
  const zonal = zones === undefined ? undefined : zonalConfigOf(problems.within('zoneByZone'), zones);
  if (healthy === undefined) return named(scope, SERVER_ONE_AT_A_TIME);
  return own(scope, healthy, zonal);
}

function named(scope: Construct, name: string): NamedServerConfig {
  return { name, config: ServerDeploymentConfig.fromServerDeploymentConfigName(scope, 'Rollout', name) };
}

/** CodeDeploy never changes a configuration: another setting needs another name. */
function own(scope: Construct, { type, value }: HealthyHosts, zonal: CheckedZones | undefined): NamedServerConfig {
  const unit = type === 'HOST_COUNT' ? 'hosts' : 'percent';
  const suffix = `-at-least-${value}-${unit}${zonal === undefined ? '' : `-zones-${shortHash(zonal.identity)}`}`;
  const name = suffixedName(fixedName(scope, LIMITS.codeDeployName.max), suffix, LIMITS.codeDeployName.max);
  const minimumHealthyHosts =
    type === 'HOST_COUNT' ? MinimumHealthyHosts.count(value) : MinimumHealthyHosts.percentage(value);
  const config = new ServerDeploymentConfig(scope, `Rollout${suffix}`, {
    deploymentConfigName: name,
    minimumHealthyHosts,
    zonalConfig: zonal?.config,
  });
  return { name, config };
}

function checkHosts(problems: Problems, { type, value }: HealthyHosts): HealthyHosts | undefined {
  const [prop, limit] =
    type === 'HOST_COUNT'
      ? (['minimumHealthyHosts', LIMITS.minimumHealthyHosts] as const)
      : (['minimumHealthyPercentage', LIMITS.minimumHealthyPercentage] as const);
  checkGiven(problems, prop, value, 'given');
  return checkLiteralRange(problems, prop, value, limit) === undefined ? undefined : { type, value };
}

interface CheckedZones {
  readonly config: ZonalConfig;
  readonly identity: string;
}

function zonalConfigOf(problems: Problems, given: ZoneByZone): CheckedZones {
  const zones = checkStruct(problems, '', given) ?? {};
  const monitorDuration = checkLiteralDuration(problems, 'monitorFor', zones.monitorFor, LIMITS.zoneMonitoring);
  const firstZoneMonitorDuration = checkLiteralDuration(
    problems,
    'monitorFirstFor',
    zones.monitorFirstFor,
    LIMITS.zoneMonitoring,
  );
  const { minimumHealthyHosts: count, minimumHealthyPercentage: percentage } = zones;
  if (count !== undefined && percentage !== undefined) {
    problems.add('minimumHealthyHosts', 'must not be given beside minimumHealthyPercentage');
  }
  const hosts: HealthyHosts | undefined =
    count !== undefined
      ? checkHosts(problems, { type: 'HOST_COUNT', value: count })
      : percentage !== undefined
        ? checkHosts(problems, { type: 'FLEET_PERCENT', value: percentage })
        : undefined;
  return {
    config: { monitorDuration, firstZoneMonitorDuration, minimumHealthyHostsPerZone: perZone(hosts) },
    identity: JSON.stringify([
      String(monitorDuration?.toSeconds()),
      String(firstZoneMonitorDuration?.toSeconds()),
      hosts,
    ]),
  };
}

function perZone(hosts: HealthyHosts | undefined): MinimumHealthyHostsPerZone | undefined {
  if (hosts === undefined) return undefined;
  return hosts.type === 'HOST_COUNT'
    ? MinimumHealthyHostsPerZone.count(hosts.value)
    : MinimumHealthyHostsPerZone.percentage(hosts.value);
}
