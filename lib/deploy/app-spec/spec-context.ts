import { Annotations, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { nearest } from '../../core/nearest';
import type { Problems } from '../../core/problems';
import type { DeploymentTraits } from './app-spec-kind';

/** A part of an AppSpec. */
export type SpecMap = Record<string, unknown>;

/** What the rules know beside the AppSpec itself. */
export interface SpecContext {
  readonly scope: IConstruct;
  readonly problems: Problems;
  readonly traits: DeploymentTraits;
  /**
   * How the user wrote an event or a key: as it is called in a file, or as the prop. `context.type` is the key `type` of a label.
   */
  readonly say: (key: string) => string;
  /** What stands in the file for each value without quotation marks, by path. Empty for props. */
  readonly unquoted: ReadonlyMap<string, string>;
}

/** Says something that is doubtful. */
export function warn(context: SpecContext, id: string, path: string, text: string): void {
  const subject = context.problems.subjectOf(path);
  Annotations.of(context.scope).addWarningV2(`cdk-delivery:${id}`, `${subject}: ${text}`);
}

/** Something that is known at deployment only. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** Neither a value nor an empty one: YAML's null and what JavaScript leaves out mean the same to CodeDeploy. */
export function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The map; reports what is none. */
export function mapAt({ problems }: SpecContext, path: string, value: unknown): SpecMap | undefined {
  if (isMissing(value) || isToken(value)) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as SpecMap;
  problems.add(path, 'must be an object', { got: value });
  return undefined;
}

/** Goes through a list; reports what is none, and what is missing in it. */
export function eachIn(
  { problems }: SpecContext,
  path: string,
  value: unknown,
  visit: (member: unknown, path: string) => void,
): void {
  if (isMissing(value) || isToken(value)) return;
  if (!Array.isArray(value)) {
    problems.add(path, 'must be a list', { got: value });
    return;
  }
  value.forEach((member: unknown, index) => {
    const inner = `${path}[${index}]`;
    if (isMissing(member)) problems.add(inner, 'must not be empty', { got: member });
    else if (!isToken(member)) visit(member, inner);
  });
}

/** The text; reports what is none. A number without quotation marks is none: agents differ in how they read it. */
export function textAt({ problems, unquoted }: SpecContext, path: string, value: unknown): string | undefined {
  if (isMissing(value) || isToken(value)) return undefined;
  if (typeof value === 'string') return value;
  const cure = unquoted.has(path) ? 'put it into quotation marks' : undefined;
  problems.add(path, 'must be a string', { got: unquoted.get(path) ?? value, cure });
  return undefined;
}

/** The same for what must be there. */
export function requiredTextAt(context: SpecContext, path: string, value: unknown): string | undefined {
  const text = textAt(context, path, value);
  if (!isMissing(value) && text?.trim() !== '') return text;
  context.problems.add(path, 'must be given', { got: value });
  return undefined;
}

/** The text where it is one of a few. */
export function choiceAt(
  context: SpecContext,
  path: string,
  value: unknown,
  choices: readonly string[],
): string | undefined {
  if (isMissing(value) || isToken(value) || choices.includes(value as string)) return value as string | undefined;
  const meant = typeof value === 'string' ? nearest(value, choices) : undefined;
  context.problems.add(path, `must be ${listed(choices)}`, { got: value, cure: meant && `write ${meant}` });
  return undefined;
}

/** Reports keys that agents do not read, so that what stands below them would do nothing. */
export function checkKeys(context: SpecContext, path: string, map: SpecMap, known: readonly string[]): void {
  for (const key of Object.keys(map)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    const inner = path === '' ? key : `${path}.${key}`;
    const cure = meant === undefined ? undefined : `write ${meant}`;
    context.problems.add(inner, `must be one of ${known.join(', ')}: CodeDeploy ignores other keys`, { cure });
  }
}

/** `a, b or c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
