import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the files of tests that lie in a folder, without those of its folders, as if they were one: all, or those whose names end so. */
export function runTogether(folder: string, ending = ''): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(`${ending}.test.ts`));
  describe.each(names)('%s', (name) => {
    jest.requireActual<object>(join(folder, name));
  });
}
