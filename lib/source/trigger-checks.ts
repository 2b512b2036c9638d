import type { Schedule } from 'aws-cdk-lib/aws-events';
import { checkChoice, checkRange } from '../core/checks';
import { checkAllOneOf, forEachMember, mapMembers } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { RangeLimit } from '../core/limits';
import { shortHash } from '../core/names';
import type { Problems } from '../core/problems';
import { checkSchedule } from '../core/schedule-checks';
import { PullRequestEvent } from './pull-request-event';
import { Trigger } from './trigger';
import { isEmpty } from './trigger-kind';
import type { Patterns, TriggerKind, TriggerOf } from './trigger-kind';

/** A trigger with all of its defaults, and where the user said it. */
export interface CheckedTrigger {
  readonly kind: TriggerKind;
  readonly prop: string;
}

/** Which triggers a source knows, and why it does not know the others. */
export interface TriggerSupport {
  /** The branch that counts where none is named. */
  readonly branch?: string;

  /** Why filters and pull requests do not work, where they do not. */
  readonly withoutFilters?: string;

  /** Bounds of the number of patterns in a list. */
  readonly patterns: RangeLimit;
}

/** The triggers of a source, checked, with the branch of the source where none is named. */
export function checkTriggers(problems: Problems, given: Trigger[], support: TriggerSupport): CheckedTrigger[] {
  const triggers: CheckedTrigger[] = [];
  forEachMember(problems, 'triggers', given, 1, (trigger, prop) => {
    const choice = checkChoice(problems, prop, trigger, Trigger);
    if (choice === undefined) return;
    const kind = withDefaults(choice._kind, support.branch);
    const { count } = problems;
    check(problems, prop, kind, support, choice._kind);
    if (problems.count === count) triggers.push({ kind, prop });
  });
  if (triggers.length > 1 && triggers.some(({ kind }) => kind.kind === 'manual')) {
    problems.add('triggers', 'must have no others beside Trigger.manual()');
  }
  return triggers;
}

/** The triggers of one kind. */
export function triggersOf<K extends TriggerKind['kind']>(triggers: CheckedTrigger[], kind: K): TriggerOf<K>[] {
  return triggers.map((trigger) => trigger.kind).filter((trigger): trigger is TriggerOf<K> => trigger.kind === kind);
}

/** The time tables among the triggers, each once, by the ids of their rules. */
export function schedulesOf(triggers: CheckedTrigger[]): Map<string, Schedule> {
  const schedules = triggersOf(triggers, 'schedule').map(({ schedule }) => schedule);
  return new Map(schedules.map((schedule) => [`Schedule${shortHash(schedule.expressionString)}`, schedule]));
}

function withDefaults(kind: TriggerKind, branch: string | undefined): TriggerKind {
  if (branch === undefined || !('branches' in kind) || !isEmpty(kind.branches)) return kind;
  if (kind.kind === 'push' && !isEmpty(kind.tags)) return kind;
  return { ...kind, branches: { includes: [branch], excludes: [] } };
}

function check(problems: Problems, prop: string, kind: TriggerKind, support: TriggerSupport, said: TriggerKind): void {
  if (kind.kind === 'manual') return;
  if (kind.kind === 'schedule') {
    checkSchedule(problems, prop, kind.schedule);
    return;
  }
  if (support.withoutFilters !== undefined) {
    refuseFilters(problems.within(prop), said, support.withoutFilters);
    return;
  }
  const within = problems.within(prop);
  if (kind.kind === 'push') checkTags(within, kind);
  else checkEvents(within, kind.events);
  for (const [name, patterns] of Object.entries(listsOf(kind))) checkPatterns(within, name, patterns, support.patterns);
}

function refuseFilters(problems: Problems, said: TriggerKind, reason: string): void {
  if (said.kind === 'pullRequest') problems.add('', `must not be a pull request: ${reason}`);
  for (const [name, patterns] of Object.entries(listsOf(said))) {
    if (!Array.isArray(patterns) || patterns.length > 0) problems.add(name, `must not be given: ${reason}`);
  }
}

function checkTags(problems: Problems, { branches, tags, paths }: TriggerOf<'push'>): void {
  if (isEmpty(tags)) return;
  const cure = 'use one Trigger.push for tags and another for branches';
  if (!isEmpty(branches)) problems.add('tags', 'must not be given beside branches', { cure });
  if (!isEmpty(paths)) problems.add('tags', 'must not be given beside paths', { cure });
}

function checkEvents(problems: Problems, events: PullRequestEvent[]): void {
  checkAllOneOf(problems, 'events', events, PullRequestEvent, 'PullRequestEvent', 1);
}

function checkPatterns(problems: Problems, prop: string, patterns: string[], limit: RangeLimit): void {
  const list = mapMembers(problems, prop, patterns, (pattern: unknown, place) => {
    if (typeof pattern !== 'string') problems.add(place, 'must be a string', { got: pattern });
    else checkRange(problems, place, pattern.length, LIMITS.triggerPattern);
    return pattern;
  });
  checkRange(problems, prop, list.length, limit);
}

/** The lists of a trigger under the names that they have in its options. */
function listsOf(kind: TriggerKind): Record<string, string[]> {
  if (!('branches' in kind)) return {};
  const pairs: [string, Patterns][] = [
    ['Branches', kind.branches],
    ['Paths', kind.paths],
  ];
  if (kind.kind === 'push') pairs.push(['Tags', kind.tags]);
  return Object.fromEntries(
    pairs.flatMap(([name, { includes, excludes }]) => [
      [name.toLowerCase(), includes],
      [`exclude${name}`, excludes],
    ]),
  );
}
