import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkStruct, checkText } from '../core/checks';
import { isJson } from '../core/json';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

const LIMIT = LIMITS.actionConfigurationValue;

/** Texts by name as a JSON object, as the stack of `scope` may say it. What is no text, and what is too long together, is reported. */
export function jsonOf(
  scope: Construct,
  problems: Problems,
  prop: string,
  given: Record<string, string> | undefined,
): string | undefined {
  const texts = checkStruct(problems, prop, given);
  if (texts === undefined) return undefined;
  const entries = Object.entries(texts).flatMap(([name, text]: [string, unknown]) => {
    if (typeof text === 'string') return [[name, weak(scope, text)] as const];
    problems.add(`${prop}['${name}']`, 'must be a string', { got: text });
    return [];
  });
  const value = Object.fromEntries(entries);
  if (entries.some(([, text]) => Token.isUnresolved(text))) return Stack.of(scope).toJsonString(value);
  return checkText(problems, prop, JSON.stringify(value), LIMIT);
}

/** JSON text that the user wrote, as the stack of `scope` may say it. */
export function checkJson(scope: Construct, problems: Problems, prop: string, given: unknown): string | undefined {
  const text = checkText(problems, prop, given ?? '', LIMIT);
  if (text === undefined) return undefined;
  if (Token.isUnresolved(text)) return weak(scope, text);
  if (isJson(text)) return text;
  problems.add(prop, 'must be JSON text', { got: given, cure: 'use JSON.stringify' });
  return undefined;
}
