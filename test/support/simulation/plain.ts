/** A value without intrinsic functions. */
export type Plain = string | number | boolean | null | Plain[] | PlainObject;

export interface PlainObject {
  [key: string]: Plain | undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return isObject(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The entries of a section that may be missing. */
export function entriesOf(section: unknown): [string, unknown][] {
  return isObject(section) ? Object.entries(section) : [];
}

/** One value or a list of them, as a list. */
export function listOf(value: Plain | undefined): Plain[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function textsOf(value: Plain | undefined): string[] {
  return listOf(value).filter((entry) => typeof entry === 'string');
}

/** @throws when the value is neither a text, a number nor a boolean */
export function textOf(value: Plain | undefined, what: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${what} must be a text, got ${JSON.stringify(value)}`);
}
