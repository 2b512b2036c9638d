import { LIMITS } from '../../lib/core/limits';
import type { NameLimit, RangeLimit } from '../../lib/core/limits';

const limits: [string, NameLimit | RangeLimit][] = Object.entries(LIMITS);

test.each(limits)('%s says on which page AWS gives the figure', (_, { url }) => {
  expect(url).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|git-scm\.com)\/\S+$/);
});

test.each(limits)('%s has bounds in order', (_, { min, max }) => {
  expect(Number.isInteger(min) && Number.isInteger(max)).toBe(true);
  expect(min).toBeLessThanOrEqual(max);
  expect(min).toBeGreaterThanOrEqual(0);
});

test.each(limits)('%s says its rule in words', (_, limit) => {
  expect('pattern' in limit ? limit.allowed : limit.unit).toMatch(/\w/);
});

test('patterns look at the whole name and remember nothing between two checks', () => {
  for (const [, limit] of limits) {
    if (!('pattern' in limit)) continue;
    expect(limit.pattern.source).toMatch(/^\^.*\$$/);
    expect(limit.pattern.flags).not.toMatch(/[gym]/);
  }
});
