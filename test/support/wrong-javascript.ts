import { App, Stack } from 'aws-cdk-lib';

/** What users of plain JavaScript write where a text, a number, a list, an object or a construct belongs. */
const WRONG: unknown[] = [undefined, null, '', 'text', -1.5, true, [null], ['a'], { a: 1 }];

/** How one prop is given, whatever is given. */
export type Give = (stack: Stack, value: unknown) => unknown;

/** One row a prop: the prop alone, and beside what uses it. */
export function each(
  name: string,
  props: string[],
  give: (stack: Stack, given: Record<string, unknown>) => unknown,
): [string, Give][] {
  return props.map((prop) => [`${name}.${prop}`, (stack, value) => give(stack, { [prop]: value })]);
}

/** Gives everything wrong, each in a stack of its own, and expects that nothing is thrown at once. */
export function expectCollected(give: Give): void {
  const app = new App();
  for (const [index, value] of WRONG.entries()) {
    const stack = new Stack(app, `Test${index}`);
    const what = (): string[] => {
      give(stack, value);
      return messagesOf(stack);
    };
    expect({ value, thrown: thrownBy(what) }).toEqual({ value, thrown: undefined });
  }
}

/** What the validations of a stack say. */
export function messagesOf(stack: Stack): string[] {
  return stack.node.findAll().flatMap(({ node }) => node.validate());
}

/** What the runtime says, where what is reported is not of this library. */
export function ofTheRuntime(messages: string[]): string | undefined {
  const says = messages.join('\n');
  return /Cannot read|is not a function|is not iterable|undefined'/.test(says) ? says : undefined;
}

/** The error that is thrown at once, where one is; what is wrong is reported by a validation instead. */
function thrownBy(make: () => string[]): string | undefined {
  try {
    return ofTheRuntime(make());
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}
