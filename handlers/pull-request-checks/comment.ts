import { PostCommentForPullRequestCommand } from '@aws-sdk/client-codecommit';
import { describe, isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { type Check } from './input';
import { type Revision } from './revision';
import { type Services } from './services';
import { tokenOf } from './token';

/** A token that is taken: another delivery has commented. Equal commits: there is nothing that could be commented on. */
const HARMLESS = [
  'IdempotencyParameterMismatchException',
  'BeforeCommitIdAndAfterCommitIdAreSameException',
  'PullRequestDoesNotExistException',
];

/** Comments once for each event (`parts`) of a check's revision. */
export async function comment(
  check: Check,
  revision: Revision,
  parts: readonly string[],
  content: string,
  { codeCommit }: Services,
): Promise<void> {
  if (!check.comments) return;
  try {
    await codeCommit.send(
      new PostCommentForPullRequestCommand({
        pullRequestId: revision.pullRequestId,
        repositoryName: revision.repository,
        beforeCommitId: revision.destinationCommit,
        afterCommitId: revision.sourceCommit,
        content,
        clientRequestToken: tokenOf(check, revision, 'comment', ...parts),
      }),
    );
  } catch (error) {
    if (!isNamed(error, ...HARMLESS)) throw error;
    log({ check: check.checkName, comment: parts.join(' '), ignored: describe(error) });
  }
}
