import { type EnvironmentVariable } from '@aws-sdk/client-codebuild';
import { property } from '../shared/property';
import { type Check } from './input';

/** What a check judges: one revision of a pull request, merged into one commit of its destination. */
export interface Revision {
  readonly pullRequestId: string;
  readonly repository: string;
  readonly sourceCommit: string;
  readonly destinationCommit: string;
  readonly sourceReference: string;
  readonly destinationReference: string;
  readonly revisionId: string;
}

const VARIABLES = {
  pullRequestId: 'PULL_REQUEST_ID',
  repository: 'PULL_REQUEST_REPOSITORY',
  sourceCommit: 'PULL_REQUEST_SOURCE_COMMIT',
  destinationCommit: 'PULL_REQUEST_DESTINATION_COMMIT',
  sourceReference: 'PULL_REQUEST_SOURCE_REFERENCE',
  destinationReference: 'PULL_REQUEST_DESTINATION_REFERENCE',
  revisionId: 'PULL_REQUEST_REVISION_ID',
} as const satisfies Record<keyof Revision, string>;

/** Tells the builds of two checks apart that share a project. */
const CHECK_VARIABLE = 'PULL_REQUEST_CHECK';

const FIELDS = Object.keys(VARIABLES) as (keyof Revision)[];

export function toVariables({ checkName }: Check, revision: Revision): EnvironmentVariable[] {
  return [
    { name: CHECK_VARIABLE, value: checkName, type: 'PLAINTEXT' },
    ...FIELDS.map((field) => ({ name: VARIABLES[field], value: revision[field], type: 'PLAINTEXT' as const })),
  ];
}

/** The revision that a build of this check was started for; undefined when the build is none of this check. */
export function fromVariables({ checkName }: Check, variables: unknown): Revision | undefined {
  const list: unknown[] = Array.isArray(variables) ? variables : [];
  const valueOf = (name: string): unknown =>
    property(
      list.find((variable) => property(variable, 'name') === name),
      'value',
    );
  const entries = FIELDS.map((field) => [field, valueOf(VARIABLES[field])] as const);
  const isComplete = entries.every(([, value]) => typeof value === 'string' && value !== '');
  if (valueOf(CHECK_VARIABLE) !== checkName || !isComplete) return undefined;
  return Object.fromEntries(entries) as unknown as Revision;
}
