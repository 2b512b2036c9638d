import type { Schedule } from 'aws-cdk-lib/aws-events';
import { orEmpty } from '../core/checks';
import { PullRequestEvent } from './pull-request-event';
import type { Patterns, TriggerKind } from './trigger-kind';

/**
 * Which pushes count. Patterns are those of globs: `*` stands for any characters but `/`, `**` for any characters. What is excluded
 * does not count, whatever includes it. At most 8 patterns a list, of at most 255 characters.
 */
export interface PushTriggerOptions {
  /**
   * The branches that count.
   *
   * @default - the branch of the source; with `excludeBranches` all others; with `tags` or `excludeTags` none
   */
  readonly branches?: string[];

  /**
   * Branches that do not count.
   *
   * @default - none
   */
  readonly excludeBranches?: string[];

  /**
   * The tags that count. Not beside branches or paths, which AWS refuses.
   *
   * @default - tags do not count
   */
  readonly tags?: string[];

  /**
   * Tags that do not count.
   *
   * @default - none
   */
  readonly excludeTags?: string[];

  /**
   * The files that count: a push counts when it changes one of them.
   *
   * @default - all files
   */
  readonly paths?: string[];

  /**
   * Files that do not count.
   *
   * @default - none
   */
  readonly excludePaths?: string[];
}

/**
 * Which pull requests count. Patterns are as for pushes.
 */
export interface PullRequestTriggerOptions {
  /**
   * The branches that pull requests are to be merged into.
   *
   * @default - the branch of the source; with `excludeBranches` all others
   */
  readonly branches?: string[];

  /**
   * Branches of which pull requests do not count.
   *
   * @default - none
   */
  readonly excludeBranches?: string[];

  /**
   * The files that count.
   *
   * @default - all files
   */
  readonly paths?: string[];

  /**
   * Files that do not count.
   *
   * @default - none
   */
  readonly excludePaths?: string[];

  /**
   * What must happen. A pipeline that starts when a pull request is closed must be asked for.
   *
   * @default [PullRequestEvent.OPENED, PullRequestEvent.UPDATED]
   */
  readonly events?: PullRequestEvent[];
}

/**
 * What starts a pipeline, or the builds of a project.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 */
export class Trigger {
  /**
   * A push, by default to the branch of the source.
   */
  public static push(options: PushTriggerOptions = {}): Trigger {
    const given = orEmpty(options);
    return new Trigger({
      kind: 'push',
      branches: patterns(given.branches, given.excludeBranches),
      tags: patterns(given.tags, given.excludeTags),
      paths: patterns(given.paths, given.excludePaths),
    });
  }

  /**
   * A pull request that is opened or changed, by default one that is to be merged into the branch of the source. A pipeline that such a
   * trigger starts runs code that nobody has reviewed yet: it should not deploy.
   */
  public static pullRequest(options: PullRequestTriggerOptions = {}): Trigger {
    const given = orEmpty(options);
    return new Trigger({
      kind: 'pullRequest',
      branches: patterns(given.branches, given.excludeBranches),
      paths: patterns(given.paths, given.excludePaths),
      events: given.events ?? [PullRequestEvent.OPENED, PullRequestEvent.UPDATED],
    });
  }

  /**
   * A time table of EventBridge, e.g. `Schedule.cron({ hour: '3', minute: '0' })`, in UTC.
   */
  public static schedule(schedule: Schedule): Trigger {
    return new Trigger({ kind: 'schedule', schedule });
  }

  /**
   * Nothing but a person or a program that starts it. The only trigger where it is given.
   */
  public static manual(): Trigger {
    return new Trigger({ kind: 'manual' });
  }

  private constructor(private readonly what: TriggerKind) {}

  /** @internal */
  public get _kind(): TriggerKind {
    return this.what;
  }
}

function patterns(includes: string[] | undefined, excludes: string[] | undefined): Patterns {
  return { includes: includes ?? [], excludes: excludes ?? [] };
}
