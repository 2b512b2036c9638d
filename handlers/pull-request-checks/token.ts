import { createHash } from 'node:crypto';
import { type Check } from './input';
import { type Revision } from './revision';

/** The same token for the same parts: 64 characters, the most that CodeBuild takes. */
export function tokenOf(check: Check, revision: Revision, ...parts: readonly string[]): string {
  const { projectName, checkName } = check;
  const { repository, pullRequestId, revisionId } = revision;
  const key = JSON.stringify([projectName, checkName, repository, pullRequestId, revisionId, ...parts]);
  return createHash('sha256').update(key).digest('hex');
}
