import { property } from '../shared/property';

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? 'empty text' : 'other text';
  return Array.isArray(value) ? 'a list' : typeof value;
}

export function malformed(path: string, expected: string, value: unknown): Error {
  return new Error(`${path}: must be ${expected}, got ${kindOf(value)}.`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** What is at a path of keys with dots between them. */
export function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce(property, root);
}

export function textAt(root: unknown, path: string): string {
  const value = valueAt(root, path);
  if (!isText(value)) throw malformed(path, 'text of at least one character', value);
  return value;
}

export function optionalTextAt(root: unknown, path: string): string | undefined {
  return valueAt(root, path) === undefined ? undefined : textAt(root, path);
}

export function booleanAt(root: unknown, path: string): boolean {
  const value = valueAt(root, path);
  if (typeof value !== 'boolean') throw malformed(path, 'true or false', value);
  return value;
}

export function textsAt(root: unknown, path: string): readonly string[] {
  const value = valueAt(root, path);
  if (!Array.isArray(value) || value.length === 0) throw malformed(path, 'a list of at least one text', value);
  return value.map((_, index) => textAt(root, `${path}.${index}`));
}

export function optionalTextsAt(root: unknown, path: string): readonly string[] | undefined {
  return valueAt(root, path) === undefined ? undefined : textsAt(root, path);
}
