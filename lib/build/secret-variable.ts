import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { checkGiven } from '../core/checks';
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
  if (checkGiven(problems, '', secret as ISecret | undefined, 'a secret') === undefined) return undefined;
  const { field } = options;
  if (field !== undefined && (field === '' || field.includes(':'))) {
    problems.add('field', 'must be the name of a field, without a colon', { got: field });
    return undefined;
  }
  const { identifier, arnPattern } = addressOf(scope, secret);
  const key = options.encryptionKey ?? secret.encryptionKey;
  return {
    variable: {
      type: BuildEnvironmentVariableType.SECRETS_MANAGER,
      value: field === undefined ? identifier : `${identifier}:${field}`,
    },
    permissions: [allow(PERMISSIONS.secretValue, [arnPattern]), ...decryptThrough(scope, 'secretsmanager', key)],
  };
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
