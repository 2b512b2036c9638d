import fc from 'fast-check';
import { nearest } from '../../lib/core/nearest';

const WORDS = ['files', 'hooks', 'permissions'];

test.each([
  ['hook', 'hooks'],
  ['Hooks', 'hooks'],
  ['fiels', 'files'],
  ['premissions', 'permissions'],
  ['version', undefined],
  ['', undefined],
])('%p is near to %p', (word, meant) => {
  expect(nearest(word, WORDS)).toBe(meant);
});

test('without words nothing is near', () => {
  expect(nearest('a', [])).toBeUndefined();
});

test('a word is nearest to itself', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1 }), (words) => {
      for (const word of words) expect(nearest(word, words)).toBe(word);
    }),
  );
});
