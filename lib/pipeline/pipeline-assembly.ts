import { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import { checkList, checkRange } from '../core/checks';
import { checkEnvironment } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import type { ISource } from '../source/source-interface';
import type { Build } from './build';
import { orderBuilds } from './build-order';
import type { DeliveryStage } from './delivery-stage';
import type { IGate } from './gate-interface';
import { StageAssembly } from './stage-assembly';
import type { PipelineParts } from './stage-assembly';
import { UniqueNames } from './unique-names';

const SOURCE_STAGE = 'Source';
const BUILD_STAGE = 'Build';

/** Puts a pipeline together: a stage of sources, one of builds where there are some, and those of the user. */
export class PipelineAssembly {
  private readonly stages: Construct;
  private readonly stageNames: UniqueNames;
  private readonly producers = new Map<string, string>();
  private primary?: DeliveryArtifact;

  constructor(
    scope: Construct,
    private readonly parts: PipelineParts,
  ) {
    this.stages = new Construct(scope, 'Stages');
    this.stageNames = new UniqueNames(parts.problems, LIMITS.stageName);
  }

  /** Adds the sources. */
  public addSources(given: ISource[]): void {
    const { problems } = this.parts;
    const sources = checkList(problems, 'sources', given, 1);
    const stage = this.startStage('sources', SOURCE_STAGE);
    sources.forEach((source, index) => {
      const prop = `sources[${index}]`;
      if (!this.checkBinds(prop, source, 'a source', 'use Source.codeCommit')) return;
      this.checkProducer(`${prop}.sourceName`, source.artifact);
      this.primary ??= source.artifact;
      stage.addAction(`${prop}.sourceName`, source.sourceName, 1, (scope, context) => source.bind(scope, context));
    });
    stage.finish('sources');
  }

  /** Adds the builds. The output of the last one in the list is what stages release when they name nothing. */
  public addBuilds(given: Build[] | undefined): void {
    const { problems } = this.parts;
    const listed = checkList(problems, 'builds', given);
    if (listed.length === 0) return;
    const builds = listed.filter((build, index) => this.checkBuild(`builds[${index}]`, build));
    const stage = this.startStage('builds', BUILD_STAGE);
    const source = this.primary;
    for (const { build, index, runOrder } of orderBuilds(problems, builds)) {
      const input = build._input ?? source;
      if (input === undefined || !this.checkArtifact(`builds[${index}].input`, input)) continue;
      this.checkProducer(`builds[${index}].buildName`, build.artifact);
      stage.addAction(`builds[${index}].buildName`, build.buildName, runOrder, (scope, context) =>
        build._bind(scope, { ...context, input }),
      );
    }
    stage.finish('builds');
    this.primary = builds.at(-1)?.artifact ?? this.primary;
  }

  /** Adds the stages that release. */
  public addStages(given: DeliveryStage[] | undefined): void {
    const { problems } = this.parts;
    const stages = checkList(problems, 'stages', given);
    stages.forEach((stage, index) => {
      this.addStage(`stages[${index}]`, stage);
    });
    const count = this.stages.node.children.length;
    if (count < LIMITS.stagesPerPipeline.min) {
      problems.add(
        'stages',
        'must have at least one, or there must be a build: CodePipeline takes no pipeline of one stage',
      );
    }
    if (count > LIMITS.stagesPerPipeline.max) checkRange(problems, 'stages', count, LIMITS.stagesPerPipeline);
  }

  private addStage(prop: string, given: DeliveryStage): void {
    const { problems } = this.parts;
    const stage = this.startStage(`${prop}.stageName`, given.stageName);
    const gates = checkList(problems, `${prop}.gates`, given.gates);
    gates.forEach((gate, index) => {
      this.addGate(stage, `${prop}.gates[${index}]`, gate, index + 1);
    });
    const targets = checkList(problems, `${prop}.targets`, given.targets as IDeployTarget[] | undefined, 1);
    targets.forEach((target, index) => {
      this.addTarget(stage, `${prop}.targets[${index}]`, target, gates.length + 1);
    });
    stage.finish(prop);
  }

  private addGate(stage: StageAssembly, prop: string, gate: IGate, runOrder: number): void {
    if (!this.checkBinds(prop, gate, 'a gate', 'use Gate.approval')) return;
    stage.addAction(`${prop}.gateName`, gate.gateName, runOrder, (scope, context) => gate.bind(scope, context));
  }

  private addTarget(stage: StageAssembly, prop: string, target: IDeployTarget, runOrder: number): void {
    const { problems } = this.parts;
    if (!this.checkBinds(prop, target, 'a deployment target', 'use DeployTarget.lambdaFunction')) return;
    if (target.targetEnv !== undefined && !checkEnvironment(problems, prop, this.stages, target.targetEnv)) return;
    const artifact = target.artifact ?? this.primary;
    if (artifact === undefined || !this.checkArtifact(`${prop}.artifact`, artifact)) return;
    stage.addAction(`${prop}.targetName`, target.targetName, runOrder, (scope, context) =>
      target.bind(scope, { ...context, artifact }),
    );
  }

  private startStage(prop: string, stageName: string): StageAssembly {
    return new StageAssembly(this.stages, this.stageNames.use(prop, stageName), this.parts);
  }

  private checkArtifact(prop: string, artifact: DeliveryArtifact): boolean {
    if (this.parts.artifacts.has(artifact)) return true;
    this.parts.problems.add(prop, 'must be put out by a source or an earlier build of this pipeline', {
      got: `the output of ${artifact.producer}`,
    });
    return false;
  }

  /** Two names may be different and still give one artifact: `a.b` and `a_b`. */
  private checkProducer(prop: string, artifact: DeliveryArtifact): void {
    const other = this.producers.get(artifact.artifactName);
    if (other === undefined) this.producers.set(artifact.artifactName, prop);
    else this.parts.problems.add(prop, `must give another artifact than ${other}`, { got: artifact.artifactName });
  }

  private checkBuild(prop: string, build: Build): boolean {
    if (typeof (build as Build | undefined)?._bind === 'function') return true;
    this.parts.problems.add(prop, 'must be a build', { got: build, cure: 'use Build.project' });
    return false;
  }

  private checkBinds(prop: string, value: object, what: string, cure: string): boolean {
    if (typeof (value as Partial<ISource>).bind === 'function') return true;
    this.parts.problems.add(prop, `must be ${what}`, { got: value, cure });
    return false;
  }
}
