import { Annotations } from 'aws-cdk-lib';
import { CfnPipeline, ExecutionMode, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import type { Grant, IGrantable, IRole, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BuildProject } from '../build/build-project';
import { PipelineArtifacts } from '../core/artifact';
import { readWriteArtifacts, warnOfSharedFolder } from '../core/artifact-access';
import { checkBoolean, checkLiteralName, checkOneOf, checkStruct, orEmpty } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { DeliveryFoundation } from '../core/foundation';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { LIMITS } from '../core/limits';
import { localFoundation } from '../core/local';
import { fixedName, NAME_SEPARATOR } from '../core/names';
import { PipelineRoles } from '../core/pipeline-roles';
import type { DeliveryRoles } from '../core/pipeline-roles';
import { Problems } from '../core/problems';
import { RolePolicy } from '../core/role-policy';
import { checkServiceRole, OTHER_PRINCIPALS } from '../core/service-role';
import type { ISource } from '../source/source-interface';
import { Approvers } from './approvers';
import type { ApproverPolicyOptions } from './approvers';
import type { Build } from './build';
import type { DeliveryStage } from './delivery-stage';
import { declareVariables } from './declared-variables';
import { checkExpiration } from './expiration';
import { checkCounts, warnOfLatestRevisions } from './whole-pipeline';
import { ArtifactStores } from './artifact-stores';
import { PipelineAssembly } from './pipeline-assembly';
import { PipelineGrants } from './pipeline-grants';
import type { PipelineStart } from './pipeline-start';
import type { PipelineVariable } from './pipeline-variable';

/**
 * Properties of a `DeliveryPipeline`.
 */
export interface DeliveryPipelineProps {
  /**
   * Where the code comes from. At least one; the first is what a build gets when it names no input.
   */
  readonly sources: ISource[];

  /**
   * The builds. They run side by side, except that one which takes the output of another runs after it.
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
   * The artifact store and the build logs.
   *
   * @default - a foundation of the pipeline's own, with all defaults: make one to choose a key or an expiration
   */
  readonly foundation?: IDeliveryFoundation;

  /**
   * The name of the pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`, without `--`. Another name makes another
   * pipeline. Artifacts lie below its first 20 characters: make these unique where pipelines share a foundation.
   *
   * @default - in a `DeliveryStack` the name of the stack, else made from that and the path of the construct
   */
  readonly pipelineName?: string;

  /**
   * What becomes of a run when a later one comes: by default a run that waits before a stage gives way to a newer one.
   *
   * @default ExecutionMode.SUPERSEDED
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html#concepts-how-it-works-executions
   */
  readonly executionMode?: ExecutionMode;

  /**
   * Artifact stores of the other regions that stages work in, one a region.
   *
   * @default - no stage works in another region
   */
  readonly otherFoundations?: IDeliveryFoundation[];

  /**
   * Variables that whoever starts a run can set, at most 50.
   *
   * @default - none
   */
  readonly variables?: PipelineVariable[];

  /**
   * What starts the pipeline beside its sources.
   *
   * @default - its sources alone
   */
  readonly startedBy?: PipelineStart[];

  /**
   * Whether the latest run starts again when the pipeline is changed.
   *
   * @default false
   */
  readonly restartOnUpdate?: boolean;

  /**
   * Roles of yours. With all of them given no role is made, unless targets, gates and actions bring roles of their own.
   *
   * @default - roles of the pipeline's own, each of which may do what it is for and nothing else
   */
  readonly roles?: DeliveryRoles;
}

/**
 * A pipeline of CodePipeline, type V2: sources, builds, and stages that release.
 *
 * Its role may do what the actions need, on exactly their resources. Wrong props are reported together when the app is
 * synthesized.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome.html
 */
export class DeliveryPipeline extends Construct {
  /** The pipeline. Its role is not widened by actions that are added here: give such an action a role of its own. */
  public readonly pipeline: Pipeline;

  /** The name of the pipeline, known at synthesis. */
  public readonly pipelineName: string;

  /** The artifact store and the build logs. */
  public readonly foundation: IDeliveryFoundation;

  /** The role of the pipeline. */
  public readonly role: IRole;

  /** Lets people and machines start, stop, retry and hold the pipeline. */
  public readonly grants: PipelineGrants;

  private readonly buildProjects: ReadonlyMap<string, BuildProject>;
  private readonly approvers: Approvers;

  constructor(scope: Construct, id: string, props: DeliveryPipelineProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'DeliveryPipeline');
    this.pipelineName = pipelineNameOf(this, problems, given.pipelineName);
    this.foundation =
      checkOptionalResource(problems, 'foundation', this, given.foundation, 'a DeliveryFoundation', 'artifactBucket') ??
      new DeliveryFoundation(this, 'Foundation');
    warnOfSharedFolder(this, this.foundation, this.pipelineName);
    const roles = checkRoles(this, problems, given.roles);
    const rolePolicy = new RolePolicy(this, 'Role', 'codepipeline.amazonaws.com', roles.pipeline);
    this.role = rolePolicy.role;
    const foundation = localFoundation(this, 'LocalFoundation', this.foundation);
    rolePolicy.add(...readWriteArtifacts(foundation, this.pipelineName));

    const stores = new ArtifactStores(this, problems, foundation, given.otherFoundations);
    rolePolicy.add(...stores.permissions(this.pipelineName));
    const pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: this.pipelineName,
      pipelineType: PipelineType.V2,
      executionMode: modeOf(problems, given.executionMode),
      restartExecutionOnUpdate: checkBoolean(problems, 'restartOnUpdate', given.restartOnUpdate) ?? false,
      ...stores.buckets,
      crossAccountKeys: false,
      role: rolePolicy.frozen,
      usePipelineRoleForActions: true,
    });
    this.pipeline = pipeline;
    const assembly = new PipelineAssembly(this, {
      pipeline,
      pipelineName: this.pipelineName,
      foundation,
      givenFoundation: this.foundation,
      artifacts: new PipelineArtifacts(),
      stores,
      accesses: new Map(),
      rolePolicy,
      roles: PipelineRoles._of(
        this,
        { pipelineName: this.pipelineName, foundation, pipelineRole: rolePolicy.role },
        roles,
      ),
      problems,
    });
    assembly.addSources(given.sources);
    assembly.addBuilds(given.builds);
    assembly.addStages(given.stages);
    assembly.addStarts(this, given.startedBy);
    declareVariables(this, problems, pipeline, given.variables);
    this.grants = PipelineGrants._of(this, this.pipelineName, assembly.allStages);
    this.buildProjects = assembly.buildProjects;
    this.approvers = new Approvers(this, 'Approvers', this.pipelineName, assembly.approvals, this.grants._once);
    if (assembly.startsAtPullRequests && (given.stages?.length ?? 0) > 0) warnOfPullRequests(this);
    if (given.executionMode === ExecutionMode.PARALLEL) warnOfLatestRevisions(this, pipeline);
    checkCounts(this, problems, pipeline);
    hearOnlyUs(pipeline, problems);
    checkExpiration(problems, this.foundation, given.stages);
    if (pipeline.node.defaultChild instanceof CfnPipeline) rolePolicy.applyBefore(pipeline.node.defaultChild);
  }

  /**
   * The project of a build, e.g. to grant it something. A name that no build has is an error at once.
   */
  public buildProject(buildName: string): BuildProject {
    const found = this.buildProjects.get(buildName);
    if (found !== undefined) return found;
    const names = [...this.buildProjects.keys()].map((name) => `'${name}'`).join(', ');
    throw new Error(`${this.node.path} has no build '${buildName}'; its builds are: ${names === '' ? 'none' : names}`);
  }

  /**
   * Lets somebody approve or reject what waits for an approval of this stage, and look at the pipeline; of IAM, just that action of the pipeline. It gives this
   * right, and takes it from nobody: who may call `codepipeline:PutApprovalResult` on everything can approve as well. A stage without an approval is reported when the app is synthesized.
   *
   * @param stageName the name that you gave the stage, also where the approval has a stage of its own before it.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html
   */
  public grantApprove(stageName: string, grantee: IGrantable): Grant {
    return this.approvers.grant(stageName, grantee);
  }

  /**
   * What `grantApprove` lets somebody do, as a customer-managed policy with a fixed name: for roles that cannot be edited, such as those of permission sets of
   * Identity Center.
   */
  public approverPolicy(stageName: string, options: ApproverPolicyOptions): ManagedPolicy {
    return this.approvers.policy(stageName, options);
  }
}

function pipelineNameOf(scope: Construct, problems: Problems, given: string | undefined): string {
  const name = checkLiteralName(problems, 'pipelineName', given, LIMITS.pipelineName);
  if (name?.includes(NAME_SEPARATOR) === true) {
    problems.add('pipelineName', `must not contain '${NAME_SEPARATOR}', which parts it from the names of its builds`, {
      got: name,
    });
  }
  return name ?? fixedName(scope, LIMITS.pipelineName.max).replaceAll(/-{2,}/g, '-');
}

/** What aws-cdk-lib says of the stand-ins for what was refused would hide the cause. */
function hearOnlyUs({ node }: Pipeline, problems: Problems): void {
  const validate = node.validate.bind(node);
  node.validate = () => (problems.none ? validate() : []);
}

function modeOf(problems: Problems, given: ExecutionMode | undefined): ExecutionMode {
  return checkOneOf(problems, 'executionMode', given, ExecutionMode, 'ExecutionMode') ?? ExecutionMode.SUPERSEDED;
}

function checkRoles(scope: Construct, problems: Problems, given: DeliveryRoles | undefined): DeliveryRoles {
  const roles = checkStruct(problems, 'roles', given) ?? {};
  const check = (prop: keyof DeliveryRoles, service: string, ...others: string[]): IRole | undefined =>
    checkServiceRole(problems, `roles.${prop}`, scope, roles[prop], service, ...others);
  return {
    pipeline: check('pipeline', 'codepipeline.amazonaws.com'),
    // A pipeline without builds needs it for commands of CodePipeline alone, which take it by way of the pipeline's role.
    commands: check('commands', 'codebuild.amazonaws.com', OTHER_PRINCIPALS),
    starts: check('starts', 'events.amazonaws.com'),
  };
}

function warnOfPullRequests(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:pullRequestDeploys',
    'A pull request starts this pipeline, and the pipeline has stages that release: code that nobody has reviewed is released. ' +
      'Check pull requests in a pipeline without stages, or by PullRequestChecks',
  );
}
