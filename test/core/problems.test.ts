import { Duration, Lazy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { Problems } from '../../lib/core/problems';
import { newStack } from '../support/fixtures';

function collect(): { problems: Problems; messages: () => string[] } {
  const scope = new Construct(newStack(), 'Orders');
  return { problems: Problems.of(scope, 'Thing'), messages: () => scope.node.validate() };
}

/** What a problem says of a value. */
function described(got: unknown): string | undefined {
  const { problems, messages } = collect();
  problems.add('size', 'must be small', { got });
  return messages()[0]?.replace('Orders (Thing) size: must be small, got ', '');
}

test('a problem names the construct, its class, the prop, the rule, the value and the cure', () => {
  const { problems, messages } = collect();
  problems.add('size', 'must be small', { got: 7, cure: 'use less' });
  expect(messages()).toEqual(['Orders (Thing) size: must be small, got 7; use less']);
});

test('what is looked for at synthesis is reported with the rest, as it is then', () => {
  const scope = new Construct(newStack(), 'Orders');
  const problems = Problems.of(scope, 'Thing').within('box');
  const sizes = [1];
  problems.add('colour', 'must be blue');
  problems.atSynthesis(scope, (found) => {
    for (const size of sizes) found.add('size', 'must be small', { got: size });
  });
  sizes.splice(0, 1, 7, 7);
  expect(scope.node.validate()).toEqual([
    'Orders (Thing) box.colour: must be blue',
    'Orders (Thing) box.size: must be small, got 7',
  ]);
});

test('a problem without a value and a cure is the rule alone', () => {
  const { problems, messages } = collect();
  problems.add('size', 'must not be given');
  expect(messages()).toEqual(['Orders (Thing) size: must not be given']);
});

test('a value that is missing is told apart from a value that is not worth telling', () => {
  const { problems, messages } = collect();
  problems.add('size', 'must be given', { got: undefined });
  problems.add('size', 'must be given', { cure: 'say one' });
  expect(messages()).toEqual([
    'Orders (Thing) size: must be given, got nothing',
    'Orders (Thing) size: must be given; say one',
  ]);
});

test.each([
  ['rollout', 'percentage', 'rollout.percentage'],
  ['stages[0]', 'targets', 'stages[0].targets'],
  ['stages', '[1]', 'stages[1]'],
  ['variables', '', 'variables'],
  ['', 'size', 'size'],
])('within %p the prop %p is called %p', (outer, inner, path) => {
  const { problems, messages } = collect();
  problems.within(outer).add(inner, 'is wrong');
  expect(messages()).toEqual([`Orders (Thing) ${path}: is wrong`]);
});

test('a prop is called the same where nothing is reported', () => {
  const { problems, messages } = collect();
  expect(problems.within('stages[0]').subjectOf('targets')).toBe('Orders (Thing) stages[0].targets');
  expect(messages()).toEqual([]);
});

test('paths nest as deep as the props do', () => {
  const { problems, messages } = collect();
  problems.within('stages[0]').within('targets').within('[2]').add('targetName', 'is wrong');
  expect(messages()).toEqual(['Orders (Thing) stages[0].targets[2].targetName: is wrong']);
});

test('the problems of all props are collected, in the order in which they were found', () => {
  const { problems, messages } = collect();
  const inner = problems.within('inner');
  problems.add('a', 'is wrong');
  inner.add('b', 'is wrong');
  problems.add('c', 'is wrong');
  expect(messages()).toEqual([
    'Orders (Thing) a: is wrong',
    'Orders (Thing) inner.b: is wrong',
    'Orders (Thing) c: is wrong',
  ]);
});

test('the same problem is said once', () => {
  const { problems, messages } = collect();
  problems.add('a', 'is wrong', { got: 1 });
  problems.within('').add('a', 'is wrong', { got: 1 });
  problems.add('a', 'is wrong', { got: 2 });
  expect(messages()).toHaveLength(2);
});

test('a problem in a member is a problem of the whole', () => {
  const { problems } = collect();
  const inner = problems.within('inner');
  expect([problems.none, inner.none]).toEqual([true, true]);
  inner.add('a', 'is wrong');
  expect([problems.none, problems.within('other').none]).toEqual([false, false]);
});

test('nothing is thrown before synthesis, and then the problems of every construct come in one error', () => {
  const stack = newStack();
  for (const id of ['First', 'Second']) Problems.of(new Construct(stack, id), 'Thing').add('a', 'is wrong');
  expect(() => Template.fromStack(stack)).toThrow(/First \(Thing\) a: is wrong[^]*Second \(Thing\) a: is wrong/);
});

test.each([
  [undefined, 'nothing'],
  [null, 'nothing'],
  ['', "''"],
  ['main', "'main'"],
  [0, '0'],
  [Number.NaN, 'NaN'],
  [false, 'false'],
  [[1, 2], 'a list'],
  [{ a: 1 }, 'a value of type object'],
  [Object.create(null), 'a value of type object'],
  [{ constructor: 'mine' }, 'a value of type object'],
  [Duration.days(1), 'a value of class Duration'],
  [new Map(), 'a value of class Map'],
  [() => 1, 'a value of type function'],
  [Symbol('x'), 'a value of type symbol'],
  [10n, 'a value of type bigint'],
])('%p is described as %p', (value, words) => {
  expect(described(value)).toBe(words);
});

test('a value of 120 characters is told in full, one of 121 is cut', () => {
  expect(described('x'.repeat(120))).toBe(`'${'x'.repeat(120)}'`);
  expect(described('x'.repeat(121))).toBe(`'${'x'.repeat(117)}...'`);
});

test('a long value is cut to 120 characters, a shorter one is told in full', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, size: 'max' }), (value) => {
      const words = described(value)?.slice(1, -1) ?? '';
      expect(words).toBe(value.length <= 120 ? value : `${value.slice(0, 117)}...`);
      expect(words.length).toBeLessThanOrEqual(120);
    }),
    { numRuns: 50 },
  );
});

const secret = SecretValue.secretsManager('prod-password');
test.each([
  ['a lazy string', Lazy.string({ produce: () => 'x' })],
  ['a string with a token in it', `arn:${Lazy.string({ produce: () => 'x' })}`],
  ['a number', Lazy.number({ produce: () => 1 })],
  ['a list', Token.asList(Lazy.any({ produce: () => ['x'] }))],
  ['an attribute', new Stack().stackId],
  ['a secret', secret],
  ['the text of a secret', secret.unsafeUnwrap()],
])('%s that is known at deployment only is not printed', (_, value) => {
  expect(described(value)).toBe('a value known at deployment only');
});

class Orders2 extends Topic {}

test.each<[string, (stack: Stack) => unknown]>([
  ['the Stack Test', (stack) => stack],
  ['the App', (stack) => stack.node.root],
  ['the Topic Test/Alerts', (stack) => new Topic(stack, 'Alerts')],
  ['the Orders2 Test/Alerts', (stack) => new Orders2(stack, 'Alerts')],
  ['the construct Test/Alerts', (stack) => Topic.fromTopicArn(stack, 'Alerts', 'arn:aws:sns:eu-west-1:1:alerts')],
])('a construct is %s', (words, make) => {
  expect(described(make(newStack()))).toBe(words);
});

test('whatever the value is, describing it never fails', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      expect(described(value)).toEqual(expect.any(String));
    }),
    { numRuns: 200 },
  );
});
