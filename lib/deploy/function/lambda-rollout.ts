import { LambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { ILambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import type { Rollout } from '../rollout';
import { checkRolloutKind } from '../rollout-kinds';
import { trafficConfig } from '../traffic-config';
import type { NamedConfig, PredefinedConfig, TrafficConfigs } from '../traffic-config';
import { checkShift } from '../traffic-shift';
import type { CheckedShift } from '../traffic-shift';

/**
 * The rollouts that CodeDeploy has a configuration for: kind, percent, minutes and name.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-lambda
 */
const PREDEFINED: PredefinedConfig[] = [
  ['canary', 10, 5, 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
  ['canary', 10, 10, 'CodeDeployDefault.LambdaCanary10Percent10Minutes'],
  ['canary', 10, 15, 'CodeDeployDefault.LambdaCanary10Percent15Minutes'],
  ['canary', 10, 30, 'CodeDeployDefault.LambdaCanary10Percent30Minutes'],
  ['linear', 10, 1, 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
  ['linear', 10, 2, 'CodeDeployDefault.LambdaLinear10PercentEvery2Minutes'],
  ['linear', 10, 3, 'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes'],
  ['linear', 10, 10, 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes'],
];

export const LAMBDA_ALL_AT_ONCE = 'CodeDeployDefault.LambdaAllAtOnce';

const CONFIGS: TrafficConfigs<ILambdaDeploymentConfig> = {
  allAtOnce: LAMBDA_ALL_AT_ONCE,
  predefined: PREDEFINED,
  fromName: (scope, id, name) => LambdaDeploymentConfig.fromLambdaDeploymentConfigName(scope, id, name),
  make: (scope, id, options) => new LambdaDeploymentConfig(scope, id, options),
};

/** The name of a rollout, as CodePipeline's own action takes it. What is out of range is reported. */
export function deployStrategy(problems: Problems, rollout: Rollout): string {
  const checked = checkedShift(problems, rollout);
  if (checked === undefined) return 'AllAtOnce';
  const { percentage, minutes } = checked;
  if (rollout._kind === 'canary') return `Canary${percentage}Percent${minutes}Minutes`;
  return `Linear${percentage}PercentEvery${minutes}Minute${minutes === 1 ? '' : 's'}`;
}

/** The deployment configuration of a rollout; one that CodeDeploy does not have ready is made below `scope`. */
export function lambdaDeploymentConfig(
  scope: Construct,
  problems: Problems,
  rollout: Rollout,
): NamedConfig<ILambdaDeploymentConfig> {
  return trafficConfig(scope, CONFIGS, rollout._kind, checkedShift(problems, rollout));
}

/** How traffic moves in steps, unless it moves at once. */
function checkedShift(problems: Problems, rollout: Rollout): CheckedShift | undefined {
  const kind = rollout._kind;
  const isLegal = checkRolloutKind(problems, rollout, ['allAtOnce', 'canary', 'linear'], 'a function has no hosts');
  return kind === 'allAtOnce' || !isLegal ? undefined : checkShift(problems, kind, rollout._parts.shift);
}
