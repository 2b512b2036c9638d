import { Annotations } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Construct } from 'constructs';
import { BuildSource } from '../build/build-source';
import type { ConnectedBuildOptions } from '../build/connected-build-source';
import { PullRequestChecks } from '../build/pull-request-checks';
import type { PullRequestCheckSettings } from '../build/pull-request-settings';
import { artifactNameOf } from '../core/artifact';
import type { Problems } from '../core/problems';
import { CodeCommitSource } from '../source/code-commit-source';
import { ConnectionSource } from '../source/connection-source';
import { ConnectionProvider } from '../source/git-provider';
import type { ISource } from '../source/source-interface';
import { Trigger } from '../source/trigger';

const BUILD_SOURCES: Partial<Record<ConnectionProvider, (options: ConnectedBuildOptions) => BuildSource>> = {
  [ConnectionProvider.GITHUB]: (options) => BuildSource.gitHub(options),
  [ConnectionProvider.BITBUCKET]: (options) => BuildSource.bitbucket(options),
  [ConnectionProvider.GITLAB]: (options) => BuildSource.gitLab(options),
};

/** Checks the pull requests of the sources of a delivery: one check for all CodeCommit repositories, one for each other source. */
export function checkPullRequests(
  scope: Construct,
  problems: Problems,
  sources: ISource[],
  settings: PullRequestCheckSettings,
): PullRequestChecks[] {
  const checks: PullRequestChecks[] = [];
  const repositories = repositoriesOf(problems, sources);
  if (repositories.length > 0) {
    checks.push(new PullRequestChecks(scope, 'PullRequestChecks', { ...settings, repositories }));
  }
  for (const source of sources) {
    if (!(source instanceof ConnectionSource)) continue;
    const id = `PullRequestChecks${artifactNameOf(source.sourceName)}`;
    // The pipeline reports two sources of one name.
    if (scope.node.tryFindChild(id) !== undefined) continue;
    const buildSource = buildSourceOf(source, settings);
    if (buildSource === undefined) warnOfOther(scope, source);
    else checks.push(new PullRequestChecks(scope, id, { ...withoutCodeCommit(settings), source: buildSource }));
  }
  if (checks.length > 1 && settings.projectName !== undefined) {
    problems.add('pullRequestChecks.projectName', 'must not be given for several checks, each of which has a project');
  }
  for (const prop of ['approval', 'comments', 'checkName'] as const) {
    if (settings[prop] === undefined || repositories.length > 0) continue;
    problems.add(`pullRequestChecks.${prop}`, 'needs a source at CodeCommit: other hosts show the state at the commit');
  }
  if (checks.length === 0 && !sources.some(isElsewhere)) {
    problems.add('pullRequestChecks', 'needs a source at CodeCommit, GitHub, GitLab or Bitbucket', {
      cure: 'at a server of your own make PullRequestChecks yourself; elsewhere use a pipeline with Trigger.pullRequest',
    });
  }
  return checks;
}

function buildSourceOf(
  source: ConnectionSource,
  { branches = ['**'] }: PullRequestCheckSettings,
): BuildSource | undefined {
  const { connectionArn, repository, branch } = source.options;
  const triggers = [Trigger.pullRequest({ branches })];
  return BUILD_SOURCES[source.provider]?.({ connectionArn, repository, branch, triggers });
}

/** Settings that only checks at CodeCommit have; the branches are those of the trigger. */
function withoutCodeCommit(settings: PullRequestCheckSettings): PullRequestCheckSettings {
  return { ...settings, approval: undefined, branches: undefined, checkName: undefined, comments: undefined };
}

function warnOfOther(scope: Construct, source: ConnectionSource): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:pullRequestsUnchecked',
    `The pull requests of the source ${source.sourceName} are not checked: at a server of your own make PullRequestChecks yourself, ` +
      'with its address; at Azure DevOps and GitHub Enterprise Server CodeBuild cannot be told of them',
  );
}

/** One of another account is reported by itself. */
function isElsewhere(source: ISource): boolean {
  return source instanceof CodeCommitSource && source.access !== undefined;
}

function repositoriesOf(problems: Problems, sources: ISource[]): IRepository[] {
  const committed = sources.filter((source) => source instanceof CodeCommitSource);
  for (const { access, sourceName } of committed) {
    if (access === undefined) continue;
    problems.add(
      'pullRequestChecks',
      'must not be given for a source with access: builds of another account cannot pull',
      {
        got: sourceName,
        cure: 'make PullRequestChecks in the account of its repository',
      },
    );
  }
  const repositories = committed.filter(({ access }) => access === undefined).map(({ repository }) => repository);
  return [...new Set(repositories)];
}
