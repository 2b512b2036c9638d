import type { Duration } from 'aws-cdk-lib';
import type { CfnApplication } from 'aws-cdk-lib/aws-elasticbeanstalk';
import { checkGiven, checkLiteralRange } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { literalCount } from './literal-count';

type Rules = CfnApplication.ApplicationVersionLifecycleConfigProperty;

/**
 * Which versions an application keeps. A version that an environment runs is never deleted; a version that was deleted cannot be
 * released again by hand. What lies in S3 stays.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/applications-lifecycle.html
 */
export class BeanstalkVersions {
  /**
   * The newest ones.
   *
   * @param count how many, 1 to 1000.
   */
  public static newest(count: number): BeanstalkVersions {
    return new BeanstalkVersions((problems) => newest(problems, count));
  }

  /**
   * Those that are younger than an age.
   *
   * @param age 1 to 3650 whole days.
   */
  public static youngerThan(age: Duration): BeanstalkVersions {
    return new BeanstalkVersions((problems) => youngerThan(problems, age));
  }

  /**
   * All, until the account has as many as AWS allows it in a region: then releases fail.
   */
  public static all(): BeanstalkVersions {
    return new BeanstalkVersions(() => undefined);
  }

  private constructor(private readonly rules: (problems: Problems) => Rules | undefined) {}

  /** @internal */
  public _bind(problems: Problems): Rules | undefined {
    return this.rules(problems);
  }
}

function newest(problems: Problems, count: number): Rules | undefined {
  checkGiven(problems, 'count', count, 'given');
  const maxCount = checkLiteralRange(problems, 'count', count, LIMITS.beanstalkVersions);
  return maxCount === undefined ? undefined : { maxCountRule: { enabled: true, maxCount, deleteSourceFromS3: false } };
}

function youngerThan(problems: Problems, age: Duration): Rules | undefined {
  checkGiven(problems, 'age', age, 'given');
  const maxAgeInDays = literalCount(problems, 'age', age, LIMITS.beanstalkVersionAge);
  return maxAgeInDays === undefined
    ? undefined
    : { maxAgeRule: { enabled: true, maxAgeInDays, deleteSourceFromS3: false } };
}
