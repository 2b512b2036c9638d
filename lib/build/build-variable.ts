import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { orEmpty } from '../core/checks';
import { checkPlainValue } from '../core/plain-value';
import type { Problems } from '../core/problems';
import type { BoundVariable } from './bound-variable';
import { bindParameter, bindParameterOf } from './parameter-variable';
import type { ParameterVariableOptions } from './parameter-variable';
import { bindSecret } from './secret-variable';
import type { SecretVariableOptions } from './secret-variable';

type Bind = (scope: Construct, problems: Problems) => BoundVariable | undefined;

/**
 * The value of an environment variable of a build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export class BuildVariable {
  /**
   * A value that everybody may read: it stands in the template, in the console and in logs. A value that comes from a
   * secret, or that looks like an AWS access key, is an error. In a pipeline it may have variables of earlier actions, such as those of `TargetVariables`.
   */
  public static plain(value: string): BuildVariable {
    const fromPipeline = typeof value === 'string' && value.includes('#{');
    return new BuildVariable((scope, problems) => bindPlain(scope, problems, value), fromPipeline);
  }

  /**
   * A parameter of Systems Manager Parameter Store, String or SecureString, by its literal name. CodeBuild reads it when the
   * build starts; the build's role may read exactly this parameter.
   */
  public static parameter(parameterName: string, options: ParameterVariableOptions = {}): BuildVariable {
    return new BuildVariable((scope, problems) =>
      bindParameter(scope, problems, parameterName, orEmpty(options).encryptionKey),
    );
  }

  /**
   * A parameter of Systems Manager Parameter Store that is a construct, e.g. one that the app makes.
   */
  public static parameterOf(parameter: IParameter, options: ParameterVariableOptions = {}): BuildVariable {
    return new BuildVariable((scope, problems) =>
      bindParameterOf(scope, problems, parameter, orEmpty(options).encryptionKey),
    );
  }

  /**
   * A secret of Secrets Manager, or one field of it. CodeBuild reads it when the build starts and masks it in the log;
   * the build's role may read exactly this secret, and decrypt with its customer-managed key.
   */
  public static secret(secret: ISecret, options: SecretVariableOptions = {}): BuildVariable {
    return new BuildVariable((scope, problems) => bindSecret(scope, problems, secret, orEmpty(options)));
  }

  private constructor(
    private readonly binding: Bind,
    /** @internal Whether a pipeline puts in values of earlier actions, which it does in the configuration of an action and nowhere else. */
    public readonly _fromPipeline = false,
  ) {}

  /** @internal */
  public _bind(scope: Construct, problems: Problems): BoundVariable | undefined {
    return this.binding(scope, problems);
  }
}

function bindPlain(scope: Construct, problems: Problems, given: unknown): BoundVariable | undefined {
  const value = checkPlainValue(scope, problems, given, 'BuildVariable');
  if (value === undefined) return undefined;
  return { variable: { type: BuildEnvironmentVariableType.PLAINTEXT, value }, permissions: [] };
}
