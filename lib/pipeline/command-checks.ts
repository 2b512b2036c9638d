import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkRange, checkText } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { warnOfReferences } from '../core/command-warnings';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

/** Commands of CodePipeline, as the stack of `scope` may say them. aws-cdk-lib takes no empty list, so that something stands in for one. */
export function checkCommands(
  scope: Construct,
  problems: Problems,
  given: string[] | undefined,
  cureOfReferences?: string,
): string[] {
  const check = (command: string, prop: string): string | undefined => {
    if (checkText(problems, prop, command, LIMITS.commandLength) === undefined) return undefined;
    if (!Token.isUnresolved(command) && /[\r\n]/.test(command)) {
      problems.add(prop, 'must be one line, as CodePipeline takes no others', { cure: 'join them by &&' });
    }
    return weak(scope, command);
  };
  const commands = mapMembers(problems, 'commands', given, check, 1);
  warnOfReferences(scope, commands, cureOfReferences);
  if (checkRange(problems, 'commands', Math.max(commands.length, 1), LIMITS.commands) === undefined) return ['false'];
  return commands.length === 0 ? ['false'] : commands;
}
