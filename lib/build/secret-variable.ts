import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { checkOptionalResource, checkResource } from '../core/environments';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { BoundVariable } from './bound-variable';
import { decryptThrough } from './variable-key';

/**
 * Options of a variable that comes from Secrets Manager.
 */
export interface SecretVariableOptions {
  /**
   * The field of a secret that is a JSON object.
   *
   * @default - the whole secret
   */
  readonly field?: string;

  /**
   * The customer-managed key of a secret that was imported without it: the build may decrypt with it, through Secrets
   * Manager only.
   *
   * @default - the key of the secret, where the secret knows one
   */
  readonly encryptionKey?: IKey;
}

/** A variable whose value is a secret, or a field of it. */
export function bindSecret(
  scope: Construct,
  problems: Problems,
  secret: ISecret,
  options: SecretVariableOptions,
): BoundVariable | undefined {
  if (checkResource(problems, '', scope, secret, 'a secret', 'secretArn') === undefined) return undefined;
  const { field } = options;
  if (field !== undefined && (typeof field !== 'string' || field === '' || field.includes(':'))) {
    problems.add('field', 'must be the name of a field, without a colon', { got: field });
    return undefined;
  }
  const { identifier } = addressOf(scope, secret);
  const given = checkOptionalResource(problems, 'encryptionKey', scope, options.encryptionKey, 'a key', 'keyArn');
  return {
    variable: {
      type: BuildEnvironmentVariableType.SECRETS_MANAGER,
      value: field === undefined ? identifier : `${identifier}:${field}`,
    },
    permissions: secretPermissions(scope, secret, given ?? secret.encryptionKey),
  };
}

/** Reads a secret, and decrypts with its key. */
export function secretPermissions(scope: Construct, secret: ISecret, key: IKey | undefined): PolicyStatement[] {
  const { arnPattern } = addressOf(scope, secret);
  return [allow(PERMISSIONS.secretValue, [arnPattern]), ...decryptThrough(scope, 'secretsmanager', key)];
}

/**
 * A secret's ARN ends in six characters that Secrets Manager chooses. A secret that was imported without them is known to
 * CodeBuild by its name, and in a policy by a pattern of just that length.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
function addressOf(scope: Construct, secret: ISecret): { identifier: string; arnPattern: string } {
  const { secretFullArn } = secret;
  if (secretFullArn !== undefined) {
    const arn = weak(scope, secretFullArn);
    return { identifier: arn, arnPattern: arn };
  }
  return { identifier: weak(scope, secret.secretName), arnPattern: `${weak(scope, secret.secretArn)}-??????` };
}
