/**
 * A day of the week.
 */
export enum WeekDay {
  /** Monday. */
  MON = 'MON',

  /** Tuesday. */
  TUE = 'TUE',

  /** Wednesday. */
  WED = 'WED',

  /** Thursday. */
  THU = 'THU',

  /** Friday. */
  FRI = 'FRI',

  /** Saturday. */
  SAT = 'SAT',

  /** Sunday. */
  SUN = 'SUN',
}

/** All days, in the order of the week. */
export const WEEK: readonly WeekDay[] = Object.values(WeekDay);

/**
 * Days of the week.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export class WeekDays {
  /** Monday to Sunday. */
  public static readonly EVERY_DAY: WeekDays = new WeekDays(WEEK);

  /** Monday to Friday. */
  public static readonly MON_TO_FRI: WeekDays = new WeekDays(WEEK.slice(0, 5));

  /** Monday to Thursday. */
  public static readonly MON_TO_THU: WeekDays = new WeekDays(WEEK.slice(0, 4));

  /**
   * These days, in any order.
   *
   * @param days at least one.
   */
  public static of(...days: WeekDay[]): WeekDays {
    return new WeekDays(days);
  }

  private constructor(private readonly days: readonly WeekDay[]) {}

  /** @internal */
  public _days(): readonly WeekDay[] {
    return this.days;
  }
}
