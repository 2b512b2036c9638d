import type { Duration } from 'aws-cdk-lib';

/** How many servers stay in service while others are released to. */
export interface HealthyHosts {
  readonly type: 'HOST_COUNT' | 'FLEET_PERCENT';
  readonly value: number;
}

/**
 * How a release goes from Availability Zone to Availability Zone.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ZonalConfig.html
 */
export interface ZoneByZone {
  /**
   * How long the release is watched after each zone, in whole seconds, at least 1.
   *
   * @default - the next zone follows at once
   */
  readonly monitorFor?: Duration;

  /**
   * How long the release is watched after the first zone, in whole seconds, at least 1.
   *
   * @default - as long as after every other zone
   */
  readonly monitorFirstFor?: Duration;

  /**
   * How many servers of a zone stay in service while it is released to. Not beside `minimumHealthyPercentage`.
   *
   * @default - none must
   */
  readonly minimumHealthyHosts?: number;

  /**
   * How many percent of the servers of a zone stay in service while it is released to, 0 to 99. Not beside `minimumHealthyHosts`.
   *
   * @default - none must
   */
  readonly minimumHealthyPercentage?: number;
}
