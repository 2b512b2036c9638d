import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the files of tests that lie in a folder, without those of its folders, as if they were one. */
export function runTogether(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  describe.each(names)('%s', (name) => {
    jest.requireActual<object>(join(folder, name));
  });
}
