import { clip } from '../shared/errors';
import { branchOf } from './branches';
import { type Check } from './input';
import { type Revision } from './revision';

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const MAX_CONTENT = 10_240;
const MAX_NAME = 256;
const MAX_REASON = 4000;

export interface Links {
  readonly build: string;
  readonly log?: string;
}

/** Text of others as code, so that none of it is Markdown. */
function code(text: string, max = MAX_NAME): string {
  return `\`${clip(text.replace(/[`\s]+/g, ' ').trim(), max)}\``;
}

function side(reference: string, commit: string): string {
  return `${code(branchOf(reference))} (${code(commit.slice(0, 8))})`;
}

function sourceOf({ sourceReference, sourceCommit }: Revision): string {
  return side(sourceReference, sourceCommit);
}

function destinationOf({ destinationReference, destinationCommit }: Revision): string {
  return side(destinationReference, destinationCommit);
}

function linksOf({ build, log }: Links): string {
  return [`[Build](${build})`, ...(log === undefined ? [] : [`[Log](${log})`])].join(' · ');
}

function compose({ checkName }: Check, state: string, ...paragraphs: readonly string[]): string {
  return clip([`**Check ${code(checkName)} ${state}**`, ...paragraphs].join('\n\n'), MAX_CONTENT);
}

export function startedText(check: Check, revision: Revision, links: Links): string {
  const what = `CodeBuild builds the merge of ${sourceOf(revision)} into ${destinationOf(revision)}.`;
  return compose(check, 'has started', what, linksOf(links));
}

export function conflictText(check: Check, revision: Revision): string {
  return compose(
    check,
    'failed',
    `${sourceOf(revision)} and ${destinationOf(revision)} conflict, so there is nothing to build. ` +
      'Merge them by hand, and push the result to the source branch.',
  );
}

export function unmergeableText(check: Check, revision: Revision, reason: string): string {
  const what = `CodeCommit cannot merge ${sourceOf(revision)} into ${destinationOf(revision)}:`;
  return compose(check, 'failed', what, code(reason, MAX_REASON));
}

export function refusedText(check: Check, reason: string): string {
  return compose(check, 'could not start', code(reason, MAX_REASON));
}

export function resultText(
  check: Check,
  revision: Revision,
  result: { readonly state: string; readonly isCurrent: boolean; readonly links: Links },
): string {
  const destination = code(branchOf(revision.destinationReference));
  return compose(
    check,
    result.state,
    `This is the result of ${sourceOf(revision)} merged into ${destinationOf(revision)}. What has come to ` +
      `${destination} since is no part of it.`,
    ...(result.isCurrent ? [] : ['The pull request has been updated in the meantime: this result is that of before.']),
    linksOf(result.links),
  );
}
