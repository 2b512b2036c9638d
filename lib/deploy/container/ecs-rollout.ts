import { EcsDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { IEcsDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { Rollout, RolloutKind } from '../rollout';
import { checkRolloutKind } from '../rollout-kinds';
import { trafficConfig } from '../traffic-config';
import type { NamedConfig, PredefinedConfig, TrafficConfigs } from '../traffic-config';
import { checkShift } from '../traffic-shift';
import type { CheckedShift } from '../traffic-shift';

const KINDS: RolloutKind[] = ['allAtOnce', 'canary', 'linear'];
const WHY = 'an ECS service has no hosts to release to, and always moves from blue to green';

export const ECS_ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

/**
 * The rollouts that CodeDeploy has a configuration for: kind, percent, minutes and name.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-ecs
 */
const PREDEFINED: PredefinedConfig[] = [
  ['canary', 10, 5, 'CodeDeployDefault.ECSCanary10Percent5Minutes'],
  ['canary', 10, 15, 'CodeDeployDefault.ECSCanary10Percent15Minutes'],
  ['linear', 10, 1, 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'],
  ['linear', 10, 3, 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes'],
];

const CONFIGS: TrafficConfigs<IEcsDeploymentConfig> = {
  allAtOnce: ECS_ALL_AT_ONCE,
  predefined: PREDEFINED,
  fromName: (scope, id, name) => EcsDeploymentConfig.fromEcsDeploymentConfigName(scope, id, name),
  make: (scope, id, options) => new EcsDeploymentConfig(scope, id, options),
};

/** The configuration of a rollout by CodeDeploy; one that it does not have ready is made below `scope`. */
export function ecsDeploymentConfig(
  scope: Construct,
  problems: Problems,
  rollout: Rollout,
): NamedConfig<IEcsDeploymentConfig> {
  const kind = rollout._kind;
  const shift = moving(problems, rollout) ? checkShift(problems, kind, rollout._parts.shift) : undefined;
  return trafficConfig(scope, CONFIGS, kind, shift);
}

/** How ECS itself moves traffic. */
export interface EcsStrategy {
  readonly properties: Partial<CfnService.DeploymentConfigurationProperty>;

  /** How long traffic moves at least. */
  readonly minutes: number;
}

/** The strategy of a rollout by ECS itself. */
export function ecsStrategy(problems: Problems, rollout: Rollout): EcsStrategy {
  const kind = rollout._kind;
  const allAtOnce = { properties: { strategy: 'BLUE_GREEN' }, minutes: 0 };
  if (!moving(problems, rollout)) return allAtOnce;
  const shift = checkShift(problems, kind, rollout._parts.shift, {
    percentage: kind === 'canary' ? LIMITS.containerCanaryPercentage : LIMITS.containerLinearPercentage,
    interval: LIMITS.containerShiftInterval,
    total: LIMITS.containerReleaseInStack,
  });
  if (shift === undefined) return allAtOnce;
  return { properties: kind === 'canary' ? canary(shift) : linear(shift), minutes: shift.total };
}

function canary({ percentage, minutes }: CheckedShift): EcsStrategy['properties'] {
  return {
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: percentage, canaryBakeTimeInMinutes: minutes },
  };
}

function linear({ percentage, minutes }: CheckedShift): EcsStrategy['properties'] {
  return { strategy: 'LINEAR', linearConfiguration: { stepPercent: percentage, stepBakeTimeInMinutes: minutes } };
}

/** Whether traffic moves in steps. A kind that there is not for services is reported. */
function moving(problems: Problems, rollout: Rollout): boolean {
  return checkRolloutKind(problems, rollout, KINDS, WHY) && rollout._kind !== 'allAtOnce';
}
