import type { Duration } from 'aws-cdk-lib';

/**
 * A request to an address, and what the answer must be.
 */
export interface SyntheticCheckOptions {
  /**
   * The name of the verification, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly verificationName: string;

  /**
   * The address, beginning with `https://` or `http://`, and reached from the internet. It may have variables of earlier actions, such as the output of a stack.
   */
  readonly url: string;

  /**
   * The status of HTTP, 100 to 599. Redirections are not followed.
   *
   * @default 200
   */
  readonly status?: number;

  /**
   * A text that the answer has somewhere, in one line, at most 1000 characters. Upper and lower case differ.
   *
   * @default - any answer
   */
  readonly bodyContains?: string;

  /**
   * How often the address is asked until the answer is right, 1 to 100 times.
   *
   * @default 5
   */
  readonly attempts?: number;

  /**
   * The time between two attempts, in whole seconds, 1 or more.
   *
   * @default Duration.seconds(15)
   */
  readonly interval?: Duration;

  /**
   * The longest time that one answer may take, in whole seconds, 1 or more. With the intervals, all attempts must end within 55 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}
