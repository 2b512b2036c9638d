import type { Duration } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import type { StageRule } from './stage-rule';

/**
 * What becomes of a run that a gate does not let through.
 */
export enum GateResult {
  /** The stage fails, and the run with it. Who may override a condition can let the run in all the same. */
  FAIL = 'FAIL',

  /** The stage is left out, and the run goes on with the next one. CodePipeline does that by variable checks and Lambda functions alone. */
  SKIP = 'SKIP',
}

/**
 * Something that must pass before a stage releases. `Gate` has the ready ones; implement this for another.
 */
export interface IGate {
  /**
   * The name of the gate, unique in its stage.
   */
  readonly gateName: string;

  /**
   * How long the gate may hold a run. Artifacts must be kept longer than that.
   *
   * @default - the gate does not hold a run
   */
  readonly holdsFor?: Duration;

  /**
   * Rules that are evaluated when a run comes to the stage, before any action of it: the entry condition of the stage. All of them must be met. Where an
   * approval stands before such a gate, the approval gets a stage of its own.
   *
   * @default - the gate is no condition
   */
  readonly rules?: StageRule[];

  /**
   * What becomes of the run when a rule is not met. Gates of one entry condition must agree.
   *
   * @default GateResult.FAIL
   */
  readonly otherwise?: GateResult;

  /**
   * Whether the gate works on the transition into its stage, before the entry condition and any action of it: then an approval before it gets a stage of
   * its own, too.
   *
   * @default false
   */
  readonly holdsTransition?: boolean;

  /**
   * Why the transition into its stage is disabled when the pipeline is made, 1 to 300 characters of letters, digits, spaces and `!@().*?-`, for a gate that enables it
   * later.
   *
   * @default - the transition is enabled
   */
  readonly transitionDisabledReason?: string;

  /**
   * Makes what the gate consists of, below `scope`.
   */
  bind(scope: Construct, context: DeliveryActionContext): GateConfig;
}

/**
 * What a gate answers when it is bound.
 */
export interface GateConfig {
  /**
   * The actions of the gate, with `runOrder` from the context on. An action without a role of its own runs with the pipeline's role, to which
   * the grants of aws-cdk-lib do not reach: return `permissions`, or give the action a role of its own.
   *
   * @default - the gate has no action
   */
  readonly actions?: IAction[];

  /**
   * What the role of the pipeline must be allowed, so that it works.
   *
   * @default - nothing beside the artifact store
   */
  readonly permissions?: PolicyStatement[];
}
