import { JobFailure } from './errors';

export type JsonObject = Readonly<Record<string, unknown>>;

export function malformed(message: string): JobFailure {
  return new JobFailure(message, 'ConfigurationError');
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : value === '' ? 'empty text' : typeof value;
}

/** The parser's own message is left out: it quotes the text, which belongs into no log. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed(`${path}: must be JSON text, cannot be parsed.`);
  }
}

export function objectAt(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(`${path}: must be an object, got ${kindOf(value)}.`);
  }
  return value as JsonObject;
}

export function textAt(parent: JsonObject, key: string, path: string): string {
  const value = parent[key];
  if (typeof value !== 'string' || value === '') {
    throw malformed(`${path}.${key}: must be text of at least one character, got ${kindOf(value)}.`);
  }
  return value;
}

export function numberAt(parent: JsonObject, key: string, path: string): number {
  const value = parent[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw malformed(`${path}.${key}: must be a number, got ${kindOf(value)}.`);
  }
  return value;
}

export function onlyKeys(of: JsonObject, known: readonly string[], path: string): void {
  const unknown = Object.keys(of).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw malformed(`${path}: must have no other keys than ${known.join(', ')}, got ${unknown.join(', ')}.`);
  }
}
