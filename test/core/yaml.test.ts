import fc from 'fast-check';
import { readYaml, writeYaml } from '../../lib/core/yaml';

test('a text is read as YAML 1.1, and what stood there without quotation marks is kept', () => {
  const { value, unquoted, faults } = readYaml("a: 0644\nb: '0644'\nc: [yes, {d: 5:00}]\n");
  expect(value).toEqual({ a: 420, b: '0644', c: [true, { d: 300 }] });
  expect([...unquoted]).toEqual([
    ['a', '0644'],
    ['c[0]', 'yes'],
    ['c[1].d', '5:00'],
  ]);
  expect(faults).toEqual([]);
});

test('keys are read as they are written', () => {
  expect(readYaml('on: 1\n__proto__: 2\nconstructor: 3\n1: 4\n').value).toEqual(
    JSON.parse('{ "on": 1, "__proto__": 2, "constructor": 3, "1": 4 }'),
  );
});

test('aliases are followed and named', () => {
  const { value, aliases, faults } = readYaml('a: &a [1]\nb: *a\n');
  expect([value, aliases, faults]).toEqual([{ a: [1], b: [1] }, ['b'], []]);
});

test.each([
  ['a: [', { path: '', line: 1 }],
  ['a: 1\nb: !c 2\n', { path: '', line: 2 }],
  ['a: 1\na: 2\n', { path: 'a', line: 2, rule: 'must not be given twice' }],
  ['? [a]\n: 1\n', { path: '', line: 1, rule: 'must have texts as keys' }],
  ['a: 2026-11-25\n', { path: 'a', line: 1 }],
  ['a: !!binary aGVsbG8=\n', { path: 'a', line: 1 }],
  ['a: *b\n', { path: 'a', line: 1 }],
  ['a: &a { b: *a }\n', { path: 'a.b', line: 1 }],
])('%p is a fault with its place', (text, fault) => {
  expect(readYaml(text).faults).toEqual([expect.objectContaining(fault)]);
});

test('aliases of aliases of aliases do not fill the memory', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const item = level === 0 ? 'x' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array(10).fill(item).join(', ')}]`;
  });
  expect(readYaml(levels.join('\n')).faults[0]).toMatchObject({ rule: expect.stringMatching(/more values/) as string });
});

test('no text makes it throw', () => {
  const noise = fc.array(
    fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '\t',
      '&x ',
      '*x',
      '<<',
      '"',
      "'",
      '|',
      '>',
      '{',
      ']',
      '!t ',
      '%',
      '#',
      '?',
      '---',
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        noise.map((parts) => parts.join('')),
      ),
      (text) => void readYaml(text),
    ),
  );
});

test('what is written is read as the same, with the decimals that are asked for', () => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
  const value = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.oneof(leaf, fc.array(leaf)));
  fc.assert(
    fc.property(value, (given) => {
      expect(readYaml(writeYaml(given)).value).toEqual(given);
    }),
  );
  expect(writeYaml({ merge: '<<', value: '=', path: 'C:\\a' })).toBe('merge: "<<"\nvalue: "="\npath: C:\\a\n');
  expect(writeYaml({ version: 0, other: 0 }, { version: 1 })).toBe('version: 0.0\nother: 0\n');
});
