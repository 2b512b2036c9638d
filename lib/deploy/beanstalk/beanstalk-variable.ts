import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { secretPermissions } from '../../build/secret-variable';
import { decryptThrough } from '../../build/variable-key';
import { checkGiven, checkLiteralName, orEmpty } from '../../core/checks';
import { checkOptionalResource, checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { checkPlainValue } from '../../core/plain-value';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';

/**
 * Options of a variable that comes from Parameter Store.
 */
export interface BeanstalkParameterOptions {
  /**
   * The customer-managed key of a SecureString parameter: the instances may decrypt with it, through Systems Manager only.
   *
   * @default - a String parameter, or a SecureString under the key that AWS manages
   */
  readonly encryptionKey?: IKey;
}

/**
 * Options of a variable that comes from Secrets Manager.
 */
export interface BeanstalkSecretOptions {
  /**
   * The field of a secret that is a JSON object, one of its outermost. Needs a platform of January 13, 2026 or newer.
   *
   * @default - the whole secret
   */
  readonly field?: string;

  /**
   * The customer-managed key of a secret that was imported without it: the instances may decrypt with it, through Secrets Manager
   * only.
   *
   * @default - the key of the secret, where the secret knows one
   */
  readonly encryptionKey?: IKey;
}

/** A variable as an environment takes it. */
export interface BoundBeanstalkVariable {
  readonly value: string;

  /** Whether the value is the ARN of what the instances read. */
  readonly isReference: boolean;
  readonly permissions: PolicyStatement[];
}

type Bind = (scope: Construct, problems: Problems) => BoundBeanstalkVariable | undefined;

/**
 * The value of an environment variable of an application on Elastic Beanstalk. Secrets and parameters are named by their ARNs; an
 * instance reads them when it starts, and again when the environment is updated or its servers are restarted. Needs a platform of March 26, 2025
 * or newer.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.secrets.env-vars.html
 */
export class BeanstalkVariable {
  /**
   * A value that everybody may read: it stands in the template and in the console. A value that comes from a secret, or that looks like an
   * AWS access key, is an error.
   */
  public static plain(value: string): BeanstalkVariable {
    return new BeanstalkVariable((scope, problems) => bindPlain(scope, problems, value));
  }

  /**
   * A parameter of Systems Manager Parameter Store, String or SecureString, by its literal name. The instances may read exactly this
   * parameter.
   */
  public static parameter(parameterName: string, options: BeanstalkParameterOptions = {}): BeanstalkVariable {
    return new BeanstalkVariable((scope, problems) =>
      bindParameter(scope, problems, parameterName, orEmpty(options).encryptionKey),
    );
  }

  /**
   * A parameter of Systems Manager Parameter Store that is a construct, e.g. one that the app makes.
   */
  public static parameterOf(parameter: IParameter, options: BeanstalkParameterOptions = {}): BeanstalkVariable {
    return new BeanstalkVariable((scope, problems) => {
      const given = checkResource(problems, '', scope, parameter, 'a parameter', 'parameterArn');
      if (given === undefined) return undefined;
      return boundParameter(scope, problems, weak(scope, given.parameterArn), orEmpty(options).encryptionKey);
    });
  }

  /**
   * A secret of Secrets Manager, or one field of it. The instances may read exactly this secret, and decrypt with its customer-managed
   * key.
   */
  public static secret(secret: ISecret, options: BeanstalkSecretOptions = {}): BeanstalkVariable {
    return new BeanstalkVariable((scope, problems) => bindSecret(scope, problems, secret, orEmpty(options)));
  }

  private constructor(private readonly binding: Bind) {}

  /** @internal */
  public _bind(scope: Construct, problems: Problems): BoundBeanstalkVariable | undefined {
    return this.binding(scope, problems);
  }
}

function bindPlain(scope: Construct, problems: Problems, given: unknown): BoundBeanstalkVariable | undefined {
  const value = checkPlainValue(scope, problems, given, 'BeanstalkVariable');
  return value === undefined ? undefined : { value, isReference: false, permissions: [] };
}

function bindParameter(
  scope: Construct,
  problems: Problems,
  given: string,
  key: IKey | undefined,
): BoundBeanstalkVariable | undefined {
  checkGiven(problems, '', given, 'the name of a parameter');
  const name = checkLiteralName(problems, '', given, LIMITS.parameterName);
  if (name === undefined) return undefined;
  const resourceName = name.replace(/^\//, '');
  return boundParameter(
    scope,
    problems,
    Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName }),
    key,
  );
}

function boundParameter(
  scope: Construct,
  problems: Problems,
  arn: string,
  given: IKey | undefined,
): BoundBeanstalkVariable {
  const key = checkOptionalResource(problems, 'encryptionKey', scope, given, 'a key', 'keyArn');
  const permissions = [allow(PERMISSIONS.parameterValue, [arn]), ...decryptThrough(scope, 'ssm', key)];
  return { value: arn, isReference: true, permissions };
}

function bindSecret(
  scope: Construct,
  problems: Problems,
  given: ISecret,
  { field, encryptionKey }: BeanstalkSecretOptions,
): BoundBeanstalkVariable | undefined {
  const secret = checkResource(problems, '', scope, given, 'a secret', 'secretArn');
  if (secret === undefined) return undefined;
  const key = checkOptionalResource(problems, 'encryptionKey', scope, encryptionKey, 'a key', 'keyArn');
  const isField = typeof field === 'string' && field !== '' && !field.includes(':');
  if (field !== undefined && !isField && !Token.isUnresolved(field)) {
    problems.add('field', 'must be the name of a field, without a colon', { got: field });
    return undefined;
  }
  if (secret.secretFullArn === undefined) warnOfPartialArn(scope, secret);
  const arn = weak(scope, secret.secretFullArn ?? secret.secretArn);
  return {
    value: field === undefined ? arn : `${arn}:${field}`,
    isReference: true,
    permissions: secretPermissions(scope, secret, key ?? secret.encryptionKey),
  };
}

function warnOfPartialArn(scope: Construct, secret: ISecret): void {
  Annotations.of(scope).addWarningV2(
    `cdk-delivery:beanstalkPartialSecretArn:${secret.node.id}`,
    `The secret ${secret.node.id} is known without the six characters that end its ARN. AWS shows Elastic Beanstalk with whole ARNs ` +
      'only: import it by Secret.fromSecretCompleteArn',
  );
}
