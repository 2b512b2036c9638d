import type { Duration } from 'aws-cdk-lib';

/**
 * How traffic moves in steps.
 */
export interface TrafficShift {
  /**
   * The share of the traffic that each step moves, in percent, 1 to 99.
   */
  readonly percentage: number;

  /**
   * The time between two steps, in whole minutes, 1 to 2880.
   */
  readonly interval: Duration;
}

/** The kinds of rollout. */
export type RolloutKind = 'allAtOnce' | 'canary' | 'linear';

/**
 * How a release reaches its users. What is out of range is reported when the app is synthesized, by the deployment that
 * the rollout is given to.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export class Rollout {
  /**
   * All traffic moves in one step.
   */
  public static allAtOnce(): Rollout {
    return new Rollout('allAtOnce');
  }

  /**
   * A first share of the traffic moves at once, the rest after the interval, unless the release was stopped until then.
   */
  public static canary(shift: TrafficShift): Rollout {
    return new Rollout('canary', shift);
  }

  /**
   * Equal shares of the traffic move, one each interval. All intervals together take at most 2880 minutes.
   */
  public static linear(shift: TrafficShift): Rollout {
    return new Rollout('linear', shift);
  }

  private constructor(
    /** @internal */
    public readonly _kind: RolloutKind,
    /** @internal */
    public readonly _shift?: TrafficShift,
  ) {}
}
