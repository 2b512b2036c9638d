import type { DeliveryArtifact } from '../core/artifact';
import type { Problems } from '../core/problems';
import type { Build } from './build';

/** A build with its place: its position in the user's list, and its run order. */
export interface OrderedBuild {
  readonly build: Build;
  readonly index: number;
  readonly runOrder: number;
}

/** Orders builds so that each runs after the one whose output it takes, and as early as it can. */
export function orderBuilds(problems: Problems, builds: Build[]): OrderedBuild[] {
  const producers = new Map<DeliveryArtifact, Build>(builds.map((build) => [build.artifact, build]));
  const ordered = builds.map((build, index) => ({ build, index, runOrder: depth(problems, producers, build, index) }));
  return ordered.sort((left, right) => left.runOrder - right.runOrder);
}

function depth(
  problems: Problems,
  producers: ReadonlyMap<DeliveryArtifact, Build>,
  build: Build,
  index: number,
): number {
  const seen = new Set<Build>([build]);
  let current = producerOf(producers, build);
  while (current !== undefined) {
    if (seen.has(current)) {
      problems.add(`builds[${index}].input`, 'must not lead back to the build itself', { got: build.buildName });
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
