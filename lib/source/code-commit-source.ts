import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDeliveryAccess, StageAccess } from '../core/access';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkName } from '../core/checks';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { known, repositoryHere, repositoryThere } from './known-repository';
import type { KnownRepository } from './known-repository';
import { admitPushes, pushesTo } from './push-events';
import type { ISource, SourceConfig } from './source-interface';
import { PipelineStarter } from './start-rule';
import type { Trigger } from './trigger';

/**
 * Options of a CodeCommit source.
 */
export interface CodeCommitSourceOptions {
  /**
   * The branch, 1 to 256 characters.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * What starts the pipeline: `Trigger.push` stands for a push to the branch, without filters, which CodeCommit does not have.
   *
   * @default - a push to the branch
   */
  readonly triggers?: Trigger[];

  /**
   * The way to a repository of another account, in the region of the pipeline, that has the repository among its `repositories`.
   *
   * @default - the repository is in the account of the pipeline
   */
  readonly access?: IDeliveryAccess;

  /**
   * Whether builds get a clone with its history, instead of the files alone. Only builds can take it, and each may pull from the
   * repository. Not beside `access`: CodeCommit has no policies of repositories that could let builds of another account pull.
   *
   * @default false
   */
  readonly fullClone?: boolean;

  /**
   * The name of the source, unique in a pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Source'
   */
  readonly sourceName?: string;
}

/** A branch of a CodeCommit repository. */
export class CodeCommitSource implements ISource {
  public readonly sourceName: string;
  public readonly artifact: DeliveryArtifact;
  public readonly access?: IDeliveryAccess;
  private readonly branch: string;

  constructor(
    public readonly repository: IRepository,
    private readonly options: CodeCommitSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.branch = options.branch ?? 'main';
    this.access = options.access ?? undefined;
    this.artifact = DeliveryArtifact.named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    const problems = Problems.of(scope, 'Source.codeCommit');
    if (typeof this.options !== 'object') problems.add('options', 'must be an object', { got: this.options });
    const branch = checkName(problems, 'branch', this.branch, LIMITS.branchName) ?? 'main';
    const { access } = context;
    const given = this.repositoryIn(scope, problems, access);
    const repository = Repository.fromRepositoryName(scope, 'Repository', given.name);
    const starter = new PipelineStarter(scope, context);
    starter.startBy(problems, this.options.triggers, WITHOUT_FILTERS, () => {
      if (access === undefined) {
        repository.onCommit('OnCommit', {
          description: `Starts the pipeline ${context.pipelineName} when ${branch} changes`,
          branches: [branch],
          target: new CodePipeline(context.pipeline, { eventRole: starter.role }),
        });
        return;
      }
      admitPushes(scope, access.account);
      starter.onEvent('OnCommit', `${branch} changes`, pushesTo(given.arn, branch));
    });
    const { fullClone = false } = this.options;
    if (fullClone && access !== undefined) {
      problems.add('fullClone', 'must not be given beside access: CodeCommit lets no build of another account pull');
    }
    return {
      action: new CodeCommitSourceAction({
        actionName: this.sourceName,
        runOrder: context.runOrder,
        repository,
        branch,
        output: context.artifacts.output(
          this.artifact,
          fullClone ? [allow(PERMISSIONS.codeCommitPull, [given.arn]), ...given.key] : undefined,
        ),
        codeBuildCloneOutput: fullClone,
        trigger: CodeCommitTrigger.NONE,
        variablesNamespace: variablesNamespace(context.stageName, this.sourceName),
      }),
      permissions: access === undefined ? readPermissions(given, fullClone) : [],
    };
  }

  private repositoryIn(scope: Construct, problems: Problems, access: StageAccess | undefined): KnownRepository {
    if (access !== undefined) return repositoryThere(scope, problems, this.repository, access);
    // What is wrong with the access is reported.
    return this.access === undefined ? repositoryHere(scope, problems, this.repository) : known(scope, 'missing');
  }
}
/** Why a source at CodeCommit takes no filters. */
export const WITHOUT_FILTERS =
  'CodeCommit tells pushes to a branch and nothing more; name the branch by branch, and check pull requests by PullRequestChecks';

function readPermissions({ arn, key }: KnownRepository, fullClone: boolean): PolicyStatement[] {
  return [
    allow(PERMISSIONS.codeCommitSource, [arn]),
    ...key,
    ...(fullClone ? [allow(PERMISSIONS.codeCommitClone, [arn])] : []),
  ];
}
