/**
 * The AppSpec of one release of a Lambda function.
 */
export interface LambdaAppSpecProps {
  /**
   * The name of the function, 1 to 64 characters.
   */
  readonly functionName: string;

  /**
   * The alias that CodeDeploy moves.
   *
   * @default 'live'
   */
  readonly aliasName?: string;

  /**
   * The version that the alias is on.
   */
  readonly currentVersion: string;

  /**
   * The version that the alias moves to.
   */
  readonly targetVersion: string;

  /**
   * The name or ARN of the function that CodeDeploy asks before traffic moves.
   *
   * @default - nobody is asked
   */
  readonly beforeTraffic?: string;

  /**
   * The name or ARN of the function that CodeDeploy asks when all traffic has moved.
   *
   * @default - nobody is asked
   */
  readonly afterTraffic?: string;
}
