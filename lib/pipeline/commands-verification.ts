import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../core/artifact';
import { checkList, checkName, checkRange, checkText } from '../core/checks';
import { commandAction } from '../core/command-action';
import { commandRoleOf } from '../core/command-role';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { commandVariables } from './command-variables';
import type { CommandsOptions } from './commands-options';
import { NamedVerification } from './named-verification';
import { withTarget } from './target-variable';
import type { VerificationConfig, VerificationContext } from './verification-interface';

/** Commands that CodePipeline runs by itself. */
export class CommandsVerification extends NamedVerification<CommandsOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.commands');
    const { variables, targetUrl, outputVariables, statements } = this.options;
    return bindCommands(scope, problems, context, {
      ...this.options,
      verificationName: this.verificationName,
      commands: checkCommands(scope, problems, this.options.commands),
      variables: withTarget(variables, targetUrl ?? undefined),
      outputVariables: checkOutputs(problems, outputVariables ?? undefined),
      statements: checkStatements(problems, statements ?? undefined),
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
  const { commands, outputVariables = [], statements = [] } = options;
  const { variables, permissions } = commandVariables(scope, problems, options.variables);
  // What is let do more has a role of its own, so that the other commands of the pipeline may not.
  const role =
    statements.length === 0
      ? context.roles._commandsOfActions(...permissions)
      : commandRoleOf(scope, context, 'CommandRole', [...statements, ...permissions]).frozen;
  const action = commandAction(
    context,
    {
      actionName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      commands,
      outputVariables: outputVariables.length === 0 ? undefined : outputVariables,
      role,
      variablesNamespace: variablesNamespace(context.stageName, actionName),
    },
    variables,
  );
  return { actions: [action] };
}

/** aws-cdk-lib takes no empty list, so that something stands in for one. */
function checkCommands(scope: Construct, problems: Problems, given: string[] | undefined): string[] {
  const commands = checkList(problems, 'commands', given, 1).flatMap((command, index) => {
    const prop = `commands[${index}]`;
    if (checkText(problems, prop, command, LIMITS.commandLength) === undefined) return [];
    if (!Token.isUnresolved(command) && /[\r\n]/.test(command)) {
      problems.add(prop, 'must be one line, as CodePipeline takes no others', { cure: 'join them by && or ;' });
    }
    return [weak(scope, command)];
  });
  if (checkRange(problems, 'commands', Math.max(commands.length, 1), LIMITS.commands) === undefined) return ['false'];
  return commands.length === 0 ? ['false'] : commands;
}

function checkOutputs(problems: Problems, given: string[] | undefined): string[] {
  const names = checkList(problems, 'outputVariables', given).flatMap(
    (name, index) => checkName(problems, `outputVariables[${index}]`, name, LIMITS.commandVariableName) ?? [],
  );
  return checkRange(problems, 'outputVariables', names.length, LIMITS.outputVariables) === undefined ? [] : names;
}

function checkStatements(problems: Problems, given: PolicyStatement[] | undefined): PolicyStatement[] {
  return checkList(problems, 'statements', given).flatMap((statement, index) => {
    if (typeof (statement as Partial<PolicyStatement>).copy === 'function') return [statement.copy()];
    problems.add(`statements[${index}]`, 'must be a PolicyStatement', { got: statement });
    return [];
  });
}
