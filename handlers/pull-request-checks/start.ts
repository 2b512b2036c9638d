import { type Build } from '@aws-sdk/client-codebuild';
import { setApproval } from './approval';
import { attempt } from './attempt';
import { comment } from './comment';
import { textAt } from './fields';
import { type Input } from './input';
import { buildLink, logLink } from './links';
import { readPullRequest } from './pull-request';
import { parsePullRequestEvent } from './pull-request-event';
import { type Revision } from './revision';
import { type Services } from './services';
import { conflictText, refusedText, startedText, unmergeableText } from './texts';

async function tellStart(input: Input, revision: Revision, build: Build, services: Services): Promise<string> {
  const id = textAt({ build }, 'build.id');
  const links = { build: buildLink(input, id), log: logLink(build.logs?.deepLink) };
  await comment(input.check, revision, ['started'], startedText(input.check, revision, links), services);
  return `Started ${id}.`;
}

async function tellFailure(
  { check }: Input,
  revision: Revision,
  state: string,
  text: string,
  services: Services,
): Promise<string> {
  await setApproval(check, revision, 'REVOKE', services);
  await comment(check, revision, [state], text, services);
  return `No build: ${state}.`;
}

async function startCheck(input: Input, revision: Revision, services: Services): Promise<string> {
  const { check } = input;
  const result = await attempt(input, revision, services);
  switch (result.kind) {
    case 'started':
      return tellStart(input, revision, result.build, services);
    case 'duplicate':
      if (result.build?.buildStatus === 'IN_PROGRESS') await tellStart(input, revision, result.build, services);
      return 'Ignored: the build has been started already.';
    case 'conflict':
      return tellFailure(input, revision, 'conflict', conflictText(check, revision), services);
    case 'unmergeable':
      return tellFailure(input, revision, 'unmergeable', unmergeableText(check, revision, result.reason), services);
    case 'refused':
      return tellFailure(input, revision, 'refused', refusedText(check, result.reason), services);
  }
}

/** Starts the check of a pull request that was made or got new commits. Tells what has happened. */
export async function start(input: Input, services: Services): Promise<string> {
  const request = parsePullRequestEvent(input);
  if ('ignored' in request) return `Ignored: ${request.ignored}.`;
  const { repository, pullRequestId, revisionId } = request;
  const current = await readPullRequest(pullRequestId, repository, services);
  if (current === undefined) return `Ignored: ${repository} has no pull request ${pullRequestId}.`;
  if (!current.isOpen) return `Ignored: pull request ${pullRequestId} is closed.`;
  if (current.revision.revisionId !== revisionId) return `Ignored: pull request ${pullRequestId} has a newer revision.`;
  return startCheck(input, current.revision, services);
}
