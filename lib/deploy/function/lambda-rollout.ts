import { LambdaDeploymentConfig, TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import type { ILambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { LIMITS } from '../../core/limits';
import { fixedName, suffixedName } from '../../core/names';
import type { Problems } from '../../core/problems';
import type { Rollout, RolloutKind } from '../rollout';
import { checkRolloutKind } from '../rollout-kinds';
import { checkShift } from '../traffic-shift';
import type { CheckedShift } from '../traffic-shift';

/**
 * The rollouts that CodeDeploy has a configuration for: kind, percent, minutes and name.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-lambda
 */
const PREDEFINED: [RolloutKind, number, number, string][] = [
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

/** A deployment configuration, and its name as other stacks can say it. */
export interface NamedDeploymentConfig {
  readonly name: string;
  readonly config: ILambdaDeploymentConfig;

  /** How long traffic moves at least. */
  readonly minutes: number;
}

/** The name of a rollout, as CodePipeline's own action takes it. What is out of range is reported. */
export function deployStrategy(problems: Problems, rollout: Rollout): string {
  const checked = checkedShift(problems, rollout);
  if (checked === undefined) return 'AllAtOnce';
  const { percentage, minutes } = checked;
  if (rollout._kind === 'canary') return `Canary${percentage}Percent${minutes}Minutes`;
  return `Linear${percentage}PercentEvery${minutes}Minute${minutes === 1 ? '' : 's'}`;
}

/** The deployment configuration of a rollout; one that CodeDeploy does not have ready is made below `scope`. */
export function lambdaDeploymentConfig(scope: Construct, problems: Problems, rollout: Rollout): NamedDeploymentConfig {
  const kind = rollout._kind;
  const checked = checkedShift(problems, rollout);
  if (checked === undefined) return ready(scope, LAMBDA_ALL_AT_ONCE, 0);
  const { percentage, minutes, interval, total } = checked;
  const row = PREDEFINED.find((entry) => entry[0] === kind && entry[1] === percentage && entry[2] === minutes);
  if (row !== undefined) return ready(scope, row[3], total);

  // CodeDeploy never changes a configuration: another setting needs another name.
  const suffix = `-${kind}-${percentage}-percent-${minutes}-minutes`;
  const name = suffixedName(fixedName(scope, LIMITS.codeDeployName.max), suffix, LIMITS.codeDeployName.max);
  const trafficRouting =
    kind === 'canary'
      ? TrafficRouting.timeBasedCanary({ percentage, interval })
      : TrafficRouting.timeBasedLinear({ percentage, interval });
  const config = new LambdaDeploymentConfig(scope, `Rollout${suffix}`, { deploymentConfigName: name, trafficRouting });
  return { name, config, minutes: total };
}

/** How traffic moves in steps, unless it moves at once. */
function checkedShift(problems: Problems, rollout: Rollout): CheckedShift | undefined {
  const kind = rollout._kind;
  const isLegal = checkRolloutKind(problems, rollout, ['allAtOnce', 'canary', 'linear'], 'a function has no hosts');
  return kind === 'allAtOnce' || !isLegal ? undefined : checkShift(problems, kind, rollout._parts.shift);
}

function ready(scope: Construct, name: string, minutes: number): NamedDeploymentConfig {
  return { name, minutes, config: LambdaDeploymentConfig.fromLambdaDeploymentConfigName(scope, 'Rollout', name) };
}
