import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { checkBoolean, checkStruct } from '../../core/checks';
import { conventionOf } from '../../core/conventions';
import type { Problems } from '../../core/problems';
import type { OptionSettings } from './option-settings';

/**
 * What becomes of the logs of the instances. Rotated logs are always copied to the bucket of Elastic Beanstalk.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.cloudwatchlogs.html
 */
export interface BeanstalkLogs {
  /**
   * Whether logs, and the health of the environment, are streamed to CloudWatch Logs, into groups below
   * `/aws/elasticbeanstalk/ENVIRONMENT/`, which Elastic Beanstalk makes.
   *
   * @default true
   */
  readonly stream?: boolean;

  /**
   * How long CloudWatch Logs keeps them: at most 10 years, and not one of the periods that Elastic Beanstalk does not know, such as 3 years.
   *
   * @default - what `DeliveryConventions` say, else RetentionDays.THREE_MONTHS
   */
  readonly retention?: RetentionDays;

  /**
   * Whether the log groups go with the environment.
   *
   * @default false
   */
  readonly removeWithEnvironment?: boolean;
}

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
const PERIODS: readonly unknown[] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653];

/** Sets the options of the logs. */
export function bindLogs(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkLogs | undefined,
): void {
  const logs = checkStruct(problems, '', given) ?? {};
  const streams = checkBoolean(problems, 'stream', logs.stream) ?? true;
  const isRemoved = checkBoolean(problems, 'removeWithEnvironment', logs.removeWithEnvironment) ?? false;
  const retention = logs.retention ?? conventionOf(scope, 'logRetention') ?? RetentionDays.THREE_MONTHS;
  if (!PERIODS.includes(retention)) {
    problems.add('retention', `must be one of ${PERIODS.join(', ')} days`, { got: retention });
  }
  const kept = streams ? { DeleteOnTerminate: isRemoved, RetentionInDays: retention } : {};
  settings.set('logs', 'aws:elasticbeanstalk:hostmanager', { LogPublicationControl: true });
  settings.set('logs', 'aws:elasticbeanstalk:cloudwatch:logs', { StreamLogs: streams, ...kept });
  settings.set('logs', 'aws:elasticbeanstalk:cloudwatch:logs:health', { HealthStreamingEnabled: streams, ...kept });
}
