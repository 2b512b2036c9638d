import { checkSizes } from './sizes';
import { report } from './violation';

const lines = (count: number): string => 'x\n'.repeat(count);

test('files up to the limit are right while half of them are short', () => {
  expect(checkSizes({ 'a.ts': lines(300), 'b.ts': lines(149), 'c.ts': lines(1) })).toEqual([]);
  expect(checkSizes({})).toEqual([]);
});

test('every file over the limit is found', () => {
  const sources = {
    'a.ts': lines(301),
    'b.ts': `${lines(300)}x`,
    'c.ts': lines(1),
    'd.ts': lines(1),
    'e.ts': lines(1),
  };

  expect(report(checkSizes(sources))).toEqual([
    'a.ts:301 has 301 lines, more than 300; give each of its concepts a file',
    'b.ts:301 has 301 lines, more than 300; give each of its concepts a file',
  ]);
});

test('a median that is not below the limit is found', () => {
  expect(report(checkSizes({ 'a.ts': lines(200), 'b.ts': lines(100) }))).toEqual([
    'a.ts:200 is the longest of 2 files, whose median is 150 lines, not below 150; split the long files',
  ]);
});
