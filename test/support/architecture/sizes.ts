import type { Sources } from './sources';
import type { Violation } from './violation';

const LONGEST = 300;
const MEDIAN = 150;

/** Files that are too long, and a median that is too high. */
export function checkSizes(sources: Sources): Violation[] {
  const sizes = Object.entries(sources)
    .map(([file, text]) => ({ file, line: linesIn(text) }))
    .sort((left, right) => left.line - right.line);
  const tooLong = sizes
    .filter(({ line }) => line > LONGEST)
    .map((size) => ({
      ...size,
      problem: `has ${size.line} lines, more than ${LONGEST}`,
      cure: 'give each of its concepts a file',
    }));
  const median = medianOf(sizes.map(({ line }) => line));
  const longest = sizes.at(-1);
  if (longest === undefined || median < MEDIAN) return tooLong;
  const problem = `is the longest of ${sizes.length} files, whose median is ${median} lines, not below ${MEDIAN}`;
  return [...tooLong, { ...longest, problem, cure: 'split the long files' }];
}

function linesIn(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
