import type { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';

/**
 * A run of another pipeline.
 */
export interface PipelineVerificationOptions {
  /**
   * The name of the verification, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly verificationName: string;

  /**
   * Variables of the other pipeline by name, at most 50, which it must declare. Together at most 1000 characters of JSON. Values may be variables of earlier
   * actions.
   *
   * @default - the other pipeline has its defaults
   */
  readonly variables?: Record<string, string>;

  /**
   * Whether the verification waits for the end of the other run, 55 minutes at most, and fails when that fails. It does so by commands, whose time is charged. The
   * action of CodePipeline alone, without waiting, succeeds as soon as the other run has started.
   *
   * @default true
   */
  readonly wait?: boolean;

  /**
   * The time between two looks at the other run, in whole seconds.
   *
   * @default Duration.seconds(15)
   */
  readonly interval?: Duration;

  /**
   * The role of the commands that start the other run and wait for it. The role of the pipeline must be allowed to assume it. What they need is added, unless the
   * role is immutable. Not beside `wait: false`.
   *
   * @default - a role of their own
   */
  readonly role?: IRole;
}
