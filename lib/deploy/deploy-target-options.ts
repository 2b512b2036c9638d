import type { IDeliveryAccess } from '../core/access';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * Options that every deployment target has.
 */
export interface DeployTargetOptions {
  /**
   * The name of the target, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default - the id of the deployment, bucket or stage that the target is made of, or the name of the stack. `TargetVariables` name the target by it
   */
  readonly targetName?: string;

  /**
   * The artifact to release.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * The other account or region that the target is in, so that one stage may release to several side by side. A target that is released where the pipeline is only
   * is refused with it.
   *
   * @default - the `access` of the stage, where it has one, else where the pipeline is
   */
  readonly access?: IDeliveryAccess;
}
