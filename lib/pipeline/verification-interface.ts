import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * Something that says whether a release is good, after it was made. `Verification` has the ready ones; implement this for another.
 */
export interface IVerification {
  /**
   * The name of the verification, unique in its stage.
   */
  readonly verificationName: string;

  /**
   * The artifact that the verification works with.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * Makes the actions that verify, below `scope`.
   */
  bind(scope: Construct, context: VerificationContext): VerificationConfig;
}

/**
 * What a verification is told when it is bound.
 */
export interface VerificationContext extends DeliveryActionContext {
  /**
   * The artifact to work with: the verification's own, or the pipeline's.
   */
  readonly artifact: DeliveryArtifact;
}

/**
 * What a verification answers when it is bound.
 */
export interface VerificationConfig {
  /**
   * The actions that verify, at least one, with `runOrder` from the context on. An action without a role of its own runs with the pipeline's role, to which
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
   * Whether the verification takes a full clone, which is no more than a reference to a repository. Only CodeBuild can follow it, with a role that may
   * read the repository.
   *
   * @default false
   */
  readonly takesFullClone?: boolean;
}
