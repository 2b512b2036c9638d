import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * When CodeDeploy takes a release back. A rollback is a new deployment of the last revision that was good, not an undo.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export class Rollback {
  /**
   * When the deployment fails.
   */
  public static onFailure(): Rollback {
    return new Rollback([], true, false);
  }

  /**
   * When one of the alarms goes off while traffic moves, and when the deployment fails. CodeDeploy stops the deployment
   * at the alarm. More than 10 alarms are warned of, more than 50 are an error.
   *
   * @param first an alarm that CodeDeploy watches.
   * @param others further alarms.
   */
  public static onAlarms(first: IAlarm, ...others: IAlarm[]): Rollback {
    return new Rollback([first, ...others], true, false);
  }

  /**
   * Not by itself: whoever watches the deployment decides.
   */
  public static never(): Rollback {
    return new Rollback([], false, false);
  }

  private constructor(
    /** @internal */
    public readonly _alarms: IAlarm[],
    /** @internal */
    public readonly _onFailure: boolean,
    /** @internal */
    public readonly _onStop: boolean,
  ) {}

  /**
   * The same, and also when somebody stops the deployment by hand.
   */
  public alsoOnStop(): Rollback {
    return new Rollback(this._alarms, this._onFailure, true);
  }
}
