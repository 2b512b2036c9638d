import { type Build } from '@aws-sdk/client-codebuild';
import { describe } from '../shared/errors';
import { type Input } from './input';
import { merge, type Merge } from './merge';
import { findBuild } from './own-build';
import { isRefusal } from './refusal';
import { type Revision } from './revision';
import { type Services } from './services';
import { isTokenTaken, startBuild } from './start-build';

export type Attempt =
  | { readonly kind: 'started'; readonly build: Build }
  /** Another delivery of the event has started the build; it is absent as long as CodeBuild does not list it. */
  | { readonly kind: 'duplicate'; readonly build?: Build }
  | { readonly kind: 'refused'; readonly reason: string }
  | Exclude<Merge, { readonly kind: 'merged' }>;

async function mergeAndStart(input: Input, revision: Revision, services: Services): Promise<Attempt> {
  const merged = await merge(revision, services);
  if (merged.kind !== 'merged') return merged;
  return { kind: 'started', build: await startBuild(input, revision, merged.commitId, services) };
}

/**
 * Starts one build a revision, however often the event comes. A delivery at the same moment makes another merge commit,
 * with which CodeBuild refuses the token, which it knows for five minutes. A later one finds the build itself, and then
 * neither merges, nor judges the revision a second time.
 */
export async function attempt(input: Input, revision: Revision, services: Services): Promise<Attempt> {
  try {
    const build = await findBuild(input, revision, services);
    return build === undefined ? await mergeAndStart(input, revision, services) : { kind: 'duplicate', build };
  } catch (error) {
    if (isTokenTaken(error)) return { kind: 'duplicate', build: await findBuild(input, revision, services) };
    if (!isRefusal(error)) throw error;
    return { kind: 'refused', reason: describe(error) };
  }
}
