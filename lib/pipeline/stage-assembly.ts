import type { IStage, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import type { DeliveryActionConfig, DeliveryActionContext } from '../core/action';
import type { PipelineArtifacts } from '../core/artifact';
import { checkRange } from '../core/checks';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { RolePolicy } from '../core/role-policy';
import { UniqueNames } from './unique-names';

/** What all stages of one pipeline work with. */
export interface PipelineParts {
  readonly pipeline: Pipeline;
  readonly pipelineName: string;
  readonly foundation: IDeliveryFoundation;
  readonly artifacts: PipelineArtifacts;
  readonly rolePolicy: RolePolicy;
  readonly problems: Problems;
}

/** Makes the action of something, in its place. */
export type MakeAction = (scope: Construct, context: DeliveryActionContext) => DeliveryActionConfig;

/** One stage in the making. */
export class StageAssembly extends Construct {
  private readonly stage: IStage;
  private readonly actionNames: UniqueNames;

  constructor(
    scope: Construct,
    private readonly stageName: string,
    private readonly parts: PipelineParts,
  ) {
    super(scope, stageName);
    this.stage = parts.pipeline.addStage({ stageName });
    this.actionNames = new UniqueNames(parts.problems, LIMITS.actionName);
  }

  /** Adds the action that `make` makes. `nameProp` is where the user said its name. */
  public addAction(nameProp: string, name: string, runOrder: number, make: MakeAction): void {
    const actionName = this.actionNames.use(nameProp, name);
    if (actionName !== name) return;
    const { pipeline, pipelineName, foundation, artifacts, rolePolicy } = this.parts;
    const context = { pipeline, pipelineName, foundation, artifacts, runOrder, stageName: this.stageName };
    const config = make(new Construct(this, actionName), context);
    this.stage.addAction(config.action);
    rolePolicy.add(...(config.permissions ?? []));
  }

  /** Ends the stage: refuses too many actions, and stands in for those that were refused. */
  public finish(prop: string): void {
    const count = this.stage.actions.length;
    if (count === 0 && !this.parts.problems.none) {
      this.stage.addAction(new ManualApprovalAction({ actionName: 'Invalid' }));
    }
    if (count > LIMITS.actionsPerStage.max) {
      checkRange(this.parts.problems, prop, count, LIMITS.actionsPerStage);
    }
  }
}
