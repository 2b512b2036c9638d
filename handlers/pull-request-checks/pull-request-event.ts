import { matchesBranch } from './branches';
import { textAt, textsAt } from './fields';
import { type Ignored } from './ignored';
import { type Check, type Input } from './input';

const EVENTS = ['pullRequestCreated', 'pullRequestSourceBranchUpdated'];

/** Which revision of which pull request is to be checked. Its commits are left out: those of now count. */
export interface Request {
  readonly repository: string;
  readonly pullRequestId: string;
  readonly revisionId: string;
}

function reasonToIgnore(input: Input): string | undefined {
  const event = textAt(input, 'detail.event');
  if (!EVENTS.includes(event)) return `event ${event}`;
  const status = textAt(input, 'detail.pullRequestStatus');
  if (status.toLowerCase() !== 'open') return `the pull request is ${status}`;
  const reference = textAt(input, 'detail.destinationReference');
  return matchesBranch(reference, input.check.branches) ? undefined : `destination ${reference}`;
}

/** A pull request has one repository: CodeCommit knows a MultipleRepositoriesInPullRequestException. */
function repositoryOf(input: Input, { repositories }: Check): string | undefined {
  return textsAt(input, 'detail.repositoryNames').find((name) => repositories.includes(name));
}

export function parsePullRequestEvent(input: Input): Request | Ignored {
  const ignored = reasonToIgnore(input);
  if (ignored !== undefined) return { ignored };
  const repository = repositoryOf(input, input.check);
  if (repository === undefined) return { ignored: 'another repository' };
  return {
    repository,
    pullRequestId: textAt(input, 'detail.pullRequestId'),
    revisionId: textAt(input, 'detail.revisionId'),
  };
}
