import type { IResource } from 'aws-cdk-lib';

/**
 * An environment of Elastic Beanstalk: what a pipeline must know of it.
 */
export interface IBeanstalkEnvironment extends IResource {
  /**
   * The name of the application.
   */
  readonly applicationName: string;

  /**
   * The name of the environment.
   */
  readonly environmentName: string;

  /**
   * The ARN of the environment.
   */
  readonly environmentArn: string;

  /**
   * The ARN of the role of the instances, which whoever launches instances must pass on.
   *
   * @default - not known
   */
  readonly instanceRoleArn?: string;

  /**
   * The ARN of the role that Elastic Beanstalk watches the environment with.
   *
   * @default - not known
   */
  readonly serviceRoleArn?: string;
}

/**
 * Names of an environment that exists already.
 */
export interface BeanstalkEnvironmentAttributes {
  /**
   * The name of the application.
   */
  readonly applicationName: string;

  /**
   * The name of the environment.
   */
  readonly environmentName: string;

  /**
   * The ARN of the role in the instance profile of the environment. Without it, releases that launch instances fail: immutable ones, those that
   * split traffic, and those with an additional batch.
   *
   * @default - a pipeline passes no role to instances
   */
  readonly instanceRoleArn?: string;

  /**
   * The ARN of the service role of the environment.
   *
   * @default - a pipeline passes no role to Elastic Beanstalk
   */
  readonly serviceRoleArn?: string;

  /**
   * The account of the environment. A pipeline in another account releases to it by an `access`.
   *
   * @default - that of the stack
   */
  readonly account?: string;

  /**
   * The region of the environment. A pipeline in another region refuses it.
   *
   * @default - that of the stack
   */
  readonly region?: string;
}
