import type { Duration } from 'aws-cdk-lib';
import type { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { checkLiteralRange, checkStruct } from '../../core/checks';
import { checkOptionalResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { literalCount } from './literal-count';
import type { OptionSettings } from './option-settings';

/**
 * How a web server is reached.
 */
export interface BeanstalkWebOptions {
  /**
   * The path that the load balancer asks whether an instance is well, with a `/` first.
   *
   * @default '/'
   */
  readonly healthCheckPath?: string;

  /**
   * The port of the proxy on the instances, which the load balancer speaks HTTP to, 1 to 65535.
   *
   * @default 80
   */
  readonly port?: number;
}

/**
 * How a worker gets its messages: a daemon on each instance takes them from the queue and posts them to the application.
 */
export interface BeanstalkWorkerOptions {
  /**
   * The queue, a FIFO one as well; that one has no periodic tasks.
   *
   * @default - a standard queue that Elastic Beanstalk makes, with one for dead letters
   */
  readonly queue?: IQueue;

  /**
   * The path that messages are posted to, with a `/` first.
   *
   * @default '/'
   */
  readonly httpPath?: string;

  /**
   * The MIME type of the messages.
   *
   * @default 'application/json'
   */
  readonly mimeType?: string;

  /**
   * How many messages an instance works on at a time, 1 to 100.
   *
   * @default 50
   */
  readonly connections?: number;

  /**
   * How long the application may take over a message, in whole seconds, 1 to 36000.
   *
   * @default Duration.seconds(299)
   */
  readonly inactivityTimeout?: Duration;

  /**
   * How long a message that is worked on is hidden from others, in whole seconds, at most 43200.
   *
   * @default Duration.seconds(300)
   */
  readonly visibilityTimeout?: Duration;

  /**
   * How long a message that failed is hidden, in whole seconds, at most 43200.
   *
   * @default Duration.seconds(2)
   */
  readonly errorVisibilityTimeout?: Duration;

  /**
   * How long a message is tried, in whole seconds, 60 to 1209600.
   *
   * @default Duration.days(4)
   */
  readonly retention?: Duration;

  /**
   * How often a message is tried, 1 to 100.
   *
   * @default 10
   */
  readonly retries?: number;
}

/** The queue of a worker, as its role and its options name it. */
export interface BoundQueue {
  readonly arn: string;
  readonly encryptionKey?: IKey;
}

/** A tier as an environment takes it. */
export interface BoundTier {
  readonly tier: CfnEnvironment.TierProperty;
  readonly queue?: BoundQueue;
}

/**
 * What an environment is for: requests, or messages. Another tier is another environment.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features-managing-env-tiers.html
 */
export class BeanstalkTier {
  /**
   * A web server, which answers HTTP requests.
   */
  public static web(options: BeanstalkWebOptions = {}): BeanstalkTier {
    return new BeanstalkTier(false, (_, problems, settings, isSingle) =>
      bindWeb(problems, settings, options, isSingle),
    );
  }

  /**
   * A worker, which works on messages of a queue. It has no load balancer and no address.
   */
  public static worker(options: BeanstalkWorkerOptions = {}): BeanstalkTier {
    return new BeanstalkTier(true, (scope, problems, settings) => bindWorker(scope, problems, settings, options));
  }

  private constructor(
    /** @internal */
    public readonly _isWorker: boolean,
    private readonly binding: (
      scope: Construct,
      problems: Problems,
      settings: OptionSettings,
      isSingle: boolean,
    ) => BoundTier,
  ) {}

  /** @internal */
  public _bind(scope: Construct, problems: Problems, settings: OptionSettings, isSingle: boolean): BoundTier {
    return this.binding(scope, problems, settings, isSingle);
  }
}

function bindWeb(
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkWebOptions | undefined,
  isSingle: boolean,
): BoundTier {
  const options = checkStruct(problems, '', given) ?? {};
  const path = pathOf(problems, 'healthCheckPath', options.healthCheckPath);
  const port = checkLiteralRange(problems, 'port', options.port, LIMITS.beanstalkPort) ?? 80;
  if (isSingle) {
    settings.set('tier', 'aws:elasticbeanstalk:application', { 'Application Healthcheck URL': path });
  } else {
    settings.set('tier', 'aws:elasticbeanstalk:environment:process:default', {
      HealthCheckPath: path,
      Port: port,
      Protocol: 'HTTP',
    });
  }
  return { tier: { name: 'WebServer', type: 'Standard' } };
}

function bindWorker(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkWorkerOptions | undefined,
): BoundTier {
  const options = checkStruct(problems, '', given) ?? {};
  const queue = checkOptionalResource(problems, 'queue', scope, options.queue, 'a queue', 'queueArn');
  if (queue !== undefined) deployAfter(scope, queue);
  const seconds = (prop: keyof BeanstalkWorkerOptions & `${string}Timeout`): number | undefined =>
    literalCount(
      problems,
      prop,
      options[prop],
      prop === 'inactivityTimeout' ? LIMITS.beanstalkInactivity : LIMITS.beanstalkVisibility,
    );
  settings.set('tier', 'aws:elasticbeanstalk:sqsd', {
    WorkerQueueURL: queue === undefined ? undefined : weak(scope, queue.queueUrl),
    HttpPath: pathOf(problems, 'httpPath', options.httpPath),
    MimeType: mimeTypeOf(problems, options.mimeType),
    HttpConnections: checkLiteralRange(problems, 'connections', options.connections, LIMITS.beanstalkConnections),
    InactivityTimeout: seconds('inactivityTimeout'),
    VisibilityTimeout: seconds('visibilityTimeout'),
    ErrorVisibilityTimeout: seconds('errorVisibilityTimeout'),
    RetentionPeriod: literalCount(problems, 'retention', options.retention, LIMITS.beanstalkMessageAge),
    MaxRetries: checkLiteralRange(problems, 'retries', options.retries, LIMITS.beanstalkRetries),
  });
  const bound = queue && { arn: weak(scope, queue.queueArn), encryptionKey: queue.encryptionMasterKey };
  return { tier: { name: 'Worker', type: 'SQS/HTTP' }, queue: bound };
}

function pathOf(problems: Problems, prop: string, given: unknown): string {
  const path: unknown = given ?? '/';
  if (typeof path === 'string' && /^\/\S*$/.test(path)) return path;
  problems.add(prop, 'must be a literal path with a / first', { got: path });
  return '/';
}

function mimeTypeOf(problems: Problems, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^[^\s/]+\/\S+$/.test(given)) return given;
  problems.add('mimeType', 'must be a literal of the form TYPE/SUBTYPE', { got: given });
  return undefined;
}
