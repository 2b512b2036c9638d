import { setApproval } from './approval';
import { parseBuildEvent, type Result } from './build-event';
import { comment } from './comment';
import { type Input } from './input';
import { buildLink, logLink } from './links';
import { readPullRequest } from './pull-request';
import { type Services } from './services';
import { resultText } from './texts';

async function tellResult(input: Input, result: Result, isCurrent: boolean, services: Services): Promise<void> {
  const { buildId, revision, state } = result;
  const links = { build: buildLink(input, buildId), log: logLink(result.deepLink) };
  const text = resultText(input.check, revision, { state, isCurrent, links });
  await comment(input.check, revision, [state, buildId], text, services);
}

/** Tells the pull request how the build of its check has ended. Tells what has happened. */
export async function finish(input: Input, services: Services): Promise<string> {
  const result = parseBuildEvent(input);
  if ('ignored' in result) return `Ignored: ${result.ignored}.`;
  const { buildId, revision, passed, state } = result;
  const current = await readPullRequest(revision.pullRequestId, revision.repository, services);
  if (current?.isOpen !== true) return `Ignored: ${buildId}: pull request ${revision.pullRequestId} is not open.`;
  const { revisionId, sourceCommit } = current.revision;
  const isCurrent = revisionId === revision.revisionId && sourceCommit === revision.sourceCommit;
  if (isCurrent) await setApproval(input.check, revision, passed ? 'APPROVE' : 'REVOKE', services);
  await tellResult(input, result, isCurrent, services);
  return `${buildId} ${state}${isCurrent ? '' : ', for an older revision'}.`;
}
