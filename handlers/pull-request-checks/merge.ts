import { CreateUnreferencedMergeCommitCommand } from '@aws-sdk/client-codecommit';
import { describe, isNamed } from '../shared/errors';
import { isRefusal } from './refusal';
import { type Revision } from './revision';
import { type Services } from './services';

export type Merge =
  | { readonly kind: 'merged'; readonly commitId: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'unmergeable'; readonly reason: string };

async function send(revision: Revision, { codeCommit }: Services): Promise<string> {
  const { commitId } = await codeCommit.send(
    new CreateUnreferencedMergeCommitCommand({
      repositoryName: revision.repository,
      sourceCommitSpecifier: revision.sourceCommit,
      destinationCommitSpecifier: revision.destinationCommit,
      mergeOption: 'THREE_WAY_MERGE',
      // As Git merges: without it, a file that both sides changed is a conflict, wherever the lines are.
      conflictDetailLevel: 'LINE_LEVEL',
      authorName: 'Pull request check',
      commitMessage: `Merge of pull request ${revision.pullRequestId} for its check`,
    }),
  );
  if (commitId === undefined) throw new Error('CodeCommit did not tell the id of the merge commit.');
  return commitId;
}

/** The merge that a check builds. No branch points to it. */
export async function merge(revision: Revision, services: Services): Promise<Merge> {
  try {
    return { kind: 'merged', commitId: await send(revision, services) };
  } catch (error) {
    if (isNamed(error, 'ManualMergeRequiredException')) return { kind: 'conflict' };
    if (!isRefusal(error)) throw error;
    return { kind: 'unmergeable', reason: describe(error) };
  }
}
