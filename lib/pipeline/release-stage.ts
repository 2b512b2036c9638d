import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import { checkStruct } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { keepRevisions } from '../core/foundation';
import { OwnRoleAction } from '../core/own-role-action';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import type { ApprovalPlace } from './approvers';
import { checkBinds } from './artifact-checks';
import type { ArtifactChecks } from './artifact-checks';
import type { DeliveryStage, DeployWave } from './delivery-stage';
import { gateStageName, namePropOf, segmentsOf } from './gate-segments';
import type { GateSegment, ListedGate } from './gate-segments';
import { checkVerification, namePropOfVerification } from './listed-verification';
import { StageAssembly } from './stage-assembly';
import type { PipelineParts, StageSettings } from './stage-assembly';
import type { StageConditions } from './stage-conditions';
import { StageRule } from './stage-rule';
import { StagePlace } from './stage-place';
import { warnOfShutOut } from './store-readers';
import { transitionOf } from './stage-transition';
import type { UniqueNames } from './unique-names';
import type { IVerification } from './verification-interface';

/** What a stage that releases stands in. */
export interface StageSurroundings {
  readonly stages: Construct;
  readonly stageNames: UniqueNames;
  readonly parts: PipelineParts;
  readonly checks: ArtifactChecks;

  /** The approvals by the stages of the user that they are for. */
  readonly approvals: Map<string, ApprovalPlace[]>;

  /** What is released where nobody says otherwise. */
  readonly primary?: DeliveryArtifact;
}

/** Adds one stage of the user's to a pipeline, and those before it that its gates need. */
export class ReleaseStage {
  private readonly place: StagePlace;

  constructor(
    private readonly surroundings: StageSurroundings,
    private readonly prop: string,
    private readonly given: DeliveryStage,
  ) {
    this.place = StagePlace.of(surroundings, `${prop}.access`, given.access);
  }

  /** Adds the stage: gates, targets, waves, verifications, other actions. */
  public add(): void {
    const { prop, given } = this;
    const segments = segmentsOf(this.surroundings.parts.problems, this.gates());
    segments.slice(0, -1).forEach((segment, index) => {
      const name = gateStageName(given.stageName, index);
      const stage = this.start(`${prop}.gates`, name, (conditions) => ({
        beforeEntry: conditions.entry(segment.entry),
        ...this.transition(segments, index),
      }));
      this.addGates(stage, segment);
      this.finish(stage);
    });
    const last = segments[segments.length - 1];
    const stage = this.start(`${prop}.stageName`, given.stageName, (conditions) => ({
      ...this.settings(conditions, last),
      ...this.transition(segments, segments.length - 1),
    }));
    let runOrder = this.addGates(stage, last);
    runOrder = this.addTargets(stage, `${prop}.targets`, given.targets, runOrder);
    runOrder = this.addWaves(stage, runOrder);
    this.addVerifications(stage, `${prop}.verifications`, given.verifications, runOrder);
    this.addActions(stage);
    this.checkWork(last);
    this.finish(stage);
  }

  private finish(stage: StageAssembly): void {
    const { approvals } = this.surroundings;
    const { stageName } = this.given;
    approvals.set(stageName, [...(approvals.get(stageName) ?? []), ...stage.approvals]);
    stage.finish(this.prop);
  }

  private gates(): ListedGate[] {
    const { problems } = this.surroundings.parts;
    const listed: ListedGate[] = [];
    forEachMember(problems, `${this.prop}.gates`, this.given.gates ?? [], 0, (gate, prop) => {
      const given: unknown = gate;
      const cure = `use ${given instanceof StageRule ? given._gate : 'Gate.approval'}`;
      if (checkBinds(problems, prop, gate, 'a gate', cure)) listed.push({ gate, prop });
    });
    return listed;
  }

  private start(prop: string, name: string, settings: (conditions: StageConditions) => StageSettings): StageAssembly {
    const { stages, stageNames, parts } = this.surroundings;
    return new StageAssembly(stages, stageNames.use(prop, name), parts, settings);
  }

  private settings(conditions: StageConditions, segment: GateSegment): StageSettings {
    const { prop, given } = this;
    return {
      beforeEntry: conditions.entry(segment.entry),
      onSuccess: conditions.success(`${prop}.onSuccess`, given.onSuccess),
      onFailure: conditions.failure(`${prop}.onFailure`, given.onFailure),
    };
  }

  private transition(segments: GateSegment[], index: number): StageSettings {
    const { problems } = this.surroundings.parts;
    const { transitionDisabledReason: reason } = this.given;
    return transitionOf(problems, segments, index, `${this.prop}.transitionDisabledReason`, reason);
  }

  private addGates(stage: StageAssembly, { entry, actions }: GateSegment): number {
    let runOrder = 1;
    for (const listed of [...entry, ...actions]) {
      const { gate } = listed;
      const next = stage.addPart(namePropOf(listed), gate.gateName, runOrder, (scope, context) => {
        const { actions: made = [], permissions } = gate.bind(scope, context);
        return { actions: made, permissions };
      });
      if (actions.includes(listed)) runOrder = next;
    }
    return runOrder;
  }

  private addTargets(
    stage: StageAssembly,
    prop: string,
    given: IDeployTarget[] | undefined,
    runOrder: number,
    least = 0,
  ): number {
    let next = runOrder;
    forEachMember(this.surroundings.parts.problems, prop, given ?? [], least, (target, path) => {
      next = Math.max(next, this.addTarget(stage, path, target, runOrder));
    });
    return next;
  }

  private addTarget(stage: StageAssembly, prop: string, target: IDeployTarget, runOrder: number): number {
    const { parts, stages } = this.surroundings;
    const { problems } = parts;
    if (!checkBinds(problems, prop, target, 'a deployment target', 'use DeployTarget.lambdaFunction')) return runOrder;
    const place =
      target.access === undefined ? this.place : StagePlace.of(this.surroundings, `${prop}.access`, target.access);
    if (!place.check(problems, prop, target, stages)) return runOrder;
    const artifact = this.artifactOf(prop, target.artifact);
    if (artifact === undefined) return runOrder;
    const { checks } = this.surroundings;
    if (!checks.checkReach(`${prop}.artifact`, artifact, Stack.of(stages).account, place.access?.account))
      return runOrder;
    checks.checkFiles(`${prop}.artifact`, artifact);
    return stage.addPart(`${prop}.targetName`, target.targetName, runOrder, (scope, context) => {
      const config = target.bind(scope, { ...context, artifact, access: place.access });
      const store = parts.stores.givenIn(place.access?.region) ?? parts.givenFoundation;
      if (config.keepsRevisions === true) keepRevisions(problems, prop, store);
      if (place.access !== undefined) warnOfShutOut(scope, target, place.access, store);
      return { ...config, actions: place.actions(config.actions) };
    });
  }

  private addWaves(stage: StageAssembly, runOrder: number): number {
    let next = runOrder;
    const { problems } = this.surroundings.parts;
    forEachMember(problems, `${this.prop}.waves`, this.given.waves ?? [], 0, (given, prop) => {
      const wave: DeployWave | undefined = checkStruct(problems, prop, given);
      if (wave === undefined) return;
      next = this.addTargets(stage, `${prop}.targets`, wave.targets, next, 1);
      next = this.addVerifications(stage, `${prop}.verifications`, wave.verifications, next);
    });
    return next;
  }

  private addVerifications(
    stage: StageAssembly,
    prop: string,
    given: IVerification[] | undefined,
    runOrder: number,
  ): number {
    let next = runOrder;
    const { problems } = this.surroundings.parts;
    forEachMember(problems, prop, given ?? [], 0, (verification, path) => {
      if (!checkVerification(problems, path, verification)) return;
      const artifact = this.artifactOf(path, verification.artifact);
      if (artifact === undefined) return;
      const name = `${path}.${namePropOfVerification(verification)}`;
      const end = stage.addPart(name, verification.verificationName, runOrder, (scope, context) => {
        const config = verification.bind(scope, { ...context, artifact });
        if (config.takesFullClone !== true) this.surroundings.checks.checkFiles(`${path}.artifact`, artifact);
        return config;
      });
      next = Math.max(next, end);
    });
    return next;
  }

  private addActions(stage: StageAssembly): void {
    const { parts } = this.surroundings;
    const prop = `${this.prop}.actions`;
    forEachMember(parts.problems, prop, this.given.actions ?? [], 0, (action, path) => {
      if (OwnRoleAction.nameOf(action) === undefined) {
        parts.problems.add(path, 'must be an action of aws-cdk-lib', { got: action });
        return;
      }
      const { actionName, runOrder = 1 } = action.actionProperties;
      stage.addPart(`${path}.actionName`, actionName, runOrder, (scope, context) => ({
        actions: [OwnRoleAction.of(scope, context, action)],
      }));
    });
  }

  private artifactOf(prop: string, given: DeliveryArtifact | undefined): DeliveryArtifact | undefined {
    const artifact = given ?? this.surroundings.primary;
    if (artifact === undefined || !this.surroundings.checks.checkArtifact(`${prop}.artifact`, artifact))
      return undefined;
    return artifact;
  }

  /** A stage that does nothing is a mistake, and CodePipeline takes none. */
  private checkWork({ actions: approvals }: GateSegment): void {
    const { targets, waves, verifications, actions } = this.given;
    if (approvals.length > 0 && targets === undefined) return;
    const work = [targets, waves, verifications, actions];
    if (work.some((list: unknown) => list !== undefined && !(Array.isArray(list) && list.length === 0))) return;
    const { problems } = this.surroundings.parts;
    problems.add(`${this.prop}.targets`, 'must have at least 1', { got: targets?.length ?? 0 });
  }
}
