import type { Duration } from 'aws-cdk-lib';
import type { ComputeType, IBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { BuildNetwork } from '../build/build-network';
import type { BuildReport } from '../build/build-report';
import type { BuildVariable } from '../build/build-variable';
import type { VerificationOptions } from './verification-options';

/**
 * A load test by a tool of your choice.
 */
export interface LoadTestOptions extends VerificationOptions {
  /**
   * The image that has the tool, e.g. `LinuxBuildImage.fromDockerRegistry('grafana/k6:1.0.0')`. It must have `/bin/sh`, and `awk` for `maximums`.
   */
  readonly image: IBuildImage;

  /**
   * The commands that run the tool, in the folder of the artifact. A command that fails fails the verification: most tools do so by themselves when their
   * own thresholds are exceeded.
   */
  readonly commands: string[];

  /**
   * The address that is put under load, in the environment variable `TARGET_URL`. It may have variables of earlier actions, such as the output of a stack.
   */
  readonly targetUrl: string;

  /**
   * The most that each figure of the results may be, by its name in `resultsFile`: letters, digits and `_`, at most 20 of them. A figure that is above, that is
   * missing, or that is no number fails the verification.
   *
   * @default - the commands alone decide
   */
  readonly maximums?: Record<string, number>;

  /**
   * The file that the commands leave for `maximums`: a JSON object of numbers, e.g. `{"p95": 212.5, "errors": 0.01}`, by its path in the artifact's folder. Each name
   * that is in `maximums` must be in it once.
   *
   * @default 'load-test.json'
   */
  readonly resultsFile?: string;

  /**
   * Reports that the tool itself leaves, by name, at most 4. That of `maximums` is named `maximums`.
   *
   * @default - only that of `maximums`, which has a case a figure
   */
  readonly reports?: Record<string, BuildReport>;

  /**
   * Environment variables by name.
   *
   * @default - `TARGET_URL` alone
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * The size of the machine that makes the load.
   *
   * @default ComputeType.MEDIUM
   */
  readonly computeType?: ComputeType;

  /**
   * The network that the load comes from.
   *
   * @default - a network of AWS, from which the internet is reached
   */
  readonly network?: BuildNetwork;

  /**
   * The longest time that the test may take, 5 to 2160 minutes.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;
}
