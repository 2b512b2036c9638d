import type { Construct } from 'constructs';
import type { Problems } from '../core/problems';
import { bindFeeds } from '../packages/bound-feeds';
import type { PackageFeed } from '../packages/package-feed';
import type { BuildAdditions } from './build-additions';
import { BuildVariable } from './build-variable';
import type { ComputeKind } from './compute-kind';

/** What repositories of packages add to a build. */
export function bindFeedAdditions(
  scope: Construct,
  problems: Problems,
  feeds: PackageFeed[],
  compute: ComputeKind,
  hasDocker: boolean,
): BuildAdditions & { readonly hasSecrets: boolean } {
  const bound = bindFeeds(scope, problems, feeds, hasDocker);
  if (bound.needsShell && !compute.isLinux && !compute.isLambda) {
    problems.add('', 'needs a build on Linux with Maven, Gradle and Docker', {
      cure: 'log in by commands of the build',
    });
  }
  return {
    prop: 'feeds',
    first: bound.commands,
    variables: Object.fromEntries(
      Object.entries(bound.variables).map(([name, value]) => [name, BuildVariable.plain(value)]),
    ),
    permissions: bound.permissions,
    hasSecrets: bound.dockerFlags.length > 0,
  };
}
