import { Construct } from 'constructs';
import type { PullRequestChecks } from '../build/pull-request-checks';
import type { PullRequestCheckSettings } from '../build/pull-request-settings';
import { ACKNOWLEDGE_CONTEXT } from '../core/acknowledgements';
import { orEmpty } from '../core/checks';
import { DeliveryFoundation } from '../core/foundation';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { Problems } from '../core/problems';
import { DeliveryPipeline } from '../pipeline/delivery-pipeline';
import type { DeliveryPipelineProps } from '../pipeline/delivery-pipeline';
import { checkPullRequests } from './delivery-checks';

/**
 * Properties of a `Delivery`.
 */
export interface DeliveryProps extends DeliveryPipelineProps {
  /**
   * Checks the pull requests of the sources at CodeCommit, GitHub, GitLab and Bitbucket, by a build with a role of its own.
   * `comments`, `approval` and `checkName` are for CodeCommit alone.
   *
   * @default - pull requests are not checked
   */
  readonly pullRequestChecks?: PullRequestCheckSettings;

  /**
   * Whether findings of cdk-nag on this delivery, those on wildcards that AWS forces, are acknowledged with their reasons.
   * The context value `cdk-delivery:acknowledgeFindings` says the same for a whole app, its deployments included.
   *
   * @default true
   */
  readonly acknowledgeFindings?: boolean;
}

/**
 * The whole path of a delivery: an artifact store, a pipeline with its sources and builds, and the stages that release.
 * What it has no prop for is reached through its parts.
 *
 * Wrong props are reported together when the app is synthesized.
 */
export class Delivery extends Construct {
  /** The artifact store and the build logs. */
  public readonly foundation: IDeliveryFoundation;

  /** The pipeline. */
  public readonly pipeline: DeliveryPipeline;

  /** The checks of pull requests, where they were asked for: one for all CodeCommit repositories, and one for each other source. */
  public readonly pullRequestChecks: PullRequestChecks[];

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const given = orEmpty(props);
    if (given.acknowledgeFindings === false) this.node.setContext(ACKNOWLEDGE_CONTEXT, false);
    const foundation = given.foundation ?? new DeliveryFoundation(this, 'Foundation');
    this.pipeline = new DeliveryPipeline(this, 'Pipeline', {
      sources: given.sources,
      builds: given.builds,
      stages: given.stages,
      foundation,
      pipelineName: given.pipelineName,
      executionMode: given.executionMode,
      otherFoundations: given.otherFoundations,
      variables: given.variables,
      startedBy: given.startedBy,
      restartOnUpdate: given.restartOnUpdate,
      roles: given.roles,
    });
    this.foundation = this.pipeline.foundation;
    const { pullRequestChecks: settings, sources } = given;
    this.pullRequestChecks =
      settings === undefined || !Array.isArray(sources)
        ? []
        : checkPullRequests(this, Problems.of(this, 'Delivery'), sources, settings);
  }
}
