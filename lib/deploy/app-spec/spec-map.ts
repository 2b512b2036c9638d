import { Token, Tokenization } from 'aws-cdk-lib';
import type { SpecMap } from './spec-context';

/** Whether something is a mapping whose keys are known. */
export function isMap(value: unknown): value is SpecMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Token.isUnresolved(value);
}

/** The same without the keys that have no value. */
export function withoutGaps(map: SpecMap): SpecMap {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => (value ?? undefined) !== undefined));
}

/** The same with tokens as texts, and without what is neither text, number, boolean, list nor map. */
export function writable(value: unknown, depth = 0): unknown {
  if (typeof value === 'number' && Token.isUnresolved(value)) return Tokenization.stringifyNumber(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Token.isUnresolved(value) && !Array.isArray(value)) return Token.asString(value);
  // Props are not as deep as this; what contains itself is.
  if (depth > 10) return undefined;
  if (Array.isArray(value)) return value.map((member) => writable(member, depth + 1)).filter((it) => it !== undefined);
  if (!isMap(value)) return undefined;
  return withoutGaps(Object.fromEntries(Object.entries(value).map(([key, it]) => [key, writable(it, depth + 1)])));
}
