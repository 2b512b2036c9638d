import type { IAction, IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PipelineArtifacts } from './artifact';
import type { IDeliveryFoundation } from './foundation-interface';

/**
 * Where an action of a pipeline is made: what sources, gates and deployment targets are told when they are bound.
 */
export interface DeliveryActionContext {
  /**
   * The pipeline.
   */
  readonly pipeline: IPipeline;

  /**
   * The name of the pipeline, known at synthesis. Its first 20 characters begin the key of every artifact.
   */
  readonly pipelineName: string;

  /**
   * The name of the stage that the action is in.
   */
  readonly stageName: string;

  /**
   * The position of the action in its stage: actions of the same number run side by side, from 1 to 999.
   */
  readonly runOrder: number;

  /**
   * The artifact store and logs of the pipeline.
   */
  readonly foundation: IDeliveryFoundation;

  /**
   * The artifacts of the pipeline.
   */
  readonly artifacts: PipelineArtifacts;
}

/**
 * What sources, gates and deployment targets answer when they are bound.
 */
export interface DeliveryActionConfig {
  /**
   * The action for the pipeline, with `runOrder` from the context. Without a role of its own it runs with the pipeline's role,
   * to which the grants of aws-cdk-lib do not reach: return `permissions`, or give the action a role of its own.
   */
  readonly action: IAction;

  /**
   * What the role of the pipeline must be allowed, so that the action works.
   *
   * @default - nothing beside the artifact store
   */
  readonly permissions?: PolicyStatement[];
}
