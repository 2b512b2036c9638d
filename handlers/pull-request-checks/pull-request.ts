import { GetPullRequestCommand, type PullRequest } from '@aws-sdk/client-codecommit';
import { isNamed } from '../shared/errors';
import { textAt } from './fields';
import { type Revision } from './revision';
import { type Services } from './services';

/** A pull request as it is now. */
export interface CurrentPullRequest {
  readonly isOpen: boolean;
  readonly revision: Revision;
}

async function get(pullRequestId: string, { codeCommit }: Services): Promise<PullRequest | undefined> {
  try {
    return (await codeCommit.send(new GetPullRequestCommand({ pullRequestId }))).pullRequest;
  } catch (error) {
    if (isNamed(error, 'PullRequestDoesNotExistException', 'InvalidPullRequestIdException')) return undefined;
    throw error;
  }
}

/** Undefined when the repository has no such pull request. */
export async function readPullRequest(
  pullRequestId: string,
  repository: string,
  services: Services,
): Promise<CurrentPullRequest | undefined> {
  const pullRequest = await get(pullRequestId, services);
  const target = pullRequest?.pullRequestTargets?.find(({ repositoryName }) => repositoryName === repository);
  if (target === undefined) return undefined;
  return {
    isOpen: pullRequest?.pullRequestStatus === 'OPEN',
    revision: {
      pullRequestId,
      repository,
      sourceCommit: textAt({ target }, 'target.sourceCommit'),
      destinationCommit: textAt({ target }, 'target.destinationCommit'),
      sourceReference: textAt({ target }, 'target.sourceReference'),
      destinationReference: textAt({ target }, 'target.destinationReference'),
      revisionId: textAt({ pullRequest }, 'pullRequest.revisionId'),
    },
  };
}
