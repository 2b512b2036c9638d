import type ts from 'typescript';

/** What breaks a rule, and what to do about it. */
export interface Wrong {
  readonly problem: string;
  readonly cure: string;
}

/** A place in the sources that breaks a rule. */
export interface Violation extends Wrong {
  readonly file: string;
  readonly line: number;
}

export function violationAt(node: ts.Node, problem: string, cure: string): Violation {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return { file: file.fileName, line: line + 1, problem, cure };
}

/** One line for each violation, in the order of the sources. */
export function report(violations: readonly Violation[]): string[] {
  return [...violations]
    .sort((left, right) => (left.file < right.file ? -1 : left.file > right.file ? 1 : left.line - right.line))
    .map(({ file, line, problem, cure }) => `${file}:${line} ${problem}; ${cure}`);
}
