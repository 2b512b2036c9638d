import { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import type { StageRule } from './stage-rule';

/** What CodePipeline does when a stage has failed, as aws-cdk-lib takes it. */
export interface FailureSettings {
  readonly result?: Result;
  readonly retryMode?: RetryMode;

  /** What a condition asks; without it the result follows at once, and without a result nothing does. */
  readonly rules?: StageRule[];
}

/**
 * What becomes of a stage that fails.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
export class StageFailure {
  /**
   * The stage is rolled back: it runs again with what it released last successfully. Only a run that was made since the pipeline itself was last changed can
   * come back, and no run that was a rollback: after each change of the pipeline there is nothing to go back to until the next success. What sources put out, and what
   * other stages did, stays as it is.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
   */
  public static rollBack(): StageFailure {
    return new StageFailure({ result: Result.ROLLBACK });
  }

  /**
   * The stage is rolled back when it has failed and every rule is met, e.g. an alarm is on; else it fails. What can come back is said at `rollBack`.
   *
   * @param rules 1 to 5 rules.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
   */
  public static rollBackWhen(...rules: StageRule[]): StageFailure {
    return new StageFailure({ rules });
  }

  /**
   * The actions that failed run once more.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html
   */
  public static retryFailedActions(): StageFailure {
    return new StageFailure({ result: Result.RETRY, retryMode: RetryMode.FAILED_ACTIONS });
  }

  /**
   * All actions of the stage run once more.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html
   */
  public static retryAllActions(): StageFailure {
    return new StageFailure({ result: Result.RETRY, retryMode: RetryMode.ALL_ACTIONS });
  }

  /**
   * The run ends here, as it does where nothing is said. To go on without a failed stage is nothing that CloudFormation can tell CodePipeline.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codepipeline-pipeline-failureconditions.html
   */
  public static fail(): StageFailure {
    return new StageFailure({});
  }

  private constructor(private readonly settings: FailureSettings) {}

  /** @internal */
  public _settings(): FailureSettings {
    return this.settings;
  }
}
