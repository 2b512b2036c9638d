import type { Duration } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';

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
