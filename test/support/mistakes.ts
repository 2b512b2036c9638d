import type { Stack } from 'aws-cdk-lib';
import { errorsOf, newStack } from './fixtures';

/** Something wrong that a user writes, and the exact words that say so. */
export interface Mistake {
  readonly what: string;
  readonly make: (stack: Stack) => unknown;
  readonly says: string;
}

/** Something that the compiler refuses, and that users of plain JavaScript write all the same. */
export function untyped<T>(value: unknown): T {
  return value as T;
}

/** Makes the mistake in a stack of its own, and expects the words, each once. */
export function expectReport({ make, says }: Mistake): void {
  const stack = newStack();
  make(stack);
  expect(errorsOf(stack).filter((error) => error === says)).toEqual([says]);
}
