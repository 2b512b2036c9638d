import { UpdatePullRequestApprovalStateCommand, type ApprovalState } from '@aws-sdk/client-codecommit';
import { describe, isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { type Check } from './input';
import { type Revision } from './revision';
import { type Services } from './services';

const HARMLESS = [
  'RevisionNotCurrentException',
  'PullRequestAlreadyClosedException',
  'PullRequestDoesNotExistException',
  'PullRequestCannotBeApprovedByAuthorException',
];

/**
 * CodeCommit keeps one approval for each role session, and the last call wins: two checks that approve the same pull
 * requests need a function (and a role) each.
 */
export async function setApproval(
  check: Check,
  { pullRequestId, revisionId }: Revision,
  approvalState: ApprovalState,
  { codeCommit }: Services,
): Promise<void> {
  if (!check.approval) return;
  try {
    await codeCommit.send(new UpdatePullRequestApprovalStateCommand({ pullRequestId, revisionId, approvalState }));
  } catch (error) {
    if (!isNamed(error, ...HARMLESS)) throw error;
    log({ check: check.checkName, approval: approvalState, ignored: describe(error) });
  }
}
