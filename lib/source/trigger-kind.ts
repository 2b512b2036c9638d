import type { Schedule } from 'aws-cdk-lib/aws-events';
import type { PullRequestEvent } from './pull-request-event';

/** Names that count, and names that do not: an exclusion wins. */
export interface Patterns {
  readonly includes: string[];
  readonly excludes: string[];
}

/** What a trigger waits for, with every list given. */
export type TriggerKind =
  | { readonly kind: 'push'; readonly branches: Patterns; readonly tags: Patterns; readonly paths: Patterns }
  | {
      readonly kind: 'pullRequest';
      readonly branches: Patterns;
      readonly paths: Patterns;
      readonly events: PullRequestEvent[];
    }
  | { readonly kind: 'schedule'; readonly schedule: Schedule }
  | { readonly kind: 'manual' };

/** One kind of triggers. */
export type TriggerOf<K extends TriggerKind['kind']> = Extract<TriggerKind, { kind: K }>;

/** Whether nothing is said. */
export function isEmpty({ includes, excludes }: Patterns): boolean {
  return [includes, excludes].every((list) => Array.isArray(list) && list.length === 0);
}
