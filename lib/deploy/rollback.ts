import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PlatformAlarms } from './platform-alarms';

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
    return new Rollback({ onFailure: true });
  }

  /**
   * When one of the alarms goes off while traffic moves, and when the deployment fails. CodeDeploy stops the deployment
   * at the alarm. More than 10 alarms are warned of, more than 50 are an error.
   *
   * @param first an alarm that CodeDeploy watches.
   * @param others further alarms.
   */
  public static onAlarms(first: IAlarm, ...others: IAlarm[]): Rollback {
    return new Rollback({ onFailure: true, alarms: [first, ...others] });
  }

  /**
   * When one of the alarms goes off that the deployment makes of the metrics of its platform, and when the deployment fails. Behind a load
   * balancer these are answers with a server error, unhealthy hosts and slow answers, as alarms of their own for each target group.
   *
   * @param alarms thresholds and periods that differ from the defaults.
   */
  public static onPlatformAlarms(alarms: PlatformAlarms = {}): Rollback {
    return new Rollback({ onFailure: true, platform: alarms });
  }

  /**
   * Not by itself: whoever watches the deployment decides.
   */
  public static never(): Rollback {
    return new Rollback({ onFailure: false });
  }

  private constructor(
    /** @internal */
    public readonly _parts: RollbackParts,
  ) {}

  /**
   * The same, and also when somebody stops the deployment by hand.
   */
  public alsoOnStop(): Rollback {
    return new Rollback({ ...this._parts, onStop: true });
  }

  /**
   * The same, and also when one of these alarms goes off.
   *
   * @param first an alarm that CodeDeploy watches.
   * @param others further alarms.
   */
  public alsoOnAlarms(first: IAlarm, ...others: IAlarm[]): Rollback {
    return new Rollback({ ...this._parts, alarms: [...(this._parts.alarms ?? []), first, ...others] });
  }
}

/** What makes CodeDeploy take a release back. */
export interface RollbackParts {
  readonly onFailure: boolean;
  readonly onStop?: boolean;
  readonly alarms?: IAlarm[];
  readonly platform?: PlatformAlarms;
}
