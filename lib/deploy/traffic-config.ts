import { TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import type { BaseDeploymentConfigOptions } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { LIMITS } from '../core/limits';
import { fixedName, suffixedName } from '../core/names';
import type { RolloutKind } from './rollout';
import type { CheckedShift } from './traffic-shift';

/** A rollout that CodeDeploy has a configuration for: kind, percent, minutes and name. */
export type PredefinedConfig = [RolloutKind, number, number, string];

/** A deployment configuration, and its name as other stacks can say it. */
export interface NamedConfig<T> {
  readonly name: string;
  readonly config: T;

  /** How long traffic moves at least. */
  readonly minutes: number;
}

/** A configuration that moves traffic as it is told. */
export interface TrafficConfigOptions extends BaseDeploymentConfigOptions {
  readonly trafficRouting: TrafficRouting;
}

/** The configurations of one compute platform. */
export interface TrafficConfigs<T> {
  readonly allAtOnce: string;
  readonly predefined: PredefinedConfig[];
  readonly fromName: (scope: Construct, id: string, name: string) => T;
  readonly make: (scope: Construct, id: string, options: TrafficConfigOptions) => T;
}

/** The configuration of a shift, of all at once where there is none; one that CodeDeploy does not have ready is made below `scope`. */
export function trafficConfig<T>(
  scope: Construct,
  configs: TrafficConfigs<T>,
  kind: RolloutKind,
  shift: CheckedShift | undefined,
): NamedConfig<T> {
  const ready = (name: string, minutes: number): NamedConfig<T> => {
    return { name, minutes, config: configs.fromName(scope, 'Rollout', name) };
  };
  if (shift === undefined) return ready(configs.allAtOnce, 0);
  const { percentage, minutes, interval, total } = shift;
  const row = configs.predefined.find(
    ([k, percent, every]) => k === kind && percent === percentage && every === minutes,
  );
  if (row !== undefined) return ready(row[3], total);

  // CodeDeploy never changes a configuration: another setting needs another name.
  const suffix = `-${kind}-${percentage}-percent-${minutes}-minutes`;
  const name = suffixedName(fixedName(scope, LIMITS.codeDeployName.max), suffix, LIMITS.codeDeployName.max);
  const trafficRouting =
    kind === 'canary'
      ? TrafficRouting.timeBasedCanary({ percentage, interval })
      : TrafficRouting.timeBasedLinear({ percentage, interval });
  const config = configs.make(scope, `Rollout${suffix}`, { deploymentConfigName: name, trafficRouting });
  return { name, config, minutes: total };
}
