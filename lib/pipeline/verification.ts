import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IAction, IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IJenkinsProvider } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { orEmpty } from '../core/checks';
import type { CodeReview } from '../insight/code-review';
import { ActionVerification } from './action-verification';
import { CodeReviewVerification } from './code-review-verification';
import type { CommandsOptions } from './commands-options';
import { CommandsVerification } from './commands-verification';
import { JenkinsVerification } from './jenkins-verification';
import type { JenkinsOptions } from './jenkins-verification';
import { LambdaVerification } from './lambda-verification';
import type { FunctionVerificationOptions } from './lambda-verification';
import { LoadTest } from './load-test';
import type { LoadTestOptions } from './load-test-options';
import { PipelineVerification } from './pipeline-verification';
import type { PipelineVerificationOptions } from './pipeline-verification-options';
import { ImageScan, SourceScan } from './scan';
import type { ImageScanOptions, SourceScanOptions } from './scan-options';
import { StateMachineVerification } from './state-machine-verification';
import type { StateMachineVerificationOptions } from './state-machine-verification';
import { SyntheticCheck } from './synthetic-check';
import type { SyntheticCheckOptions } from './synthetic-check-options';
import type { ExistingTestOptions, TestOptions } from './test-options';
import { ExistingTest, TestVerification } from './test-verification';
import type { IVerification } from './verification-interface';

/**
 * What says whether a release is good, after it was made. One that fails fails its stage.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html
 */
export class Verification {
  /**
   * A test in a CodeBuild project that is made with the pipeline, with all that a build can have. Its role may read the artifacts and write none.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
   */
  public static test(options: TestOptions): IVerification {
    return new TestVerification(orEmpty(options));
  }

  /**
   * A test in a CodeBuild project that exists already, in the account and region of the pipeline. Its role is widened by what the test needs, where the role
   * is known.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
   */
  public static existing(project: IProject, options: ExistingTestOptions): IVerification {
    return new ExistingTest(project, orEmpty(options));
  }

  /**
   * Commands that CodePipeline runs without a project, in a small Linux container of AWS, 55 minutes at most. AWS may use the container again for another run of the
   * account. Their role is never that of the pipeline.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
   */
  public static commands(options: CommandsOptions): IVerification {
    return new CommandsVerification(orEmpty(options));
  }

  /**
   * A load test by the tool of an image that you give, in CodeBuild. Figures that are above their maximums fail it, and are in a report.
   *
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
   */
  public static loadTest(options: LoadTestOptions): IVerification {
    return new LoadTest(orEmpty(options));
  }

  /**
   * Asks an address until the answer is right, by a command.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
   */
  public static syntheticCheck(options: SyntheticCheckOptions): IVerification {
    return new SyntheticCheck(orEmpty(options));
  }

  /**
   * Invokes a Lambda function, which reports whether the release is good by `PutJobSuccessResult` or `PutJobFailureResult` of CodePipeline, and may do so, where its role is
   * known. Without a report the verification fails after 24 hours. What the function reports as `outputVariables` is named by `VerificationVariables`.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
   */
  public static lambdaFunction(called: IFunction, options: FunctionVerificationOptions): IVerification {
    return new LambdaVerification(called, orEmpty(options));
  }

  /**
   * Runs a standard state machine of Step Functions, and waits 7 days at most. An execution that fails, times out or is stopped fails the verification.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html
   */
  public static stateMachine(machine: IStateMachine, options: StateMachineVerificationOptions): IVerification {
    return new StateMachineVerification(machine, orEmpty(options));
  }

  /**
   * Scans the packages that source code uses for known vulnerabilities, by Amazon Inspector.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
   */
  public static sourceScan(options: SourceScanOptions): IVerification {
    return new SourceScan(orEmpty(options));
  }

  /**
   * Lets the stage wait for a review of the code: by Amazon Inspector, by a tool of yours, or by CodeGuru Reviewer where a repository is associated already.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/codeguru-reviewer-availability-change.html
   */
  public static codeReview(review: CodeReview): IVerification {
    return new CodeReviewVerification(review);
  }

  /**
   * Scans an image of ECR for known vulnerabilities, by Amazon Inspector.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
   */
  public static imageScan(options: ImageScanOptions): IVerification {
    return new ImageScan(orEmpty(options));
  }

  /**
   * Runs a job of Jenkins, whose plugin for CodePipeline polls for work and gets the artifact.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-four-stage-pipeline.html
   */
  public static jenkins(provider: IJenkinsProvider, options: JenkinsOptions): IVerification {
    return new JenkinsVerification(provider, orEmpty(options));
  }

  /**
   * Runs another pipeline of the account and region, and waits for its end.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html
   */
  public static pipeline(other: IPipeline, options: PipelineVerificationOptions): IVerification {
    return new PipelineVerification(other, orEmpty(options));
  }

  /**
   * Any action of aws-cdk-lib. It runs where the verification stands, whatever run order it says. One without a role gets a role of its own, to which its grants go.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html
   */
  public static action(action: IAction): IVerification {
    return new ActionVerification(action);
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'Verification';
}
