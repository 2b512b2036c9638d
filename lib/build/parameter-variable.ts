import { Stack } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName } from '../core/checks';
import { checkOptionalResource, checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { BoundVariable } from './bound-variable';
import { decryptThrough } from './variable-key';

/**
 * Options of a variable that comes from Parameter Store.
 */
export interface ParameterVariableOptions {
  /**
   * The customer-managed key of a SecureString parameter: the build may decrypt with it, through Systems Manager only.
   *
   * @default - a String parameter, or a SecureString under the key that AWS manages
   */
  readonly encryptionKey?: IKey;
}

/** A variable whose value is a parameter of Parameter Store. */
export function bindParameter(
  scope: Construct,
  problems: Problems,
  parameterName: string,
  encryptionKey: IKey | undefined,
): BoundVariable | undefined {
  checkGiven(problems, '', parameterName, 'the name of a parameter');
  const name = checkLiteralName(problems, '', parameterName, LIMITS.parameterName);
  if (name === undefined) return undefined;
  const arn = Stack.of(scope).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: name.replace(/^\//, ''),
  });
  return bound(scope, problems, name, arn, encryptionKey);
}

/** The same for a parameter of the app. */
export function bindParameterOf(
  scope: Construct,
  problems: Problems,
  given: IParameter,
  encryptionKey: IKey | undefined,
): BoundVariable | undefined {
  const parameter = checkResource(problems, '', scope, given, 'a parameter', 'parameterArn');
  if (parameter === undefined) return undefined;
  const arn = weak(scope, parameter.parameterArn);
  return bound(scope, problems, weak(scope, parameter.parameterName), arn, encryptionKey);
}

function bound(
  scope: Construct,
  problems: Problems,
  name: string,
  arn: string,
  encryptionKey: IKey | undefined,
): BoundVariable {
  const key = checkOptionalResource(problems, 'encryptionKey', scope, encryptionKey, 'a key', 'keyArn');
  return {
    variable: { type: BuildEnvironmentVariableType.PARAMETER_STORE, value: name },
    permissions: [allow(PERMISSIONS.parameterValue, [arn]), ...decryptThrough(scope, 'ssm', key)],
  };
}
