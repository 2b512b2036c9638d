import fc from 'fast-check';
import { regularExpression } from '../../lib/build/glob';

/** Whether a glob matches, by walking both texts: `*` and `?` stop at a slash, `**` does not. */
function matches(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const stars = /^\*+/.exec(glob)?.[0].length ?? 0;
  if (stars > 0) {
    const rest = glob.slice(stars);
    if (matches(rest, text)) return true;
    return text !== '' && (stars > 1 || !text.startsWith('/')) && matches(glob, text.slice(1));
  }
  if (text === '' || (glob.startsWith('?') ? text.startsWith('/') : !text.startsWith(glob.charAt(0)))) return false;
  return matches(glob.slice(1), text.slice(1));
}

const letters = (...more: string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'b', '/', '.', '+', '(', '$', '|', '\\', '[', '{', '-', ...more), { maxLength: 7 })
    .map((parts) => parts.join(''));

test('a glob and its regular expression match the same texts', () => {
  fc.assert(
    fc.property(letters('*', '**', '?'), letters(), (glob, text) => {
      expect(new RegExp(regularExpression('', [glob])).test(text)).toBe(matches(glob, text));
    }),
    { numRuns: 2000 },
  );
});

test('a text matches the glob that it is, with stars and question marks put into it', () => {
  fc.assert(
    fc.property(letters(), fc.infiniteStream(fc.constantFrom('', '?', '*', '**')), (text, stream) => {
      const glob = Array.from(text, (letter) => {
        const { value: wild } = stream.next() as { value: string };
        return letter === '/' && wild !== '**' ? letter : wild === '' ? letter : wild;
      });
      expect(new RegExp(regularExpression('', [glob.join('')])).test(text)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('several globs match what any of them matches, and only whole names behind the prefix', () => {
  fc.assert(
    fc.property(fc.array(letters('*', '?'), { minLength: 1, maxLength: 4 }), letters(), (globs, text) => {
      const expression = new RegExp(regularExpression('refs/heads/', globs));
      expect(expression.test(`refs/heads/${text}`)).toBe(globs.some((glob) => matches(glob, text)));
      expect(expression.test(`x/refs/heads/${text}`)).toBe(false);
      expect(expression.test(text)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['release/*', 'release/1', true],
  ['release/*', 'release/1/2', false],
  ['release/**', 'release/1/2', true],
  ['*.md', 'README.md', true],
  ['*.md', 'READMExmd', false],
  ['*.md', 'docs/README.md', false],
  ['**/*.ts', 'lib/core/a.ts', true],
  ['v?', 'v1', true],
  ['v?', 'v10', false],
  ['feature', 'my-feature', false],
  ['feature', 'feature-2', false],
  ['c++', 'c++', true],
])('the glob %s and the text %s match: %s', (glob, text, expected) => {
  expect(new RegExp(regularExpression('', [glob])).test(text)).toBe(expected);
});

test('no regular expression looks around or back, which RE2 does not know', () => {
  fc.assert(
    fc.property(fc.array(letters('*', '?', '(?=', '\\1'), { minLength: 1, maxLength: 3 }), (globs) => {
      const bare = regularExpression('refs/heads/', globs).replace(/\\[^\w]/g, '');
      expect(bare).not.toMatch(/\(\?|\\\d/);
    }),
  );
});
