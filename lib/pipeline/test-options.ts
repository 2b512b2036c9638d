import type { BuildSettings } from '../build/build-settings';
import type { BuildVariable } from '../build/build-variable';
import type { DeliveryArtifact } from '../core/artifact';
import type { VerificationOptions } from './verification-options';

/**
 * A test in a CodeBuild project that is made with the pipeline.
 */
export interface TestOptions extends BuildSettings {
  /**
   * The name of the test, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly verificationName: string;

  /**
   * What the test gets as its source. A full clone can be taken.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * The address of what is tested, in the environment variable `TARGET_URL`. It may have variables of earlier actions, such as the output of a stack:
   * `TargetVariables.of('Staging', 'orders').named('Url')`.
   *
   * @default - no variable
   */
  readonly targetUrl?: string;
}

/**
 * A test in a CodeBuild project that exists already.
 */
export interface ExistingTestOptions extends VerificationOptions {
  /**
   * Variables of this action alone, over those of the project. With `targetUrl` at most 1000 characters of JSON.
   *
   * @default - those of the project
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * The address of what is tested, in the environment variable `TARGET_URL`. It may have variables of earlier actions.
   *
   * @default - no variable
   */
  readonly targetUrl?: string;

  /**
   * Whether the test is a batch, which the project must allow.
   *
   * @default false
   */
  readonly batch?: boolean;
}
