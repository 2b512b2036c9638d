import { clip } from '../shared/errors';
import { property } from '../shared/property';
import { type Expectation } from './configuration';
import { type Answer } from './services';

/** What is quoted of an answer. */
const MAX_QUOTE = 500;

/** A text that is JSON itself is gone into. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** The value at a path like `$.items[0].name`. */
export function valueAt(body: string, path: string): unknown {
  let value: unknown = parsed(body);
  for (const [, step] of path.matchAll(/[.[]([\w-]+)/g)) value = property(parsed(value), step);
  return value;
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is wrong with an answer, each as a sentence. */
export function mismatches({ status, body }: Answer, expect: Expectation): string[] {
  const wrong: string[] = [];
  if (expect.status !== undefined && status !== expect.status) {
    wrong.push(`The status is ${status ?? 'missing'}, not ${expect.status}.`);
  }
  if (expect.bodyContains !== undefined && !body.includes(expect.bodyContains)) {
    wrong.push(`The answer does not contain ${JSON.stringify(expect.bodyContains)}.`);
  }
  for (const [path, text] of Object.entries(expect.json ?? {})) {
    const found = textOf(valueAt(body, path));
    if (found !== text) wrong.push(`${path} is ${clip(found, MAX_QUOTE)}, not ${text}.`);
  }
  return wrong.length === 0 ? [] : [...wrong, `The answer: ${clip(body, MAX_QUOTE)}`];
}
