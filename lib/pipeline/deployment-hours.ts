import { Annotations, Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkChoice, checkLiteralRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { checkForm } from '../core/text-form';
import type { TextForm } from '../core/text-form';
import { WEEK, WeekDays } from './week-days';
import type { WeekDay } from './week-days';

/**
 * Hours of the week in which deployments may begin.
 */
export interface DeploymentHours {
  /**
   * The days.
   *
   * @default WeekDays.EVERY_DAY
   */
  readonly days?: WeekDays;

  /**
   * The hour from which on deployments may begin, 0 to 23.
   *
   * @default 0
   */
  readonly fromHour?: number;

  /**
   * The hour from which on they may not begin any more, later than `fromHour` on the same day, 1 to 24. With 17 the last minute is 16:59.
   *
   * @default 24
   */
  readonly toHour?: number;

  /**
   * The time zone of the hours, e.g. `Europe/Berlin`. Its summer time counts.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
}

/** The same, checked, with the days in the order of the week. */
export interface CheckedHours {
  readonly days: WeekDay[];
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** Checks the hours. What is wrong is reported, and stands for all the time. */
export function checkHours(
  scope: IConstruct,
  problems: Problems,
  given: DeploymentHours,
  timeZones: TextForm,
): CheckedHours {
  const from = checkLiteralRange(problems, 'fromHour', given.fromHour, LIMITS.windowStart) ?? 0;
  const to = checkLiteralRange(problems, 'toHour', given.toHour, LIMITS.windowEnd) ?? 24;
  if (to <= from) {
    problems.add('toHour', `must be later than fromHour, ${from}: the hours are those of one day`, { got: to });
  }
  const timeZone = checkForm(problems, 'timeZone', given.timeZone, timeZones) ?? 'UTC';
  warnOfUnknownZone(scope, timeZone);
  return { days: daysOf(problems, given.days), from, to, timeZone };
}

/** When the hours begin and end, as day and hour, without ends at which they begin anew. */
export function changesOf({ days, from, to }: CheckedHours): {
  readonly opens: WeekDay[];
  readonly closes: WeekDay[];
} {
  if (to < 24) return { opens: days, closes: days };
  const ends = days.map((day) => dayAfter(day, 1));
  if (from > 0) return { opens: days, closes: ends };
  return {
    opens: days.filter((day) => !ends.includes(day)),
    closes: ends.filter((day) => !days.includes(day)),
  };
}

/** The longest time of a week in which no deployment may begin. */
export function longestClosed({ days, from, to }: Pick<CheckedHours, 'days' | 'from' | 'to'>): Duration {
  const isOpen = WEEK.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => days.includes(day) && hour >= from && hour < to),
  );
  let longest = 0;
  let current = 0;
  for (const open of [...isOpen, ...isOpen]) {
    current = open ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return Duration.hours(Math.min(longest, isOpen.length));
}

/** The hours as far as they are right, before anything can be reported. */
export function plainHours({ days, fromHour, toHour }: DeploymentHours): Pick<CheckedHours, 'days' | 'from' | 'to'> {
  const given: unknown = days;
  return {
    days: given instanceof WeekDays ? [...given._days()] : [...WEEK],
    from: typeof fromHour === 'number' ? fromHour : 0,
    to: typeof toHour === 'number' ? toHour : 24,
  };
}

function dayAfter(day: WeekDay, count: number): WeekDay {
  return WEEK[(WEEK.indexOf(day) + count) % WEEK.length];
}

function daysOf(problems: Problems, given: WeekDays | undefined): WeekDay[] {
  const days = checkChoice(problems, 'days', given, WeekDays)?._days() ?? WEEK;
  const unknown = days.find((day) => !WEEK.includes(day));
  if (days.length === 0) problems.add('days', 'must have at least one', { got: 0 });
  if (unknown !== undefined) problems.add('days', 'must be days of the week', { got: unknown });
  return WEEK.filter((day) => days.includes(day));
}

function warnOfUnknownZone(scope: IConstruct, timeZone: string): void {
  const offset = /^UTC[+-](\d\d):(\d\d)$/.exec(timeZone);
  if (offset !== null) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:unknownTimeZone',
      `Node.js knows no time zone '${timeZone}': see that its name is right`,
    );
  }
}
