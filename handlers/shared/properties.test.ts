import { ResourceFailure } from './custom-resource';
import { choiceAt, flagAt, itemsAt, listAt, optionalListAt, optionalWholeNumberAt, wholeNumberAt } from './properties';

test('texts become what they stand for', () => {
  const properties = { list: ['a'], size: '12', color: 'red', on: 'true', off: 'false', items: ['a', 'b'] };
  expect(listAt(properties, 'list')).toEqual(['a']);
  expect(optionalListAt(properties, 'absent')).toEqual([]);
  expect(wholeNumberAt(properties, 'size')).toBe(12);
  expect(optionalWholeNumberAt(properties, 'absent')).toBeUndefined();
  expect(choiceAt(properties, 'color', ['red', 'blue'])).toBe('red');
  expect([flagAt(properties, 'on'), flagAt(properties, 'off')]).toEqual([true, false]);
  expect(itemsAt(properties, 'items', (item, path) => `${path}${String(item)}`)).toEqual([
    'ResourceProperties.items[0].a',
    'ResourceProperties.items[1].b',
  ]);
  expect(itemsAt(properties, 'absent', () => 1)).toEqual([]);
});

test.each<[string, () => unknown]>([
  ['list: must be a list of texts of at least one character.', () => listAt({ list: [''] }, 'list')],
  ['size: must be a whole number.', () => wholeNumberAt({ size: '-1' }, 'size')],
  ['size: must be a whole number.', () => optionalWholeNumberAt({ size: '9'.repeat(30) }, 'size')],
  ['color: must be one of red, blue.', () => choiceAt({}, 'color', ['red', 'blue'])],
  ['on: must be one of true, false.', () => flagAt({ on: true }, 'on')],
  ['items: must be a list.', () => itemsAt({ items: 'a' }, 'items', () => 1)],
])('what is malformed is refused with its path: %s', (message, read) => {
  expect(read).toThrow(new ResourceFailure(`ResourceProperties.${message}`));
});
