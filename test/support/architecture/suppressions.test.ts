import { checkSuppressions } from './suppressions';
import { report } from './violation';

const found = (text: string): string[] => report(checkSuppressions({ 'lib/core/names.ts': text }));

test.each([
  ['// eslint-disable-next-line no-console', 'has eslint-disable; mend what is reported'],
  ['/* eslint-disable */', 'has eslint-disable; mend what is reported'],
  ['// @ts-ignore', 'has @ts-ignore; mend what is reported'],
  ['// @ts-expect-error', 'has @ts-expect-error; mend what is reported'],
  ['// @ts-nocheck', 'has @ts-nocheck; mend what is reported'],
  ['const name = props as any;', 'casts to any; write the type, or narrow from unknown'],
  ['const name = <any>props;', 'casts to any; write the type, or narrow from unknown'],
  [
    'function Name() { return new.target; }',
    'has new.target; a class does not know its subclasses: give it a method to override',
  ],
])('%s is found', (text, violation) => {
  expect(found(`\n${text}\n`)).toEqual([`lib/core/names.ts:2 ${violation}`]);
});

test('words and other casts are right', () => {
  expect(found('// Takes the new target as any other.\nconst name = props as unknown;')).toEqual([]);
});
