import type { Construct } from 'constructs';
import type { DeliveryActionConfig, DeliveryActionContext } from '../core/action';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * Where a pipeline gets its code from. `Source` has the ready ones; implement this for another.
 */
export interface ISource {
  /**
   * The name of the source, unique in a pipeline. It is the name of its action.
   */
  readonly sourceName: string;

  /**
   * What the source puts out.
   */
  readonly artifact: DeliveryArtifact;

  /**
   * Makes the source action, and what starts the pipeline when the source changes, below `scope`.
   */
  bind(scope: Construct, context: DeliveryActionContext): DeliveryActionConfig;
}
