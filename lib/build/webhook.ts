import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { ConnectionProvider } from '../source/git-provider';
import { PullRequestEvent } from '../source/pull-request-event';
import type { CheckedTrigger } from '../source/trigger-checks';
import { triggersOf } from '../source/trigger-checks';
import type { Patterns, TriggerOf } from '../source/trigger-kind';
import { isEmpty } from '../source/trigger-kind';
import { regularExpression } from './glob';

type Filter = CfnProject.WebhookFilterProperty;

/** What CodeBuild calls that which happens to a pull request. */
const EVENTS: Readonly<Record<PullRequestEvent, string[]>> = {
  [PullRequestEvent.OPENED]: ['PULL_REQUEST_CREATED', 'PULL_REQUEST_REOPENED'],
  [PullRequestEvent.UPDATED]: ['PULL_REQUEST_UPDATED'],
  [PullRequestEvent.CLOSED]: ['PULL_REQUEST_CLOSED', 'PULL_REQUEST_MERGED'],
};

/** Bitbucket has no event of a pull request that is opened again. */
const UNKNOWN_TO_BITBUCKET = 'PULL_REQUEST_REOPENED';

/**
 * Triggers as groups of webhook filters: one group a trigger, and all filters of a group must hold, so that an exclusion
 * wins.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html
 */
export function filterGroups(provider: ConnectionProvider, triggers: CheckedTrigger[]): Filter[][] {
  return [
    ...triggersOf(triggers, 'push').map(pushFilters),
    ...triggersOf(triggers, 'pullRequest').map((trigger) => pullRequestFilters(provider, trigger)),
  ];
}

function pushFilters({ branches, tags, paths }: TriggerOf<'push'>): Filter[] {
  return [
    { type: 'EVENT', pattern: 'PUSH' },
    ...referenceFilters('refs/heads/', branches),
    ...referenceFilters('refs/tags/', tags),
    ...patternFilters('FILE_PATH', '', paths),
  ];
}

/** What is excluded leaves the other branches, or the other tags, and nothing of the other kind. */
function referenceFilters(prefix: string, patterns: Patterns): Filter[] {
  if (isEmpty(patterns)) return [];
  const includes = patterns.includes.length === 0 ? ['**'] : patterns.includes;
  return patternFilters('HEAD_REF', prefix, { ...patterns, includes });
}

function pullRequestFilters(provider: ConnectionProvider, trigger: TriggerOf<'pullRequest'>): Filter[] {
  const { branches, paths, events } = trigger;
  const names = events
    .flatMap((event) => EVENTS[event])
    .filter((name) => provider !== ConnectionProvider.BITBUCKET || name !== UNKNOWN_TO_BITBUCKET);
  return [
    { type: 'EVENT', pattern: [...new Set(names)].sort().join(', ') },
    ...patternFilters('BASE_REF', 'refs/heads/', branches),
    ...patternFilters('FILE_PATH', '', paths),
  ];
}

function patternFilters(type: string, prefix: string, { includes, excludes }: Patterns): Filter[] {
  const filters: Filter[] = [];
  if (includes.length > 0) filters.push({ type, pattern: regularExpression(prefix, includes) });
  if (excludes.length > 0) {
    filters.push({ type, pattern: regularExpression(prefix, excludes), excludeMatchedPattern: true });
  }
  return filters;
}
