import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { IAction, IStage, Pipeline, StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageAccess } from '../core/access';
import type { DeliveryActionContext } from '../core/action';
import type { PipelineArtifacts } from '../core/artifact';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { PipelineRoles } from '../core/pipeline-roles';
import type { RolePolicy } from '../core/role-policy';
import type { ApprovalPlace } from './approvers';
import type { ArtifactStores } from './artifact-stores';
import { StageConditions } from './stage-conditions';
import { UniqueNames } from './unique-names';

/** What all stages of one pipeline work with. */
export interface PipelineParts {
  readonly pipeline: Pipeline;
  readonly pipelineName: string;

  /** As the stack of the pipeline may refer to it. */
  readonly foundation: IDeliveryFoundation;

  /** As the user gave it. */
  readonly givenFoundation: IDeliveryFoundation;
  readonly artifacts: PipelineArtifacts;
  readonly stores: ArtifactStores;

  /** The ways into other accounts and regions that stages have, by their ids. */
  readonly accesses: Map<string, StageAccess>;
  readonly rolePolicy: RolePolicy;
  readonly roles: PipelineRoles;
  readonly problems: Problems;
}

/** What sources, gates, builds and targets answer, in one form. */
export interface StagePart {
  readonly actions: IAction[];
  readonly permissions?: PolicyStatement[];
}

/** Makes the actions of something, in their place. */
export type MakePart = (scope: Construct, context: DeliveryActionContext) => StagePart;

/** What a stage is told beside its actions. */
export type StageSettings = Omit<StageOptions, 'stageName' | 'actions' | 'placement'>;

/** One stage in the making. What goes on from a `first` one has its names and ids there, so that it may move between the two. */
export class StageAssembly extends Construct {
  private readonly stage: IStage;
  private readonly partNames: UniqueNames;
  private readonly partScope: Construct;

  constructor(
    scope: Construct,
    private readonly stageName: string,
    private readonly parts: PipelineParts,
    settings: (conditions: StageConditions) => StageSettings = () => ({}),
    first?: StageAssembly,
  ) {
    super(scope, stageName);
    const conditions = new StageConditions(this, parts.problems, this.context(1), parts.rolePolicy);
    this.stage = parts.pipeline.addStage({ stageName, ...settings(conditions) });
    this.partNames = first?.partNames ?? new UniqueNames(parts.problems, LIMITS.actionName);
    this.partScope = first?.partScope ?? this;
  }

  /**
   * Adds what `make` makes, and gives the run order of what comes after it. `nameProp` is where the user said its name. What
   * has a wrong name is made all the same, so that its other problems are found.
   */
  public addPart(nameProp: string, name: string, runOrder: number, make: MakePart): number {
    const usable = this.partNames.use(nameProp, name);
    const { actions, permissions = [] } = make(new Construct(this.partScope, usable), this.context(runOrder));
    if (usable !== name) return runOrder + 1;
    for (const action of actions) this.addAction(nameProp, action);
    this.parts.rolePolicy.add(...permissions);
    return Math.max(runOrder, ...actions.map((action) => action.actionProperties.runOrder ?? 1)) + 1;
  }

  /** Ends the stage: refuses too many actions, and stands in for those that were refused. */
  public finish(prop: string): void {
    const count = this.stage.actions.length;
    if (count === 0 && !this.parts.problems.none) {
      this.stage.addAction(new ManualApprovalAction({ actionName: 'Invalid' }));
    }
    const { min, max, unit } = LIMITS.actionsPerStage;
    if (count <= max) return;
    this.parts.problems.add(
      prop,
      `must be ${min} to ${max} ${unit}, of which a stack takes two and a gate that acts one`,
      {
        got: count,
        cure: 'part it into several stages',
      },
    );
  }

  /** The approvals of the stage. */
  public get approvals(): ApprovalPlace[] {
    return this.stage.actions
      .filter(({ actionProperties }) => actionProperties.category === ActionCategory.APPROVAL)
      .map(({ actionProperties }) => ({ stageName: this.stageName, actionName: actionProperties.actionName }));
  }

  private context(runOrder: number): DeliveryActionContext {
    const { pipeline, pipelineName, foundation, artifacts, roles } = this.parts;
    return {
      pipeline,
      pipelineName,
      foundation,
      artifacts,
      roles,
      runOrder,
      stageName: this.stageName,
    };
  }

  private addAction(prop: string, action: IAction): void {
    const { actionName, role } = action.actionProperties;
    if (this.stage.actions.some((other) => other.actionProperties.actionName === actionName)) {
      this.parts.problems.add(prop, 'must give actions with names of their own', { got: actionName });
      return;
    }
    this.stage.addAction(action);
    if (role !== undefined) this.parts.rolePolicy.add(allow(PERMISSIONS.assumeRole, [weak(this, role.roleArn)]));
  }
}
