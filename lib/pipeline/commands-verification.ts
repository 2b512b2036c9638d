import type { Construct } from 'constructs';
import { variablesNamespace } from '../core/artifact';
import { checkName, checkRange } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { commandAction } from '../core/command-action';
import { checkCommandRole, chosenCommandRole } from '../core/command-role';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { checkCommands } from './command-checks';
import { commandVariables } from './command-variables';
import type { CommandsOptions } from './commands-options';
import { NamedVerification } from './named-verification';
import { checkTarget, withTarget } from './target-variable';
import type { VerificationConfig, VerificationContext } from './verification-interface';

/** Commands that CodePipeline runs by itself. */
export class CommandsVerification extends NamedVerification<CommandsOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.commands');
    const { variables, targetUrl, outputVariables } = this.options;
    return bindCommands(scope, problems, context, {
      ...this.options,
      verificationName: this.verificationName,
      commands: checkCommands(scope, problems, this.options.commands),
      variables: withTarget(variables, checkTarget(problems, targetUrl)),
      outputVariables: checkOutputs(problems, outputVariables ?? undefined),
      ...checkCommandRole(scope, problems, this.options),
    });
  }
}

/** Binds commands that are checked already. */
export function bindCommands(
  scope: Construct,
  problems: Problems,
  context: VerificationContext,
  { verificationName: actionName, ...options }: CommandsOptions,
): VerificationConfig {
  const { commands, outputVariables = [], role, statements = [] } = options;
  const { variables, permissions } = commandVariables(scope, problems, options.variables);
  const action = commandAction(
    context,
    {
      actionName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      commands,
      outputVariables: outputVariables.length === 0 ? undefined : outputVariables,
      role: chosenCommandRole(scope, context, { role, statements }, permissions),
      variablesNamespace: variablesNamespace(context.stageName, actionName),
    },
    variables,
  );
  return { actions: [action] };
}

function checkOutputs(problems: Problems, given: string[] | undefined): string[] {
  const names = mapMembers(problems, 'outputVariables', given, (name, prop) =>
    checkName(problems, prop, name, LIMITS.commandVariableName),
  );
  return checkRange(problems, 'outputVariables', names.length, LIMITS.outputVariables) === undefined ? [] : names;
}
