import type { IDeployTarget } from '../deploy/deploy-target-interface';
import type { IGate } from './gate-interface';

/**
 * A stage of a pipeline that releases.
 */
export interface DeliveryStage {
  /**
   * The name of the stage, unique in its pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. `Source` and
   * `Build` are taken.
   */
  readonly stageName: string;

  /**
   * What must pass before the stage releases, in this order.
   *
   * @default - nothing
   */
  readonly gates?: IGate[];

  /**
   * What the stage releases to, side by side. At least one.
   */
  readonly targets: IDeployTarget[];
}
