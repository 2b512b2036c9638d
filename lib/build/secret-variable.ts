import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
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
   * The stage of the version, e.g. `AWSPREVIOUS`. Not beside `versionId`.
   *
   * @default - AWSCURRENT
   */
  readonly versionStage?: string;

  /**
   * The id of the version. Not beside `versionStage`.
   *
   * @default - the version of the stage
   */
  readonly versionId?: string;

  /**
   * The customer-managed key of a secret that was imported without it: the build may decrypt with it, through Secrets
   * Manager only. A secret of another account needs one, whose policy lets this account use it.
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
  if (isForeign(scope, secret)) return bindForeign(scope, problems, secret, options);
  if (checkResource(problems, '', scope, secret, 'a secret', 'secretArn') === undefined) return undefined;
  const suffix = suffixOf(problems, options);
  const { identifier } = addressOf(scope, secret);
  const given = checkOptionalResource(problems, 'encryptionKey', scope, options.encryptionKey, 'a key', 'keyArn');
  return {
    variable: { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: `${identifier}${suffix}` },
    permissions: secretPermissions(scope, secret, given ?? secret.encryptionKey),
  };
}

/** A secret of another account: known by its whole ARN, under a key that the other account shares. */
function bindForeign(
  scope: Construct,
  problems: Problems,
  secret: ISecret,
  options: SecretVariableOptions,
): BoundVariable | undefined {
  const { region } = Stack.of(scope);
  const key = options.encryptionKey ?? secret.encryptionKey;
  const { secretFullArn } = secret;
  if (secretFullArn === undefined) {
    problems.add('', 'must have its whole ARN, for it is in another account', {
      cure: 'use Secret.fromSecretCompleteArn',
    });
  }
  if (!Construct.isConstruct(key)) {
    problems.add(
      'encryptionKey',
      'must be given for a secret of another account, which AWS shares only under such a key',
    );
  }
  if (!Token.isUnresolved(region) && secret.env.region !== region) {
    problems.add('', `must be in the region of the stack, ${region}`, { got: secret.env.region });
  }
  const suffix = suffixOf(problems, options);
  if (secretFullArn === undefined || !Construct.isConstruct(key)) return undefined;
  return {
    variable: { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: `${secretFullArn}${suffix}` },
    permissions: secretPermissions(scope, secret, key),
  };
}

/** Whether a secret is known to be in another account. */
function isForeign(scope: Construct, secret: ISecret): boolean {
  if (!Construct.isConstruct(secret) || !('env' in secret)) return false;
  return Token.compareStrings(Stack.of(scope).account, secret.env.account) === TokenComparison.DIFFERENT;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
function suffixOf(problems: Problems, { field, versionStage, versionId }: SecretVariableOptions): string {
  for (const [prop, value] of Object.entries({ field, versionStage, versionId })) {
    if (value === undefined || Token.isUnresolved(value)) continue;
    if (typeof value === 'string' && value !== '' && !value.includes(':')) continue;
    const what = prop === 'field' ? 'the name of a field' : 'a text';
    problems.add(prop, `must be ${what}, without a colon`, { got: value });
  }
  if (versionStage !== undefined && versionId !== undefined) {
    problems.add('versionId', 'must not be given beside versionStage', { cure: 'leave one of them out' });
  }
  const parts = [field ?? '', versionStage ?? '', versionId ?? ''].join(':').replace(/:+$/, '');
  return parts === '' ? '' : `:${parts}`;
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
