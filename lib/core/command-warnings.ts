import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const REFERENCE = /#\{[A-Za-z0-9@_-]+\.[A-Za-z0-9_.-]+\}/;

/**
 * Warns of values of earlier actions in commands: CodePipeline puts them into the configuration of an action, which commands are not part of. Other languages than
 * the shell's write the same for other things.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html
 */
export function warnOfReferences(
  scope: IConstruct,
  commands: readonly unknown[],
  cure = 'give it to the action as a variable, and write "$NAME" in the command',
): void {
  for (const command of commands) {
    const reference = typeof command === 'string' ? REFERENCE.exec(command)?.[0] : undefined;
    if (reference === undefined) continue;
    Annotations.of(scope).addWarningV2(
      `cdk-delivery:referenceInCommand/${reference}`,
      `A command has ${reference}, which CodePipeline does not replace there by the value of an earlier action: ${cure}`,
    );
  }
}

/** All commands of the phases of a buildspec, which may be anything where a user wrote them. */
export function commandsOf(phases: unknown): unknown[] {
  if (typeof phases !== 'object' || phases === null) return [];
  const all = Object.values(phases) as ({ readonly commands?: unknown } | null | undefined)[];
  return all.flatMap((phase) => phase?.commands ?? []);
}
