import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { LIMITS } from '../../lib/core/limits';
import { childName, fixedName, NAME_SEPARATOR, shortHash, suffixedName } from '../../lib/core/names';

/** The construct at a path below a stack of this name. */
function at(stackName: string, path: string[]): Construct {
  return path.reduce<Construct>((scope, id) => new Construct(scope, id), new Stack(new App(), 'Stack', { stackName }));
}

const oneOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(characters));
const letter = oneOf('abcXYZ');
const stackName = fc
  .tuple(letter, fc.string({ unit: oneOf('abcXYZ019-'), maxLength: 127, size: 'max' }))
  .map(([head, tail]) => head + tail);
/** Ids that the constructs library itself takes. */
const anyId = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60, size: 'max' })
  .filter((id) => !id.includes('/') && !(id in Object.prototype));
const path = fc.array(anyId, { maxLength: 5, size: 'max' });
/** Paths that often look alike. */
const similarPath = fc.array(fc.string({ unit: oneOf('ab-_.'), minLength: 1, maxLength: 3 }), { maxLength: 4 });
const pipelineName = fc
  .tuple(letter, fc.string({ unit: oneOf('abcXYZ019.@_'), maxLength: 99, size: 'max' }))
  .map(([head, tail]) => head + tail);
const actionName = fc.string({ unit: oneOf('abcXYZ019.@_'), minLength: 1, maxLength: 100, size: 'max' });

describe('the name of a construct', () => {
  test('is the name of the stack and the ids below it', () => {
    expect(fixedName(at('Orders', ['Api', 'Production']), 100)).toBe('Orders-Api-Production');
    expect(fixedName(at('Orders', []), 100)).toBe('Orders');
  });

  test.each([
    ['a CodeBuild project', LIMITS.projectName],
    ['CodeDeploy', LIMITS.codeDeployName],
    ['a pipeline', LIMITS.pipelineName],
  ])('is legal for %s, whatever the ids are', (_, limit) => {
    fc.assert(
      fc.property(stackName, path, (stack, ids) => {
        const name = fixedName(at(stack, ids), limit.max);
        expect(name).toMatch(limit.pattern);
        expect(name.length).toBeLessThanOrEqual(limit.max);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same at every synthesis', () => {
    fc.assert(
      fc.property(stackName, path, (stack, ids) => {
        expect(fixedName(at(stack, ids), 100)).toBe(fixedName(at(stack, ids), 100));
      }),
      { numRuns: 60 },
    );
  });

  test('is different for different paths, also where it has to be shortened or cleaned', () => {
    fc.assert(
      fc.property(similarPath, similarPath, (one, other) => {
        fc.pre(one.join('/') !== other.join('/'));
        expect(fixedName(at('Orders', one), 60)).not.toBe(fixedName(at('Orders', other), 60));
      }),
      { numRuns: 200 },
    );
  });

  test('is different for different long paths', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        fc.pre(one.join('/') !== other.join('/'));
        expect(fixedName(at('Orders', one), 60)).not.toBe(fixedName(at('Orders', other), 60));
      }),
      { numRuns: 60 },
    );
  });

  test('is not changed as long as it fits', () => {
    expect(fixedName(at('Orders', ['x'.repeat(93)]), 100)).toBe(`Orders-${'x'.repeat(93)}`);
    expect(fixedName(at('Orders', ['x'.repeat(94)]), 100)).toMatch(/^Orders-x{84}-[0-9a-f]{8}$/);
  });

  test('is different for ids that only look alike when they are joined', () => {
    expect(fixedName(at('Orders', ['Api-Blue', 'Group']), 100)).not.toBe(
      fixedName(at('Orders', ['Api', 'Blue-Group']), 100),
    );
  });

  test('is different for a stack and a construct that only look alike when they are joined', () => {
    expect(fixedName(at('Orders-Api', ['Group']), 100)).not.toBe(fixedName(at('Orders', ['Api-Group']), 100));
    expect(fixedName(at('Orders-Api', ['Group']), 100)).not.toBe(fixedName(at('Orders', ['Api', 'Group']), 100));
  });

  test('is different for ids that differ in a foreign character alone', () => {
    const names = ['a.b', 'a b', 'a-b', 'aéb'].map((id) => fixedName(at('Orders', [id]), 100));
    expect(new Set(names).size).toBe(names.length);
  });

  test('is different for long paths that differ at the end alone', () => {
    const long = 'x'.repeat(120);
    expect(fixedName(at('Orders', [long, 'A']), 100)).not.toBe(fixedName(at('Orders', [long, 'B']), 100));
  });

  test('does not depend on the siblings of the construct, nor on their order', () => {
    const ids = fc.uniqueArray(anyId, { minLength: 2, maxLength: 6, size: 'max' });
    const orders = ids.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: 1 })));
    const namesIn = (order: string[]): Map<string, string> => {
      const parent = at('Orders', ['Parent']);
      return new Map(order.map((id) => [id, fixedName(new Construct(parent, id), 100)]));
    };
    fc.assert(
      fc.property(orders, ([all, some]) => {
        const expected = namesIn(all);
        for (const [id, name] of namesIn(some)) expect(name).toBe(expected.get(id));
      }),
      { numRuns: 40 },
    );
  });

  test('in two stages of an app is different', () => {
    const app = new App();
    const [one, other] = ['Beta', 'Prod'].map((id) => new Stack(new Stage(app, id), 'Orders'));
    expect([one, other].map((stack) => fixedName(new Construct(stack, 'Api'), 100))).toEqual([
      expect.stringMatching(/^Beta-Orders-Api-[0-9a-f]{8}$/),
      expect.stringMatching(/^Prod-Orders-Api-[0-9a-f]{8}$/),
    ]);
  });

  test('in a nested stack is that of the outermost stack and the whole path', () => {
    const stack = new Stack(new App(), 'Orders');
    const nested = new NestedStack(stack, 'Nested');
    const inner = new NestedStack(new Construct(nested, 'Group'), 'Inner');
    expect(fixedName(new Construct(nested, 'Api'), 100)).toBe('Orders-Nested-Api');
    expect(fixedName(new Construct(inner, 'Api'), 100)).toBe('Orders-Nested-Group-Inner-Api');
  });
});

describe('the name of a child', () => {
  test('is that of its parent, the separator and its own', () => {
    expect(childName('orders', 'Package', 150)).toBe(`orders${NAME_SEPARATOR}Package`);
  });

  test('is a legal project name and begins with the prefix of its parent', () => {
    fc.assert(
      fc.property(pipelineName, actionName, (parent, child) => {
        const name = childName(parent, child, LIMITS.projectName.max);
        expect(name).toMatch(LIMITS.projectName.pattern);
        expect(name.length).toBeLessThanOrEqual(LIMITS.projectName.max);
        if (/^[A-Za-z0-9_-]*[A-Za-z0-9_]$/.test(parent) && /^[A-Za-z0-9]/.test(parent)) {
          expect(name.startsWith(`${parent}${NAME_SEPARATOR}`)).toBe(true);
        }
        expect(childName(parent, child, LIMITS.projectName.max)).toBe(name);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['a.b', 'a-b'],
    ['a-', 'a'],
    ['_a', 'a'],
  ])('has a prefix that %s and %s do not share', (one, other) => {
    const prefixOf = (parent: string): string => childName(parent, 'X', 150).slice(0, -1);
    expect(prefixOf(one)).toMatch(/--$/);
    expect(childName(other, 'Y', 150).startsWith(prefixOf(one))).toBe(false);
    expect(childName(one, 'Y', 150).startsWith(prefixOf(other))).toBe(false);
  });

  test('tells a dash of the parent from one of the child', () => {
    expect(childName('a-', 'b', 150)).not.toBe(childName('a', '-b', 150));
  });

  test('is different for different children and parents', () => {
    fc.assert(
      fc.property(pipelineName, actionName, pipelineName, actionName, (parent, child, parent2, child2) => {
        fc.pre(parent !== parent2 || child !== child2);
        expect(childName(parent, child, 150)).not.toBe(childName(parent2, child2, 150));
      }),
      { numRuns: 100 },
    );
  });

  test('is different where child or parent differ at the end of a long name alone', () => {
    const long = 'x'.repeat(99);
    const names = [
      [`${long}a`, `${long}a`],
      [`${long}a`, `${long}b`],
      [`${long}b`, `${long}a`],
    ].map(([parent = '', child = '']) => childName(parent, child, 150));
    expect(new Set(names).size).toBe(3);
  });
});

describe('a name with an ending', () => {
  test('is the two together, where there is room', () => {
    expect(suffixedName('Orders', '-canary', 100)).toBe('Orders-canary');
  });

  test('keeps the ending whole and stays different, where there is not', () => {
    const names = ['a', 'b'].map((end) => suffixedName(`${'x'.repeat(99)}${end}`, '-canary', 100));
    for (const name of names) expect(name).toMatch(/^x+-[0-9a-f]{8}-canary$/);
    expect(names.map((name) => name.length)).toEqual([100, 100]);
    expect(new Set(names).size).toBe(2);
  });
});

test('a short hash is eight characters that names can hold, always the same for a text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(shortHash(one)).toMatch(/^[0-9a-f]{8}$/);
      expect(shortHash(one) === shortHash(other)).toBe(one === other);
    }),
  );
});
