import { Token } from 'aws-cdk-lib';
import { checkBoolean, checkOneOf, checkStruct } from '../../core/checks';
import type { Problems } from '../../core/problems';
import type { OptionSettings } from './option-settings';

/**
 * Which updates of a platform are made by themselves.
 */
export enum BeanstalkUpdateLevel {
  /** New patch versions only, e.g. 2.0.8 after 2.0.7. */
  PATCH = 'patch',

  /** New patch and minor versions, e.g. 2.1.0 after 2.0.8. */
  MINOR = 'minor',
}

/**
 * How a platform is kept up to date.
 */
export interface BeanstalkUpdateOptions {
  /**
   * When the two hours of the week begin in which updates are made, in UTC, as `DAY:HOUR:MINUTE`.
   *
   * @default 'Sun:03:00'
   */
  readonly start?: string;

  /**
   * Which updates are made.
   *
   * @default BeanstalkUpdateLevel.MINOR
   */
  readonly level?: BeanstalkUpdateLevel;

  /**
   * Whether all instances are replaced each week, also when there is no update.
   *
   * @default false
   */
  readonly replaceInstances?: boolean;
}

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-service-linked-roles-managedupdates.html */
const LINKED_ROLE = 'AWSServiceRoleForElasticBeanstalkManagedUpdates';

/**
 * Managed updates of the platform: Elastic Beanstalk makes them as immutable updates, with the service-linked role that AWS keeps for that.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html
 */
export class BeanstalkUpdates {
  /**
   * Once a week, when there is one.
   */
  public static weekly(options: BeanstalkUpdateOptions = {}): BeanstalkUpdates {
    return new BeanstalkUpdates(options);
  }

  /**
   * Only when somebody asks for one, by another version of the platform or in the console.
   */
  public static never(): BeanstalkUpdates {
    return new BeanstalkUpdates();
  }

  private constructor(private readonly options?: BeanstalkUpdateOptions) {}

  /** @internal */
  public get _areManaged(): boolean {
    return this.options !== undefined;
  }

  /** @internal */
  public _bind(problems: Problems, settings: OptionSettings): void {
    if (this.options === undefined) {
      settings.set('updates', 'aws:elasticbeanstalk:managedactions', { ManagedActionsEnabled: false });
      return;
    }
    const options = checkStruct(problems, '', this.options) ?? {};
    settings.set('updates', 'aws:elasticbeanstalk:managedactions', {
      ManagedActionsEnabled: true,
      PreferredStartTime: startOf(problems, options.start),
      ServiceRoleForManagedUpdates: LINKED_ROLE,
    });
    settings.set('updates', 'aws:elasticbeanstalk:managedactions:platformupdate', {
      UpdateLevel: levelOf(problems, options.level),
      InstanceRefreshEnabled: checkBoolean(problems, 'replaceInstances', options.replaceInstances) ?? false,
    });
  }
}

function startOf(problems: Problems, given: unknown): string {
  const start: unknown = given ?? 'Sun:03:00';
  if (typeof start === 'string' && Token.isUnresolved(start)) return start;
  if (typeof start === 'string' && /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01]\d|2[0-3]):[0-5]\d$/.test(start)) return start;
  problems.add('start', 'must be of the form Sun:03:00, in UTC', { got: start });
  return 'Sun:03:00';
}

function levelOf(problems: Problems, given: BeanstalkUpdateLevel | undefined): BeanstalkUpdateLevel {
  const level = checkOneOf(problems, 'level', given ?? undefined, BeanstalkUpdateLevel, 'BeanstalkUpdateLevel');
  return level ?? BeanstalkUpdateLevel.MINOR;
}
