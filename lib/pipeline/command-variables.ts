import { Annotations, Token } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BuildVariable } from '../build/build-variable';
import { bindVariables } from '../build/build-variables';
import { checkName, checkRange, checkText } from '../core/checks';
import type { ActionVariable } from '../core/command-action';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/** The environment variables of commands, and what their role needs for them. */
export interface CommandVariables {
  readonly variables: ActionVariable[];
  readonly permissions: PolicyStatement[];
}

/** Binds environment variables of commands, which CodePipeline takes as plain values and as secrets alone. */
export function commandVariables(
  scope: Construct,
  problems: Problems,
  given: Record<string, BuildVariable> | undefined,
): CommandVariables {
  const within = problems.within('variables');
  const bound = bindVariables(scope, within, given);
  const variables = Object.entries(bound.variables).flatMap(([name, { type, value: bare }]) => {
    const value = String(bare);
    checkName(within, name, name, LIMITS.commandVariableName);
    if (type === BuildEnvironmentVariableType.PARAMETER_STORE) {
      within.add(name, 'must be a plain value or a secret: commands take no parameters', {
        cure: 'read the parameter in a command, or use Verification.test',
      });
      return [];
    }
    if (checkText(within, name, value, LIMITS.commandVariableValue) === undefined) return [];
    warnOfLength(scope, name, value);
    return [{ name, type: type ?? BuildEnvironmentVariableType.PLAINTEXT, value }];
  });
  checkRange(problems, 'variables', variables.length, LIMITS.commandVariables);
  return { variables, permissions: bound.permissions };
}

function warnOfLength(scope: Construct, name: string, value: string): void {
  const { max, url } = LIMITS.commandVariableDocumented;
  if (Token.isUnresolved(value) || name.length + value.length <= max) return;
  Annotations.of(scope).addWarningV2(
    `cdk-delivery:longCommandVariable.${name}`,
    `The variable ${name} is longer than ${max} characters, which CodePipeline may refuse (${url})`,
  );
}
