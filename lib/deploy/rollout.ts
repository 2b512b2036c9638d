import type { Duration } from 'aws-cdk-lib';
import type { BlueFleet } from './blue-fleet';
import type { HealthyHosts, ZoneByZone } from './healthy-hosts';

/**
 * How traffic moves in steps.
 */
export interface TrafficShift {
  /**
   * The share of the traffic that each step moves, in percent, 1 to 99.
   */
  readonly percentage: number;

  /**
   * The time between two steps, in whole minutes, 1 to 2880.
   */
  readonly interval: Duration;
}

/**
 * How traffic goes from one fleet of servers to another.
 */
export interface BlueGreenOptions {
  /**
   * How many servers of the new fleet get traffic at a time: a rollout for servers that is not blue/green itself.
   *
   * @default Rollout.allAtOnce()
   */
  readonly speed?: Rollout;

  /**
   * Lets the new fleet wait for a person, who moves the traffic in the CodeDeploy console or with `aws deploy continue-deployment`. When nobody
   * does so within this time, in whole minutes, at least 1, the deployment is stopped, and the new fleet stays without traffic. An action of a
   * pipeline waits for 5 days at most.
   *
   * @default - traffic moves as soon as the release is on the new fleet
   */
  readonly confirmWithin?: Duration;

  /**
   * What becomes of the old fleet.
   *
   * @default BlueFleet.terminateAfter(Duration.hours(1))
   */
  readonly blue?: BlueFleet;
}

/** The kinds of rollout. */
export type RolloutKind =
  'allAtOnce' | 'canary' | 'linear' | 'halfAtATime' | 'oneAtATime' | 'minimumHealthy' | 'blueGreen';

/**
 * How a release reaches its users. What is out of range, or not possible where the rollout is given to, is reported when the
 * app is synthesized, by the deployment that the rollout is given to.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export class Rollout {
  /**
   * All traffic moves in one step; on servers, all of them are released to at once. On servers the deployment succeeds when at least one
   * of them does.
   */
  public static allAtOnce(): Rollout {
    return new Rollout('allAtOnce');
  }

  /**
   * A first share of the traffic moves at once, the rest after the interval, unless the release was stopped until then. Not
   * for servers.
   */
  public static canary(shift: TrafficShift): Rollout {
    return new Rollout('canary', { shift });
  }

  /**
   * Equal shares of the traffic move, one each interval. All intervals together take at most 2880 minutes. Not for servers.
   */
  public static linear(shift: TrafficShift): Rollout {
    return new Rollout('linear', { shift });
  }

  /**
   * Up to half of the servers are released to at a time. The deployment succeeds when at least half of them do. For servers only.
   */
  public static halfAtATime(): Rollout {
    return new Rollout('halfAtATime', { hosts: { type: 'FLEET_PERCENT', value: 50 } });
  }

  /**
   * One server after the other. The deployment succeeds when all servers do, the last one excepted. For servers only.
   */
  public static oneAtATime(): Rollout {
    return new Rollout('oneAtATime');
  }

  /**
   * As many servers at a time as leaves this number of them healthy. For servers only. More than the servers there are, and no
   * release ever starts.
   *
   * @param count how many servers stay in service at least, 0 to 10000.
   */
  public static minimumHealthyHosts(count: number): Rollout {
    return new Rollout('minimumHealthy', { hosts: { type: 'HOST_COUNT', value: count } });
  }

  /**
   * As many servers at a time as leaves this share of them healthy. For servers only.
   *
   * @param percentage how many percent of the servers stay in service at least, 0 to 99. CodeDeploy rounds up.
   */
  public static minimumHealthyPercentage(percentage: number): Rollout {
    return new Rollout('minimumHealthy', { hosts: { type: 'FLEET_PERCENT', value: percentage } });
  }

  /**
   * A second fleet of servers is launched beside the first one, gets the release, and then the traffic. For servers behind a load balancer
   * only.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/welcome.html#welcome-deployment-overview-blue-green
   */
  public static blueGreen(options: BlueGreenOptions = {}): Rollout {
    return new Rollout('blueGreen', { blueGreen: options });
  }

  private constructor(
    /** @internal */
    public readonly _kind: RolloutKind,
    /** @internal */
    public readonly _parts: RolloutParts = {},
  ) {}

  /**
   * The same, in one Availability Zone after the other. For servers only, in place.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations-create.html#zonal-config
   */
  public zoneByZone(options: ZoneByZone = {}): Rollout {
    return new Rollout(this._kind, { ...this._parts, zones: options });
  }
}

/** What the kinds of rollout consist of. */
export interface RolloutParts {
  readonly shift?: TrafficShift;
  readonly hosts?: HealthyHosts;
  readonly zones?: ZoneByZone;
  readonly blueGreen?: BlueGreenOptions;
}
