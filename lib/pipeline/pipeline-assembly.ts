import { ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import type { BuildProject } from '../build/build-project';
import type { DeliveryArtifact } from '../core/artifact';
import { checkChoice, orEmpty } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { PackageFeed } from '../packages/package-feed';
import type { ISource, SourceConfig } from '../source/source-interface';
import type { ApprovalPlace } from './approvers';
import { ArtifactChecks, checkBinds } from './artifact-checks';
import type { Build } from './build';
import { orderBuilds, outputOf } from './build-order';
import type { ListedBuild } from './build-order';
import type { DeliveryStage } from './delivery-stage';
import { PipelineStart } from './pipeline-start';
import { ReleaseStage } from './release-stage';
import { StageAssembly } from './stage-assembly';
import { SOURCE_STAGE } from './source-variables';
import { StagePlace } from './stage-place';
import type { PipelineParts } from './stage-assembly';
import { UniqueNames } from './unique-names';

const BUILD_STAGE = 'Build';

/** Puts a pipeline together: a stage of sources, one of builds where there are some, and those of the user. */
export class PipelineAssembly {
  /** The build projects by the names of their builds. */
  public readonly buildProjects = new Map<string, BuildProject>();

  /** The approvals by the stages of the user that they are for. */
  public readonly approvals = new Map<string, ApprovalPlace[]>();

  private readonly feeds: PackageFeed[] = [];
  private readonly stages: Construct;
  private readonly stageNames: UniqueNames;
  private readonly checks: ArtifactChecks;
  private primary?: DeliveryArtifact;
  private hasPullRequests = false;

  constructor(
    scope: Construct,
    private readonly parts: PipelineParts,
  ) {
    this.stages = new Construct(scope, 'Stages');
    this.stageNames = new UniqueNames(parts.problems, LIMITS.stageName);
    this.checks = new ArtifactChecks(parts.problems, parts.artifacts);
  }

  /** Adds the sources. */
  public addSources(given: ISource[]): void {
    const { problems } = this.parts;
    const stage = this.startStage('sources', SOURCE_STAGE);
    const triggers: SourceConfig[] = [];
    forEachMember(problems, 'sources', given, 1, (source, prop) => {
      if (!checkBinds(problems, prop, source, 'a source', 'use Source.codeCommit')) return;
      if (!this.checks.checkHandle(`${prop}.artifact`, source.artifact)) return;
      this.checks.checkProducer(`${prop}.sourceName`, source.artifact);
      this.primary ??= source.artifact;
      const place = StagePlace.ofSource({ stages: this.stages, parts: this.parts }, `${prop}.access`, source.access);
      const { access } = place;
      if (access !== undefined) this.checks.declareAccount(source.artifact, access.account);
      stage.addPart(`${prop}.sourceName`, source.sourceName, 1, (scope, context) => {
        const config = source.bind(scope, { ...context, access });
        const actions = place.actions([config.action]);
        triggers.push({ ...config, action: actions[0] });
        return { actions, permissions: config.permissions };
      });
    });
    stage.finish('sources');
    if (problems.none) for (const config of triggers) this.addTrigger(config);
  }

  /** Whether a pull request starts the pipeline. */
  public get startsAtPullRequests(): boolean {
    return this.hasPullRequests;
  }

  /**
   * Adds the builds, in as many stages as they need. What no other build takes of their outputs, the last in the list, is what stages release.
   */
  public addBuilds(given: Build[] | undefined): void {
    const { problems } = this.parts;
    const builds: ListedBuild[] = [];
    let count = 0;
    forEachMember(problems, 'builds', given ?? [], 0, (build, prop) => {
      count += 1;
      if (!this.checkBuild(prop, build)) return;
      builds.push({ build, prop });
      this.feeds.push(...build._feeds);
    });
    if (count === 0) return;
    const first = this.startStage('builds', BUILD_STAGE);
    let stage = first;
    const source = this.primary;
    orderBuilds(problems, builds).forEach(({ build, prop, runOrder }, index) => {
      if (index > 0 && index % LIMITS.actionsPerStage.max === 0) {
        stage.finish('builds');
        stage = this.startStage('builds', `${BUILD_STAGE}-${index / LIMITS.actionsPerStage.max + 1}`, first);
      }
      const input = build._input ?? source;
      if (input === undefined || !this.checks.checkArtifact(`${prop}.input`, input)) return;
      this.checks.checkProducer(`${prop}.buildName`, build.artifact);
      stage.addPart(`${prop}.buildName`, build.buildName, runOrder, (scope, context) => {
        const { action, permissions, buildProject } = build._bind(scope, { ...context, input });
        if (buildProject !== undefined) this.buildProjects.set(build.buildName, buildProject);
        return { actions: [action], permissions };
      });
    });
    stage.finish('builds');
    this.primary = outputOf(builds) ?? this.primary;
  }

  /** Adds what starts the pipeline beside its sources. */
  public addStarts(scope: Construct, given: PipelineStart[] | undefined): void {
    const { problems, pipeline, pipelineName, roles } = this.parts;
    const starts = new Construct(scope, 'Starts');
    forEachMember(problems, 'startedBy', given ?? [], 0, (member, prop) => {
      const start = checkChoice(problems, prop, member, PipelineStart);
      if (start === undefined) return;
      if (starts.node.tryFindChild(start._id) !== undefined) problems.add(prop, 'must differ from the others', {});
      else
        start._bind(new Construct(starts, start._id), problems.within(prop), {
          pipeline,
          pipelineName,
          roles,
          feeds: this.feeds,
        });
    });
  }

  /** The names of all stages, in their order. */
  public get allStages(): string[] {
    return this.parts.pipeline.stages.map(({ stageName }) => stageName);
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
    if (count > LIMITS.stagesPerPipeline.max) this.refuseStages(count);
  }

  private refuseStages(count: number): void {
    const { min, max, unit } = LIMITS.stagesPerPipeline;
    this.parts.problems.add('stages', `must give ${min} to ${max} ${unit}, with those of sources, builds and gates`, {
      got: count,
      cure: 'use several pipelines, of which one starts another: PipelineStart.pipelineSuccess',
    });
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
    const { stages, stageNames, parts, checks, approvals, primary } = this;
    new ReleaseStage({ stages, stageNames, parts, checks, approvals, primary }, prop, orEmpty(given)).add();
  }

  private startStage(prop: string, stageName: string, first?: StageAssembly): StageAssembly {
    return new StageAssembly(this.stages, this.stageNames.use(prop, stageName), this.parts, undefined, first);
  }

  private checkBuild(prop: string, build: Build): boolean {
    if (typeof (build as Build | undefined)?._bind === 'function') return true;
    this.parts.problems.add(prop, 'must be a build', { got: build, cure: 'use Build.project' });
    return false;
  }
}
