import { Duration } from 'aws-cdk-lib';

/**
 * What becomes of the fleet that had the traffic before a release.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BlueInstanceTerminationOption.html
 */
export class BlueFleet {
  /**
   * It is terminated, with its Auto Scaling group, after this time. Until then a rollback only moves the traffic back; afterwards it is a new
   * deployment to another new fleet.
   *
   * @param time 0 to 2880 whole minutes.
   */
  public static terminateAfter(time: Duration): BlueFleet {
    return new BlueFleet('TERMINATE', time);
  }

  /**
   * It stays, without traffic, until somebody deletes it. Each release leaves one fleet behind.
   */
  public static keep(): BlueFleet {
    return new BlueFleet('KEEP_ALIVE');
  }

  /** @internal */
  public static readonly _DEFAULT = BlueFleet.terminateAfter(Duration.hours(1));

  private constructor(
    /** @internal */
    public readonly _action: 'TERMINATE' | 'KEEP_ALIVE',
    /** @internal */
    public readonly _time?: Duration,
  ) {}
}
