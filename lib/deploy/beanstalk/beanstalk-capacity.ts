import { checkGiven, checkLiteralRange, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { OptionSettings } from './option-settings';

/**
 * How many instances an environment has.
 */
export interface BeanstalkScaling {
  /**
   * The least, 1 to 10000.
   */
  readonly minimum: number;

  /**
   * The most, 1 to 10000.
   */
  readonly maximum: number;
}

/**
 * How an environment is sized.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features-managing-env-types.html
 */
export class BeanstalkCapacity {
  /**
   * One instance with an Elastic IP address, in a public subnet, without a load balancer.
   */
  public static singleInstance(): BeanstalkCapacity {
    return new BeanstalkCapacity(true);
  }

  /**
   * Instances in an Auto Scaling group; those of a web server behind an Application Load Balancer.
   */
  public static scaling(scaling: BeanstalkScaling): BeanstalkCapacity {
    return new BeanstalkCapacity(false, scaling);
  }

  private constructor(
    /** @internal */
    public readonly _isSingle: boolean,
    private readonly given?: BeanstalkScaling,
  ) {}

  /** @internal */
  public get _maximum(): number | undefined {
    const maximum: unknown = this._isSingle ? 1 : this.given?.maximum;
    return Number.isInteger(maximum) && (maximum as number) > 0 ? (maximum as number) : undefined;
  }

  /** @internal */
  public _bind(problems: Problems, settings: OptionSettings): void {
    settings.set('capacity', 'aws:elasticbeanstalk:environment', {
      EnvironmentType: this._isSingle ? 'SingleInstance' : 'LoadBalanced',
    });
    if (this._isSingle) return;
    const scaling = checkStruct(problems, '', this.given);
    checkGiven(problems, 'minimum', scaling?.minimum, 'given');
    checkGiven(problems, 'maximum', scaling?.maximum, 'given');
    const minimum = checkLiteralRange(problems, 'minimum', scaling?.minimum, LIMITS.beanstalkInstances);
    const maximum = checkLiteralRange(problems, 'maximum', scaling?.maximum, LIMITS.beanstalkInstances);
    if (minimum === undefined || maximum === undefined) return;
    if (minimum > maximum) {
      problems.add('minimum', `must be at most the maximum, ${maximum}`, { got: minimum });
    }
    settings.set('capacity', 'aws:autoscaling:asg', { MinSize: minimum, MaxSize: maximum });
  }
}
