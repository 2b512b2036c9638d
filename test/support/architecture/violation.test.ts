import { report } from './violation';

test('violations are reported in the order of the sources, each with its line and its cure', () => {
  const violation = (file: string, line: number) => ({ file, line, problem: 'is wrong', cure: 'mend it' });

  expect(report([violation('lib/b.ts', 1), violation('lib/a.ts', 12), violation('lib/a.ts', 3)])).toEqual([
    'lib/a.ts:3 is wrong; mend it',
    'lib/a.ts:12 is wrong; mend it',
    'lib/b.ts:1 is wrong; mend it',
  ]);
});
