import { ResourceFailure, textAt } from './custom-resource';
import { property } from './property';

/** Where the properties of a custom resource are in its event. */
export const PROPERTIES = 'ResourceProperties.';

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function listAt(parent: unknown, key: string, path = PROPERTIES): string[] {
  const value = property(parent, key);
  if (Array.isArray(value) && value.every(isText)) return value;
  throw new ResourceFailure(`${path}${key}: must be a list of texts of at least one character.`);
}

export function optionalListAt(parent: unknown, key: string, path = PROPERTIES): string[] {
  return property(parent, key) === undefined ? [] : listAt(parent, key, path);
}

/** CloudFormation makes text of every number. */
export function wholeNumberAt(parent: unknown, key: string, path = PROPERTIES): number {
  const text = textAt(parent, key, path);
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new ResourceFailure(`${path}${key}: must be a whole number.`);
}

export function optionalWholeNumberAt(parent: unknown, key: string, path = PROPERTIES): number | undefined {
  return property(parent, key) === undefined ? undefined : wholeNumberAt(parent, key, path);
}

export function choiceAt<T extends string>(parent: unknown, key: string, choices: readonly T[], path = PROPERTIES): T {
  const value = property(parent, key);
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new ResourceFailure(`${path}${key}: must be one of ${choices.join(', ')}.`);
}

/** CloudFormation makes text of every boolean. */
export function flagAt(parent: unknown, key: string, path = PROPERTIES): boolean {
  return choiceAt(parent, key, ['true', 'false'], path) === 'true';
}

/** Reads each item of a list; an absent list is empty. */
export function itemsAt<T>(
  parent: unknown,
  key: string,
  read: (item: unknown, path: string) => T,
  path = PROPERTIES,
): T[] {
  const value = property(parent, key) ?? [];
  if (!Array.isArray(value)) throw new ResourceFailure(`${path}${key}: must be a list.`);
  return value.map((item, index) => read(item, `${path}${key}[${index}].`));
}
