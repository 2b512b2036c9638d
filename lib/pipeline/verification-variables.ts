import { variablesNamespace } from '../core/artifact';

/**
 * What a verification tells the actions that come after it. CodePipeline puts the values in when the later action starts.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export class VerificationVariables {
  /**
   * The variables of a verification.
   *
   * @param stageName the stage that the verification is in.
   * @param verificationName the name of the verification.
   */
  public static of(stageName: string, verificationName: string): VerificationVariables {
    return new VerificationVariables(variablesNamespace(stageName, verificationName));
  }

  private constructor(private readonly namespace: string) {}

  /** Of `sourceScan` and `imageScan`: the highest severity that was found, `medium`, `high` or `critical`. */
  public get highestSeverity(): string {
    return this.named('HighestScannedSeverity');
  }

  /** Of `stateMachine`: the ARN of the execution. */
  public get executionArn(): string {
    return this.named('ExecutionArn');
  }

  /**
   * Any variable: one of `outputVariables` of `commands`, one that the buildspec of a test exports, or one that a function reports with its success. One that commands do not
   * have in their `outputVariables` is refused; what a buildspec or a function tells is not known here.
   *
   * @param name the name of the variable.
   */
  public named(name: string): string {
    return `#{${this.namespace}.${name}}`;
  }
}
