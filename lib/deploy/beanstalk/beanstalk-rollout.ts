import type { Duration } from 'aws-cdk-lib';
import { checkGiven, checkLiteralRange, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { BeanstalkCapacity } from './beanstalk-capacity';
import { literalCount } from './literal-count';
import type { OptionSettings } from './option-settings';

/**
 * How many instances take a new version at a time: one of the two.
 */
export interface BeanstalkBatch {
  /**
   * A share of the instances, in percent, 1 to 100.
   *
   * @default - a number of instances
   */
  readonly percentage?: number;

  /**
   * A number of instances, from 1 to the maximum of the capacity.
   *
   * @default - a share of the instances
   */
  readonly instances?: number;
}

/**
 * How traffic is split between the old version and the new one.
 */
export interface BeanstalkTrafficSplit {
  /**
   * The share of the traffic that the new version gets first, in percent, 1 to 100.
   */
  readonly percentage: number;

  /**
   * How long it gets that share, in whole minutes, 3 to 600.
   */
  readonly evaluation: Duration;
}

/** The kinds, as Elastic Beanstalk calls them. */
type Policy = 'AllAtOnce' | 'Rolling' | 'RollingWithAdditionalBatch' | 'Immutable' | 'TrafficSplitting';

/**
 * How a new version reaches the instances of an environment, and what happens when it fails. Nothing of this goes through
 * CodeDeploy: no alarm takes a release back.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.rolling-version-deploy.html
 */
export class BeanstalkRollout {
  /**
   * All instances at once. Callers wait meanwhile. When it fails, the instances stay as they are: release another version.
   */
  public static allAtOnce(): BeanstalkRollout {
    return new BeanstalkRollout('AllAtOnce');
  }

  /**
   * Batch by batch, with less capacity meanwhile. When a batch fails, those before it keep the new version, and the rest the old one: release
   * another version.
   */
  public static rolling(batch: BeanstalkBatch): BeanstalkRollout {
    return new BeanstalkRollout('Rolling', batch);
  }

  /**
   * The same with full capacity, by a batch of new instances that come first.
   */
  public static rollingWithAdditionalBatch(batch: BeanstalkBatch): BeanstalkRollout {
    return new BeanstalkRollout('RollingWithAdditionalBatch', batch);
  }

  /**
   * A full set of new instances beside the old ones, which go when the new ones are healthy. When it fails, the new ones are terminated, and
   * the old version has served all the time.
   */
  public static immutable(): BeanstalkRollout {
    return new BeanstalkRollout('Immutable');
  }

  /**
   * The same, with a share of the traffic on the new instances for a while before. Needs a web server that scales. When it fails, all traffic
   * goes back.
   */
  public static trafficSplitting(split: BeanstalkTrafficSplit): BeanstalkRollout {
    return new BeanstalkRollout('TrafficSplitting', undefined, split);
  }

  private constructor(
    private readonly policy: Policy,
    private readonly batch?: BeanstalkBatch,
    private readonly split?: BeanstalkTrafficSplit,
  ) {}

  /** @internal */
  public get _splitsTraffic(): boolean {
    return this.policy === 'TrafficSplitting';
  }

  /** @internal */
  public _bind(problems: Problems, settings: OptionSettings, capacity: BeanstalkCapacity, isWorker: boolean): void {
    const { policy } = this;
    settings.set('rollout', 'aws:elasticbeanstalk:command', { DeploymentPolicy: policy });
    if (policy !== 'AllAtOnce' && policy !== 'Immutable' && capacity._isSingle) {
      problems.add('', 'must be allAtOnce or immutable for a single instance', { cure: 'or let the capacity scale' });
    }
    if (policy === 'TrafficSplitting') {
      if (isWorker) problems.add('', 'must not split traffic for a worker, which has no load balancer');
      bindSplit(problems, settings, this.split);
    }
    if (policy.startsWith('Rolling')) bindBatch(problems, settings, this.batch, capacity._maximum);
    bindUpdates(settings, policy, capacity);
  }
}

/** Changes of the configuration replace instances as gently as releases do. */
function bindUpdates(settings: OptionSettings, policy: Policy, capacity: BeanstalkCapacity): void {
  const isImmutable = policy === 'Immutable' || policy === 'TrafficSplitting';
  if (!isImmutable && capacity._isSingle) return;
  settings.set('rollout', 'aws:autoscaling:updatepolicy:rollingupdate', {
    RollingUpdateEnabled: true,
    RollingUpdateType: isImmutable ? 'Immutable' : 'Health',
  });
}

function bindBatch(
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkBatch | undefined,
  maximum: number | undefined,
): void {
  const { percentage, instances } = checkStruct(problems, '', given) ?? {};
  if ((percentage === undefined) === (instances === undefined)) {
    problems.add('', 'must have a percentage or a number of instances, one of the two');
    return;
  }
  const most = maximum ?? LIMITS.beanstalkInstances.max;
  const limit = { ...LIMITS.beanstalkInstances, max: most, unit: 'instances, the maximum of the capacity' };
  const size =
    percentage === undefined
      ? checkLiteralRange(problems, 'instances', instances, limit)
      : checkLiteralRange(problems, 'percentage', percentage, LIMITS.beanstalkBatchPercentage);
  settings.set('rollout', 'aws:elasticbeanstalk:command', {
    BatchSizeType: percentage === undefined ? 'Fixed' : 'Percentage',
    BatchSize: size,
  });
}

function bindSplit(problems: Problems, settings: OptionSettings, given: BeanstalkTrafficSplit | undefined): void {
  const split = checkStruct(problems, '', given);
  checkGiven(problems, 'percentage', split?.percentage, 'given');
  checkGiven(problems, 'evaluation', split?.evaluation, 'given');
  settings.set('rollout', 'aws:elasticbeanstalk:trafficsplitting', {
    NewVersionPercent: checkLiteralRange(problems, 'percentage', split?.percentage, LIMITS.beanstalkSplitPercentage),
    EvaluationTime: literalCount(problems, 'evaluation', split?.evaluation, LIMITS.beanstalkSplitEvaluation),
  });
}
