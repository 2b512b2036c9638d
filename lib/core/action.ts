import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { StageAccess } from './access';
import type { PipelineArtifacts } from './artifact';
import type { IDeliveryFoundation } from './foundation-interface';
import type { PipelineRoles } from './pipeline-roles';

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
   * The position of the first action in its stage: actions of the same number run side by side, from 1 to 999.
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

  /**
   * The roles of the pipeline beside its own.
   */
  readonly roles: PipelineRoles;

  /**
   * The other account or region that the source or the target is in. Its actions get the role and the region that are there for them.
   *
   * @default - the account and region of the pipeline
   */
  readonly access?: StageAccess;
}
