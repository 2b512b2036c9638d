import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeliveryActionConfig, DeliveryActionContext } from '../core/action';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * Something that a stage of a pipeline releases to. `DeployTarget` has the ready ones; implement this for another.
 */
export interface IDeployTarget {
  /**
   * The name of the target, unique in its stage. It is the name of its action.
   */
  readonly targetName: string;

  /**
   * The artifact that is released.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * Where the target is. A target in another account or region than the pipeline is refused.
   *
   * @default - where the pipeline is
   */
  readonly targetEnv?: ResourceEnvironment;

  /**
   * Makes the action that releases, below `scope`.
   */
  bind(scope: Construct, context: DeployTargetContext): DeliveryActionConfig;
}

/**
 * What a deployment target is told when it is bound.
 */
export interface DeployTargetContext extends DeliveryActionContext {
  /**
   * The artifact to release: the target's own, or the pipeline's.
   */
  readonly artifact: DeliveryArtifact;
}
