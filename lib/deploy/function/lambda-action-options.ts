import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeployTargetOptions } from '../deploy-target-options';
import type { Rollout } from '../rollout';

/**
 * A function that CodePipeline itself releases, without CodeDeploy.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export interface LambdaActionOptions extends DeployTargetOptions {
  /**
   * How traffic moves to the new version, within 2880 minutes.
   *
   * @default Rollout.allAtOnce()
   */
  readonly rollout?: Rollout;

  /**
   * Alarms that fail the action when they go off meanwhile, at most 10.
   *
   * @default - no alarms
   */
  readonly alarms?: IAlarm[];

  /**
   * A version that is published already, e.g. `#{variables.version}`: the alias moves to it, and no code. Not beside `artifact`.
   *
   * @default - a version is published of the artifact
   */
  readonly publishedVersion?: string;
}
