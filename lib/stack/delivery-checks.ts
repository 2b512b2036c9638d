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
  const repositories = repositoriesOf(sources);
  if (repositories.length > 0) {
    checks.push(new PullRequestChecks(scope, 'PullRequestChecks', { ...settings, repositories }));
  }
  for (const source of sources) {
    if (!(source instanceof ConnectionSource)) continue;
    const { connectionArn, repository, branch } = source.options;
    const buildSource = BUILD_SOURCES[source.provider]?.({ connectionArn, repository, branch });
    if (buildSource === undefined) continue;
    const id = `PullRequestChecks${artifactNameOf(source.sourceName)}`;
    checks.push(new PullRequestChecks(scope, id, { ...settings, source: buildSource }));
  }
  if (checks.length === 0) {
    problems.add('pullRequestChecks', 'needs a source at CodeCommit, GitHub, GitLab or Bitbucket', {
      cure: 'make PullRequestChecks of your own for a server of your own',
    });
  }
  return checks;
}

function repositoriesOf(sources: ISource[]): IRepository[] {
  const repositories = sources
    .filter((source) => source instanceof CodeCommitSource)
    .map(({ repository }) => repository);
  return [...new Set(repositories)];
}
