import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkName } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import { repositoryKey } from './repository-key';
import { repositoryNameIn } from './repository-name';
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
   * Whether builds get a clone with its history, instead of the files alone. Only builds can take it, and each may pull from the
   * repository.
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
  private readonly branch: string;

  constructor(
    public readonly repository: IRepository,
    private readonly options: CodeCommitSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.branch = options.branch ?? 'main';
    this.artifact = DeliveryArtifact.named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    const problems = Problems.of(scope, 'Source.codeCommit');
    if (typeof this.options !== 'object') problems.add('options', 'must be an object', { got: this.options });
    const branch = checkName(problems, 'branch', this.branch, LIMITS.branchName) ?? 'main';
    const given = checkResource(
      problems,
      'repository',
      scope,
      this.repository,
      'a CodeCommit repository',
      'repositoryCloneUrlHttp',
    );
    if (given !== undefined) deployAfter(scope, given);
    const repositoryName = given === undefined ? 'missing' : repositoryNameIn(scope, given);
    const repository = Repository.fromRepositoryName(scope, 'Repository', repositoryName);

    const starter = new PipelineStarter(scope, context);
    starter.startBy(problems, this.options.triggers, WITHOUT_FILTERS, () => {
      repository.onCommit('OnCommit', {
        description: `Starts the pipeline ${context.pipelineName} when ${branch} changes`,
        branches: [branch],
        target: new CodePipeline(context.pipeline, { eventRole: starter.role }),
      });
    });
    const { fullClone = false } = this.options;
    const { repositoryArn } = repository;
    const key = given === undefined ? [] : repositoryKey(scope, given);
    return {
      action: new CodeCommitSourceAction({
        actionName: this.sourceName,
        runOrder: context.runOrder,
        repository,
        branch,
        output: context.artifacts.output(
          this.artifact,
          fullClone ? [allow(PERMISSIONS.codeCommitPull, [repositoryArn]), ...key] : undefined,
        ),
        codeBuildCloneOutput: fullClone,
        trigger: CodeCommitTrigger.NONE,
        variablesNamespace: variablesNamespace(context.stageName, this.sourceName),
      }),
      permissions: [
        allow(PERMISSIONS.codeCommitSource, [repositoryArn]),
        ...key,
        ...(fullClone ? [allow(PERMISSIONS.codeCommitClone, [repositoryArn])] : []),
      ],
    };
  }
}

/** Why a source at CodeCommit takes no filters. */
export const WITHOUT_FILTERS =
  'CodeCommit tells pushes to a branch and nothing more; name the branch by branch, and check pull requests by PullRequestChecks';
