import type { IResource } from 'aws-cdk-lib';

/**
 * An application of Elastic Beanstalk: a set of versions, and of environments that run one of them each.
 */
export interface IBeanstalkApplication extends IResource {
  /**
   * The name of the application.
   */
  readonly applicationName: string;

  /**
   * The ARN of the application.
   */
  readonly applicationArn: string;
}
