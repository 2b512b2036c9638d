import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { BuildVariable } from './build-variable';

/** What a part of a build adds to its buildspec, its variables and its role. */
export interface BuildAdditions {
  /** What asks for it, for messages. */
  readonly prop: string;

  /** Commands before all of the user, also before those that install. */
  readonly first?: string[];

  /** Commands before those of the user. */
  readonly before?: string[];

  /** Commands after those of the user, in the same phase. */
  readonly after?: string[];

  /** A file that `after` makes, and that is put out. */
  readonly outputFiles?: string[];

  readonly cachePaths?: string[];
  readonly variables?: Record<string, BuildVariable>;
  readonly permissions?: PolicyStatement[];
}

/** Everything that the parts of a build add, in their order. */
export function mergeAdditions(parts: (BuildAdditions | undefined)[]): Required<Omit<BuildAdditions, 'prop'>> & {
  readonly props: string[];
} {
  const given = parts.filter((part) => part !== undefined);
  return {
    props: given.filter(({ first, before, after }) => (first ?? before ?? after) !== undefined).map(({ prop }) => prop),
    first: given.flatMap(({ first = [] }) => first),
    // Two parts may log in to the same registry.
    before: [...new Set(given.flatMap(({ before = [] }) => before))],
    after: given.flatMap(({ after = [] }) => after),
    outputFiles: given.flatMap(({ outputFiles = [] }) => outputFiles),
    cachePaths: given.flatMap(({ cachePaths = [] }) => cachePaths),
    variables: Object.assign({}, ...given.map(({ variables }) => variables)) as Record<string, BuildVariable>,
    permissions: given.flatMap(({ permissions = [] }) => permissions),
  };
}

/** The same, merged. */
export type MergedAdditions = ReturnType<typeof mergeAdditions>;
