import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IBeanstalkApplication } from './beanstalk-application-interface';
import type { BeanstalkCapacity } from './beanstalk-capacity';
import type { BeanstalkInstances } from './beanstalk-instances';
import type { BeanstalkLoadBalancer } from './beanstalk-load-balancer';
import type { BeanstalkLogs } from './beanstalk-logs';
import type { BeanstalkNetwork } from './beanstalk-network';
import type { BeanstalkPlatform } from './beanstalk-platform';
import type { BeanstalkRollout } from './beanstalk-rollout';
import type { BeanstalkTier } from './beanstalk-tier';
import type { BeanstalkUpdates } from './beanstalk-updates';
import type { BeanstalkVariable } from './beanstalk-variable';
import type { BeanstalkOption } from './option-settings';

/**
 * Properties of a `BeanstalkEnvironment`.
 */
export interface BeanstalkEnvironmentProps {
  /**
   * The application that the environment is of.
   */
  readonly application: IBeanstalkApplication;

  /**
   * What the environment runs on.
   */
  readonly platform: BeanstalkPlatform;

  /**
   * The VPC, and where in it the environment is.
   */
  readonly network: BeanstalkNetwork;

  /**
   * The name, unique in the account and region: 4 to 40 letters, digits and `-`, no `-` at either end. Another name is another environment.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly environmentName?: string;

  /**
   * What the environment is, at most 200 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The first part of the address `PREFIX.REGION.elasticbeanstalk.com` of a web server: 4 to 63 letters, digits and `-`, no `-` at either end.
   * Another prefix is another environment.
   *
   * @default - Elastic Beanstalk makes one of the name
   */
  readonly cnamePrefix?: string;

  /**
   * Whether the environment answers requests or works on messages.
   *
   * @default BeanstalkTier.web()
   */
  readonly tier?: BeanstalkTier;

  /**
   * How many instances there are.
   *
   * @default BeanstalkCapacity.scaling({ minimum: 2, maximum: 4 })
   */
  readonly capacity?: BeanstalkCapacity;

  /**
   * What the instances are.
   *
   * @default - On-Demand Instances of a type that Elastic Beanstalk chooses, with a gp3 volume and version 2 of the metadata service
   */
  readonly instances?: BeanstalkInstances;

  /**
   * The load balancer of a web server that scales.
   *
   * @default - an Application Load Balancer that answers HTTP
   */
  readonly loadBalancer?: BeanstalkLoadBalancer;

  /**
   * How a new version reaches the instances.
   *
   * @default BeanstalkRollout.immutable()
   */
  readonly rollout?: BeanstalkRollout;

  /**
   * How long the commands of a release may take on an instance, in whole seconds, 1 to 3600. Elastic Beanstalk adds 4 minutes.
   *
   * @default Duration.minutes(10)
   */
  readonly deployTimeout?: Duration;

  /**
   * Environment variables of the application, by name. The plain ones together may have 4096 bytes.
   *
   * @default - none
   */
  readonly variables?: Record<string, BeanstalkVariable>;

  /**
   * When the platform is updated.
   *
   * @default BeanstalkUpdates.weekly()
   */
  readonly updates?: BeanstalkUpdates;

  /**
   * What becomes of logs.
   *
   * @default - they are streamed to CloudWatch Logs, and kept for three months
   */
  readonly logs?: BeanstalkLogs;

  /**
   * Further options, as Elastic Beanstalk calls them. One that says something else than a prop is an error.
   *
   * @default - none
   */
  readonly optionSettings?: BeanstalkOption[];

  /**
   * The role of the instances, which an instance profile is made for. Its policy is widened by what instances need, unless the role is
   * immutable.
   *
   * @default - a role of its own
   */
  readonly role?: IRole;

  /**
   * The role that Elastic Beanstalk watches the environment with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own
   */
  readonly serviceRole?: IRole;

  /**
   * What becomes of the environment when it leaves the stack. Nothing is kept in it: what must stay belongs into a database, a bucket or
   * a log group outside of it.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}
