import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeliveryActionConfig, DeliveryActionContext } from '../core/action';

/**
 * Something that must pass before a stage releases. `Gate` has the ready ones; implement this for another.
 */
export interface IGate {
  /**
   * The name of the gate, unique in its stage. It is the name of its action.
   */
  readonly gateName: string;

  /**
   * How long the gate may hold a run. Artifacts must be kept longer than that.
   *
   * @default - the gate does not hold a run
   */
  readonly holdsFor?: Duration;

  /**
   * Makes the action of the gate, below `scope`.
   */
  bind(scope: Construct, context: DeliveryActionContext): DeliveryActionConfig;
}
