import type { GitPullRequestFilter, GitPushFilter, IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDeliveryAccess } from '../core/access';
import type { DeliveryActionContext } from '../core/action';
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
   * The other account that the source is in. Its action gets the role that the access has for it, which must let it do what it does.
   *
   * @default - the account of the pipeline
   */
  readonly access?: IDeliveryAccess;

  /**
   * Makes the source action, and what starts the pipeline when the source changes, below `scope`.
   */
  bind(scope: Construct, context: DeliveryActionContext): SourceConfig;
}

/**
 * What a source answers when it is bound.
 */
export interface SourceConfig {
  /**
   * The source action, with `runOrder` from the context on. An action without a role of its own runs with the pipeline's role, to which
   * the grants of aws-cdk-lib do not reach: return `permissions`, or give the action a role of its own.
   */
  readonly action: IAction;

  /**
   * What the role of the pipeline must be allowed, so that it works; nothing where the source has an `access`.
   *
   * @default - nothing beside the artifact store
   */
  readonly permissions?: PolicyStatement[];

  /**
   * Which pushes start the pipeline, where the action is one on a connection. At most 3.
   *
   * @default - the action says it
   */
  readonly pushFilters?: GitPushFilter[];

  /**
   * Which pull requests start the pipeline, where the action is one on a connection. At most 3.
   *
   * @default - none
   */
  readonly pullRequestFilters?: GitPullRequestFilter[];
}
