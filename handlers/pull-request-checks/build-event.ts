import { malformed, textAt, valueAt } from './fields';
import { type Ignored } from './ignored';
import { type Input } from './input';
import { cloneUrl } from './links';
import { isStartedBy } from './own-build';
import { fromVariables, type Revision } from './revision';

/** How a comment calls a build that is over, by its status. */
const STATES: Readonly<Record<string, string>> = {
  SUCCEEDED: 'passed',
  FAILED: 'failed',
  FAULT: 'failed by a fault of CodeBuild',
  TIMED_OUT: 'timed out',
  STOPPED: 'was stopped',
};

/** A build of this check that is over. */
export interface Result {
  readonly buildId: string;
  readonly revision: Revision;
  readonly passed: boolean;
  readonly state: string;
  readonly deepLink: unknown;
}

const MORE = 'detail.additional-information';

function buildIdOf(input: Input): string {
  const path = 'detail.build-id';
  const arn = textAt(input, path);
  const id = /^arn:[^/]+:build\/([^/]+)$/.exec(arn)?.[1];
  if (id === undefined) throw malformed(path, 'the ARN of a build', arn);
  return id;
}

/** The variables of a build are this function's own words only when this function has started the build. */
function parseRevision(input: Input): Revision | Ignored {
  const { check } = input;
  if (!isStartedBy(valueAt(input, `${MORE}.initiator`), check.initiator))
    return { ignored: 'started by somebody else' };
  const revision = fromVariables(check, valueAt(input, `${MORE}.environment.environment-variables`));
  if (revision === undefined) return { ignored: 'no build of this check' };
  if (!check.repositories.includes(revision.repository)) return { ignored: 'another repository' };
  const location = valueAt(input, `${MORE}.source.location`);
  return location === cloneUrl(input, revision.repository) ? revision : { ignored: 'another source' };
}

export function parseBuildEvent(input: Input): Result | Ignored {
  const status = textAt(input, 'detail.build-status');
  if (textAt(input, 'detail.project-name') !== input.check.projectName) return { ignored: 'another project' };
  const buildId = buildIdOf(input);
  if (!Object.hasOwn(STATES, status)) return { ignored: `${buildId} is ${status}` };
  const revision = parseRevision(input);
  if ('ignored' in revision) return { ignored: `${buildId}: ${revision.ignored}` };
  const deepLink = valueAt(input, `${MORE}.logs.deep-link`);
  return { buildId, revision, passed: status === 'SUCCEEDED', state: STATES[status], deepLink };
}
