import { ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import type { BuildProject } from '../build/build-project';
import { DeliveryArtifact } from '../core/artifact';
import { checkRange, forEachMember } from '../core/checks';
import { checkEnvironment } from '../core/environments';
import { keepRevisions } from '../core/foundation';
import { LIMITS } from '../core/limits';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import type { ISource, SourceConfig } from '../source/source-interface';
import type { Build } from './build';
import { orderBuilds, outputOf } from './build-order';
import type { ListedBuild } from './build-order';
import type { DeliveryStage } from './delivery-stage';
import type { IGate } from './gate-interface';
import { StageAssembly } from './stage-assembly';
import type { PipelineParts } from './stage-assembly';
import { UniqueNames } from './unique-names';

const SOURCE_STAGE = 'Source';
const BUILD_STAGE = 'Build';

/** Puts a pipeline together: a stage of sources, one of builds where there are some, and those of the user. */
export class PipelineAssembly {
  /** The build projects by the names of their builds. */
  public readonly buildProjects = new Map<string, BuildProject>();

  private readonly stages: Construct;
  private readonly stageNames: UniqueNames;
  private readonly producers = new Map<string, string>();
  private primary?: DeliveryArtifact;
  private hasPullRequests = false;

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
    const stage = this.startStage('sources', SOURCE_STAGE);
    const triggers: SourceConfig[] = [];
    forEachMember(problems, 'sources', given, 1, (source, prop) => {
      if (!this.checkBinds(prop, source, 'a source', 'use Source.codeCommit')) return;
      if (!this.checkHandle(`${prop}.artifact`, source.artifact)) return;
      this.checkProducer(`${prop}.sourceName`, source.artifact);
      this.primary ??= source.artifact;
      stage.addPart(`${prop}.sourceName`, source.sourceName, 1, (scope, context) => {
        const config = source.bind(scope, context);
        triggers.push(config);
        return { actions: [config.action], permissions: config.permissions };
      });
    });
    stage.finish('sources');
    if (problems.none) for (const config of triggers) this.addTrigger(config);
  }

  /** Whether a pull request starts the pipeline. */
  public get startsAtPullRequests(): boolean {
    return this.hasPullRequests;
  }

  /** Adds the builds. What no other build takes of their outputs, the last in the list, is what stages release. */
  public addBuilds(given: Build[] | undefined): void {
    const { problems } = this.parts;
    const builds: ListedBuild[] = [];
    let count = 0;
    forEachMember(problems, 'builds', given ?? [], 0, (build, prop) => {
      count += 1;
      if (this.checkBuild(prop, build)) builds.push({ build, prop });
    });
    if (count === 0) return;
    const stage = this.startStage('builds', BUILD_STAGE);
    const source = this.primary;
    for (const { build, prop, runOrder } of orderBuilds(problems, builds)) {
      const input = build._input ?? source;
      if (input === undefined || !this.checkArtifact(`${prop}.input`, input)) continue;
      this.checkProducer(`${prop}.buildName`, build.artifact);
      stage.addPart(`${prop}.buildName`, build.buildName, runOrder, (scope, context) => {
        const { action, permissions, buildProject } = build._bind(scope, { ...context, input });
        if (buildProject !== undefined) this.buildProjects.set(build.buildName, buildProject);
        return { actions: [action], permissions };
      });
    }
    stage.finish('builds');
    this.primary = outputOf(builds) ?? this.primary;
  }

  /** Adds the stages that release. */
  public addStages(given: DeliveryStage[] | undefined): void {
    const { problems } = this.parts;
    forEachMember(problems, 'stages', given ?? [], 0, (stage, prop) => {
      this.addStage(prop, stage);
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

  private addTrigger({ action, pushFilters, pullRequestFilters }: SourceConfig): void {
    if (pushFilters === undefined && pullRequestFilters === undefined) return;
    if (pullRequestFilters !== undefined) this.hasPullRequests = true;
    this.parts.pipeline.addTrigger({
      providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
      gitConfiguration: { sourceAction: action, pushFilter: pushFilters, pullRequestFilter: pullRequestFilters },
    });
  }

  private addStage(prop: string, given: DeliveryStage): void {
    const { problems } = this.parts;
    const stage = this.startStage(`${prop}.stageName`, given.stageName);
    let runOrder = 1;
    forEachMember(problems, `${prop}.gates`, given.gates ?? [], 0, (gate, gateProp) => {
      runOrder = this.addGate(stage, gateProp, gate, runOrder);
    });
    forEachMember(problems, `${prop}.targets`, given.targets, 1, (target, targetProp) => {
      this.addTarget(stage, targetProp, target, runOrder);
    });
    stage.finish(prop);
  }

  private addGate(stage: StageAssembly, prop: string, gate: IGate, runOrder: number): number {
    if (!this.checkBinds(prop, gate, 'a gate', 'use Gate.approval')) return runOrder;
    return stage.addPart(`${prop}.gateName`, gate.gateName, runOrder, (scope, context) => {
      const { actions = [], permissions } = gate.bind(scope, context);
      return { actions, permissions };
    });
  }

  private addTarget(stage: StageAssembly, prop: string, target: IDeployTarget, runOrder: number): void {
    const { problems } = this.parts;
    if (!this.checkBinds(prop, target, 'a deployment target', 'use DeployTarget.lambdaFunction')) return;
    if (target.targetEnv !== undefined && !checkEnvironment(problems, prop, this.stages, target.targetEnv, false))
      return;
    const artifact = target.artifact ?? this.primary;
    if (artifact === undefined || !this.checkArtifact(`${prop}.artifact`, artifact)) return;
    this.checkFiles(`${prop}.artifact`, artifact);
    stage.addPart(`${prop}.targetName`, target.targetName, runOrder, (scope, context) => {
      const config = target.bind(scope, { ...context, artifact });
      if (config.keepsRevisions === true) keepRevisions(problems, prop, this.parts.givenFoundation);
      return config;
    });
  }

  private startStage(prop: string, stageName: string): StageAssembly {
    return new StageAssembly(this.stages, this.stageNames.use(prop, stageName), this.parts);
  }

  private checkArtifact(prop: string, artifact: DeliveryArtifact): boolean {
    if (!this.checkHandle(prop, artifact)) return false;
    if (this.parts.artifacts.has(artifact)) return true;
    this.parts.problems.add(prop, 'must be put out by a source or an earlier build of this pipeline', {
      got: `the output of ${artifact.producer}`,
      cure: 'add what puts it out',
    });
    return false;
  }

  /** A full clone is a reference to a repository, which only a build can follow. */
  private checkFiles(prop: string, artifact: DeliveryArtifact): void {
    if (this.parts.artifacts.clonePermissions(artifact) === undefined) return;
    this.parts.problems.add(prop, 'must not be a full clone, which only builds can take', {
      got: `the output of ${artifact.producer}`,
      cure: 'add a build that puts the files out, or leave fullClone out',
    });
  }

  private checkHandle(prop: string, artifact: DeliveryArtifact): boolean {
    if ((artifact as object | undefined) instanceof DeliveryArtifact) return true;
    this.parts.problems.add(prop, 'must be a DeliveryArtifact', {
      got: artifact,
      cure: 'use the artifact of a build or source',
    });
    return false;
  }

  /** Two names may be different and still give one artifact: `a.b` and `a_b`. */
  private checkProducer(prop: string, artifact: DeliveryArtifact): void {
    const other = this.producers.get(artifact.artifactName);
    if (other === undefined) this.producers.set(artifact.artifactName, prop);
    else {
      this.parts.problems.add(prop, `must give its artifact another name than ${other}`, {
        got: artifact.artifactName,
        cure: 'only letters, digits and _ count',
      });
    }
  }

  private checkBuild(prop: string, build: Build): boolean {
    if (typeof (build as Build | undefined)?._bind === 'function') return true;
    this.parts.problems.add(prop, 'must be a build', { got: build, cure: 'use Build.project' });
    return false;
  }

  private checkBinds(prop: string, value: unknown, what: string, cure: string): boolean {
    if (typeof value === 'object' && typeof (value as Partial<ISource>).bind === 'function') return true;
    this.parts.problems.add(prop, `must be ${what}`, { got: value, cure });
    return false;
  }
}
