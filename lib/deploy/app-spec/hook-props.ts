import type { Duration } from 'aws-cdk-lib';

/**
 * A script that a server runs.
 */
export interface AppSpecScript {
  /**
   * The file, as a path from the root of the bundle, without spaces and without arguments.
   */
  readonly location: string;

  /**
   * When the script counts as failed, in whole seconds. All scripts of one event together may have at most 3600 seconds.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;

  /**
   * The user who runs it. Linux only; the user must not need a password.
   *
   * @default - the user of the agent, which is root unless it was changed
   */
  readonly runas?: string;
}

/**
 * The scripts of each event, in the order of the events. Scripts of one event run in their order; the first that fails ends the
 * deployment to the server.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-server
 */
export interface AppSpecHooks {
  /**
   * Before the server leaves its load balancer, from the bundle before this one. Needs a load balancer.
   *
   * @default - no scripts
   */
  readonly beforeBlockTraffic?: AppSpecScript[];

  /**
   * After the server left its load balancer, from the bundle before this one. Needs a load balancer.
   *
   * @default - no scripts
   */
  readonly afterBlockTraffic?: AppSpecScript[];

  /**
   * Before the bundle is fetched, from the bundle before this one: not at the first deployment to a server.
   *
   * @default - no scripts
   */
  readonly applicationStop?: AppSpecScript[];

  /**
   * Before the files are copied, e.g. for a backup.
   *
   * @default - no scripts
   */
  readonly beforeInstall?: AppSpecScript[];

  /**
   * After the files were copied, e.g. to configure them.
   *
   * @default - no scripts
   */
  readonly afterInstall?: AppSpecScript[];

  /**
   * Starts what ApplicationStop stopped.
   *
   * @default - no scripts
   */
  readonly applicationStart?: AppSpecScript[];

  /**
   * Finds out whether the release works.
   *
   * @default - no scripts
   */
  readonly validateService?: AppSpecScript[];

  /**
   * Before the server joins its load balancer. Needs a load balancer.
   *
   * @default - no scripts
   */
  readonly beforeAllowTraffic?: AppSpecScript[];

  /**
   * After the server joined its load balancer. Needs a load balancer.
   *
   * @default - no scripts
   */
  readonly afterAllowTraffic?: AppSpecScript[];
}
