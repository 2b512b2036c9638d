import { Token } from 'aws-cdk-lib';
import { GitPullRequestEvent } from 'aws-cdk-lib/aws-codepipeline';
import type { GitPullRequestFilter, GitPushFilter } from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkName, checkRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { checkConnectionArn, cloneByConnection, useConnection } from './connection-access';
import { REPOSITORY_FORMS } from './git-provider';
import type { ConnectionProvider } from './git-provider';
import type { ISource, SourceConfig } from './source-interface';
import { PipelineStarter } from './start-rule';
import type { Trigger } from './trigger';
import { checkTriggers, triggersOf } from './trigger-checks';
import type { CheckedTrigger } from './trigger-checks';
import type { Patterns, TriggerOf } from './trigger-kind';

/**
 * A repository that a connection reaches.
 */
export interface ConnectedRepository {
  /**
   * The ARN of the connection: that of a `SourceConnection`, or a literal one, of `codeconnections` or `codestar-connections`. It must
   * have been confirmed in the console.
   */
  readonly connectionArn: string;

  /**
   * The path of the repository at its host, e.g. `acme/orders`; at GitLab with all groups, at Azure DevOps with organization and project.
   */
  readonly repository: string;
}

/**
 * Options of a source that a connection reaches.
 */
export interface ConnectionSourceOptions extends ConnectedRepository {
  /**
   * The branch, 1 to 256 characters.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * What starts the pipeline, at most three pushes and three pull requests.
   *
   * @default - a push to the branch
   */
  readonly triggers?: Trigger[];

  /**
   * Whether builds get a clone with its history, instead of the files alone. Only builds can take it, and each may use the connection
   * for this repository.
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

const EVENTS = {
  OPEN: GitPullRequestEvent.OPEN,
  UPDATED: GitPullRequestEvent.UPDATED,
  CLOSED: GitPullRequestEvent.CLOSED,
};

/** A branch of a repository that a connection reaches. */
export class ConnectionSource implements ISource {
  public readonly sourceName: string;
  public readonly artifact: DeliveryArtifact;
  private readonly branch: string;

  constructor(
    public readonly provider: ConnectionProvider,
    private readonly kind: string,
    public readonly options: ConnectionSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.branch = options.branch ?? 'main';
    this.artifact = DeliveryArtifact.named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    const problems = Problems.of(scope, this.kind);
    const branch = checkName(problems, 'branch', this.branch, LIMITS.branchName) ?? 'main';
    const { connectionArn, repository } = checkConnected(problems, scope, this.provider, this.options);
    const { triggers: given, fullClone = false } = this.options;
    const triggers =
      given === undefined ? [] : checkTriggers(problems, given, { branch, patterns: LIMITS.triggerPatterns });
    new PipelineStarter(scope, context).onSchedules(triggers);
    const [owner, ...rest] = repository.split('/');
    return {
      action: new CodeStarConnectionsSourceAction({
        actionName: this.sourceName,
        runOrder: context.runOrder,
        connectionArn,
        owner,
        repo: rest.join('/'),
        branch,
        output: context.artifacts.output(
          this.artifact,
          fullClone ? cloneByConnection(connectionArn, repository) : undefined,
        ),
        codeBuildCloneOutput: fullClone,
        // Filters of the pipeline take the place of the action's own detection.
        triggerOnPush: given === undefined,
        variablesNamespace: variablesNamespace(context.stageName, this.sourceName),
      }),
      permissions: useConnection(connectionArn, repository),
      ...filtersOf(problems, triggers),
    };
  }
}

/** The connection and the repository as this stack may say them. */
export function checkConnected(
  problems: Problems,
  scope: Construct,
  provider: ConnectionProvider,
  given: ConnectedRepository,
): ConnectedRepository {
  const arn = checkConnectionArn(problems, 'connectionArn', given.connectionArn);
  const standIn = 'arn:aws:codeconnections:us-east-1:111111111111:connection/missing';
  const { pattern, words } = REPOSITORY_FORMS[provider];
  const { repository } = given;
  const isLegal = typeof repository === 'string' && !Token.isUnresolved(repository) && pattern.test(repository);
  if (!isLegal) problems.add('repository', `must be a literal of the form ${words}`, { got: repository });
  return {
    connectionArn: arn === undefined ? standIn : weak(scope, arn),
    repository: isLegal ? repository : 'missing/missing',
  };
}

function filtersOf(
  problems: Problems,
  triggers: CheckedTrigger[],
): { pushFilters?: GitPushFilter[]; pullRequestFilters?: GitPullRequestFilter[] } {
  const pushes = triggersOf(triggers, 'push');
  const pullRequests = triggersOf(triggers, 'pullRequest');
  checkRange(problems, 'triggers', pushes.length, { ...LIMITS.triggerFilters, unit: 'pushes' });
  checkRange(problems, 'triggers', pullRequests.length, { ...LIMITS.triggerFilters, unit: 'pull requests' });
  if (!problems.none) return {};
  return {
    pushFilters: pushes.length === 0 ? undefined : pushes.map(pushFilter),
    pullRequestFilters: pullRequests.length === 0 ? undefined : pullRequests.map(pullRequestFilter),
  };
}

function pushFilter({ tags, ...others }: TriggerOf<'push'>): GitPushFilter {
  return { ...refFilter(others), tagsIncludes: tags.includes, tagsExcludes: tags.excludes };
}

function pullRequestFilter({ events, ...others }: TriggerOf<'pullRequest'>): GitPullRequestFilter {
  return { ...refFilter(others), events: events.map((event) => EVENTS[event]) };
}

function refFilter({ branches, paths }: { branches: Patterns; paths: Patterns }): GitPushFilter {
  return {
    branchesIncludes: branches.includes,
    branchesExcludes: branches.excludes,
    filePathsIncludes: paths.includes,
    filePathsExcludes: paths.excludes,
  };
}
