import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { IDeliveryAccess } from '../core/access';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import type { IGate } from './gate-interface';
import type { StageFailure } from './stage-failure';
import type { StageRule } from './stage-rule';
import type { IVerification } from './verification-interface';

/**
 * Targets that are released to side by side, and what says that they are well before the next wave begins.
 */
export interface DeployWave {
  /**
   * What the wave releases to, side by side. At least one.
   */
  readonly targets: IDeployTarget[];

  /**
   * What verifies the wave, side by side, before the next one.
   *
   * @default - nothing: the next wave begins when all targets are released
   */
  readonly verifications?: IVerification[];
}

/**
 * What becomes of a stage that has succeeded, but not well enough.
 */
export enum SuccessResult {
  /** The stage is rolled back. `StageFailure.rollBack` says what that can reach. */
  ROLLBACK = 'ROLLBACK',

  /** The stage fails. */
  FAIL = 'FAIL',
}

/**
 * What must be met when all actions of a stage have succeeded.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
export interface SuccessCondition {
  /**
   * The rules, 1 to 5, all of which must be met.
   */
  readonly rules: StageRule[];

  /**
   * What becomes of the stage when one is not.
   *
   * @default SuccessResult.ROLLBACK
   */
  readonly otherwise?: SuccessResult;
}

/**
 * A stage of a pipeline: gates, then targets, then verifications. One of targets, waves, verifications and actions must be there.
 */
export interface DeliveryStage {
  /**
   * The name of the stage, unique in its pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. `Source` and
   * `Build` are taken.
   */
  readonly stageName: string;

  /**
   * The other account or region that the targets of the stage are in. Only targets that work so can be in the stage, such as stacks; gates, verifications and
   * other actions stay where the pipeline is. A target may have an `access` of its own instead.
   *
   * @default - the account and region of the pipeline
   */
  readonly access?: IDeliveryAccess;

  /**
   * What must pass before the stage releases, in this order. Rules that stand before everything else are the entry condition of the stage. An approval with
   * rules behind it gets a stage of its own before this one, with `-gate` behind its name, so that the rules are evaluated after the approval.
   *
   * @default - nothing
   */
  readonly gates?: IGate[];

  /**
   * What the stage releases to, side by side.
   *
   * @default - nothing, or what `waves` say
   */
  readonly targets?: IDeployTarget[];

  /**
   * Targets that are released to in waves, one after the other, after `targets`.
   *
   * @default - no more waves
   */
  readonly waves?: DeployWave[];

  /**
   * What verifies the stage after all releases, side by side.
   *
   * @default - nothing
   */
  readonly verifications?: IVerification[];

  /**
   * Any other actions, each in the place that its own run order says. One without a role gets a role of its own, to which its grants go.
   *
   * @default - none
   */
  readonly actions?: IAction[];

  /**
   * What must be met when all actions have succeeded, else the stage is rolled back or fails.
   *
   * @default - nothing
   */
  readonly onSuccess?: SuccessCondition;

  /**
   * What becomes of the stage when an action has failed.
   *
   * @default - the run fails
   */
  readonly onFailure?: StageFailure;

  /**
   * Why no run may enter the stage, 1 to 300 characters. While it is given, the transition into the stage is disabled, and runs wait before it. Where gates need stages of
   * their own, as an approval before a rule does, it is that into the first of them, `Production-gate`: nobody is asked to approve. A run that was approved before goes on.
   *
   * @default - runs enter the stage
   */
  readonly transitionDisabledReason?: string;
}
