import type { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import { ACKNOWLEDGE_CONTEXT } from '../core/acknowledgements';
import { orEmpty } from '../core/checks';
import { DeliveryFoundation } from '../core/foundation';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import type { Build } from '../pipeline/build';
import { DeliveryPipeline } from '../pipeline/delivery-pipeline';
import type { DeliveryStage } from '../pipeline/delivery-stage';
import type { ISource } from '../source/source-interface';

/**
 * Properties of a `Delivery`.
 */
export interface DeliveryProps {
  /**
   * Where the code comes from. At least one.
   */
  readonly sources: ISource[];

  /**
   * The builds, side by side unless one takes the output of another.
   *
   * @default - nothing is built: the stages release what the first source puts out
   */
  readonly builds?: Build[];

  /**
   * The stages that release, one after the other.
   *
   * @default - nothing is released
   */
  readonly stages?: DeliveryStage[];

  /**
   * The artifact store and the build logs, to share them between pipelines of one account and region.
   *
   * @default - a foundation of its own, with all defaults: make one to choose a key, an expiration or a removal policy
   */
  readonly foundation?: IDeliveryFoundation;

  /**
   * The name of the pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`, without `--`.
   *
   * @default - in a `DeliveryStack` the name of the stack, else made from that and the path of the construct
   */
  readonly pipelineName?: string;

  /**
   * What becomes of a run when a later one comes: by default a run that waits before a stage gives way to a newer one.
   *
   * @default ExecutionMode.SUPERSEDED
   */
  readonly executionMode?: ExecutionMode;

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
    });
    this.foundation = this.pipeline.foundation;
  }
}
