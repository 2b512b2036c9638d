import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { LIMITS } from '../../lib/core/limits';
import { Problems } from '../../lib/core/problems';
import { UniqueNames } from '../../lib/pipeline/unique-names';
import { newStack } from '../support/fixtures';

function names(): { use: (prop: string, given: unknown) => string; reports: () => string[] } {
  const scope = new Construct(newStack(), 'X');
  const unique = new UniqueNames(Problems.of(scope, 'Y'), LIMITS.stageName);
  return {
    use: (prop, given) => unique.use(prop, given as string),
    reports: () => scope.node.validate().map((message) => message.replace('X (Y) ', '')),
  };
}

test('names that are legal and different are used as they are', () => {
  const { use, reports } = names();
  expect([use('a', 'Beta'), use('b', 'Prod-EU'), use('c', 'beta')]).toEqual(['Beta', 'Prod-EU', 'beta']);
  expect(reports()).toEqual([]);
});

test('a name that is taken is reported with the prop that has it', () => {
  const { use, reports } = names();
  use('stages[0].stageName', 'Beta');
  expect(use('stages[1].stageName', 'Beta')).not.toBe('Beta');
  expect(reports()).toEqual([
    "stages[1].stageName: must be unique, got 'Beta'; stages[0].stageName has that name, too",
  ]);
});

test('whatever is given, every name that comes back is legal and different, and each wrong one is reported', () => {
  const given = fc.oneof(
    fc.constantFrom<unknown>('Beta', 'Prod', undefined, null, 7, '', 'a/b', 'x'.repeat(101)),
    fc.constant(Lazy.string({ produce: () => 'Late' })),
  );
  fc.assert(
    fc.property(fc.array(given, { maxLength: 8 }), (list) => {
      const { use, reports } = names();
      const used = list.map((name, index) => use(`[${index}]`, name));
      expect(new Set(used).size).toBe(list.length);
      for (const name of used) expect(name).toMatch(/^[A-Za-z0-9.@\-_]{1,100}$/);
      const wrong = list.filter((name, index) => used[index] !== name);
      expect(new Set(reports().map((report) => report.replace(/:.*/, ''))).size).toBe(wrong.length);
    }),
    { numRuns: 60 },
  );
});
