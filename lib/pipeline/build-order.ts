import type { DeliveryArtifact } from '../core/artifact';
import type { Problems } from '../core/problems';
import type { Build } from './build';

/** A build, and where it stands in the user's list. */
export interface ListedBuild {
  readonly build: Build;
  readonly prop: string;
}

/** A build with its place in the run. */
export interface OrderedBuild extends ListedBuild {
  readonly runOrder: number;
}

/** Orders builds so that each runs after the one whose output it takes, and as early as it can. */
export function orderBuilds(problems: Problems, builds: ListedBuild[]): OrderedBuild[] {
  const producers = new Map<DeliveryArtifact, Build>(builds.map(({ build }) => [build.artifact, build]));
  const ordered = builds.map((listed) => ({ ...listed, runOrder: depth(problems, producers, listed) }));
  return ordered.sort((left, right) => left.runOrder - right.runOrder);
}

/** What the builds put out together: the last output in the list that no other build takes. */
export function outputOf(builds: ListedBuild[]): DeliveryArtifact | undefined {
  const taken = new Set(builds.map(({ build }) => build._input));
  return builds.filter(({ build }) => !taken.has(build.artifact)).at(-1)?.build.artifact;
}

function depth(
  problems: Problems,
  producers: ReadonlyMap<DeliveryArtifact, Build>,
  { build, prop }: ListedBuild,
): number {
  const seen = new Set<Build>([build]);
  let current = producerOf(producers, build);
  while (current !== undefined) {
    if (seen.has(current)) {
      problems.add(`${prop}.input`, 'must not lead back to the build itself', { got: build.buildName });
      return 1;
    }
    seen.add(current);
    current = producerOf(producers, current);
  }
  return seen.size;
}

function producerOf(producers: ReadonlyMap<DeliveryArtifact, Build>, build: Build): Build | undefined {
  return build._input === undefined ? undefined : producers.get(build._input);
}
