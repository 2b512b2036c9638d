import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDeliveryAccess } from '../core/access';
import type { DeliveryActionContext } from '../core/action';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * Something that a stage of a pipeline releases to. `DeployTarget` has the ready ones; implement this for another.
 */
export interface IDeployTarget {
  /**
   * The name of the target, unique in its stage.
   */
  readonly targetName: string;

  /**
   * The artifact that is released.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * Where the target is. A target in another account or region than its stage works in is refused.
   *
   * @default - where the stage works
   */
  readonly targetEnv?: ResourceEnvironment;

  /**
   * The other account or region that the target is in, where it differs from that of its stage. Only for a target that `worksByAccess`.
   *
   * @default - the `access` of the stage, where it has one
   */
  readonly access?: IDeliveryAccess;

  /**
   * Whether the target can be released to by an `access`, its own or that of its stage: then its actions get the role and the region that the access has for them, and the
   * access must let them do what they do.
   *
   * @default false
   */
  readonly worksByAccess?: boolean;

  /**
   * Makes the actions that release, below `scope`.
   */
  bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig;
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

/**
 * What a deployment target answers when it is bound.
 */
export interface DeployTargetConfig {
  /**
   * The actions that release, at least one, with `runOrder` from the context on. An action without a role of its own runs with the pipeline's role, to which
   * the grants of aws-cdk-lib do not reach: return `permissions`, or give the action a role of its own.
   */
  readonly actions: IAction[];

  /**
   * What the role of the pipeline must be allowed, so that it works.
   *
   * @default - nothing beside the artifact store
   */
  readonly permissions?: PolicyStatement[];

  /**
   * Whether what was released must stay in the artifact store until the next release, however long that takes: the artifacts of a
   * `DeliveryFoundation` do not expire then.
   *
   * @default false
   */
  readonly keepsRevisions?: boolean;
}
