import { checkDefaults } from './defaults';
import { published } from './fixture';
import { report } from './violation';

const found = (tag: string, member: string): string[] =>
  report(checkDefaults(published('Options', `export interface Options {\n/** Said.\n ${tag} */\n${member}\n}`)));

test.each([
  '- nothing happens',
  '- the output of the last build,\n * or of the first source',
  "'main'",
  '5',
  '-1',
  'true',
  '[]',
  '{}',
  "['**/*']",
  "{ nodejs: '22' }",
  'RemovalPolicy.RETAIN',
  'Duration.days(7)',
  'Rollout.canary({ percentage: 10, interval: Duration.minutes(5) })',
])('the default %s is right', (text) => {
  expect(found(`* @default ${text}\n * @see https://docs.aws.amazon.com/`, 'readonly name?: string;')).toEqual([]);
});

test.each([
  '',
  '-',
  'nothing happens',
  'nothing',
  'undefined',
  'none, really',
  'ExecutionMode.SUPERSEDED: a run gives way',
  'Duration.days(7) for all',
  'Duration.days(7',
  '5) + (5',
  'a + b',
])('the default "%s" is found', (text) => {
  expect(found(`* @default ${text}`, 'readonly name?: string;')).toEqual([
    `lib/core/file.ts:4 Options.name has the @default "${text}"; write a value alone, or "- " and a sentence`,
  ]);
});

test('an optional property of a struct without a default is found', () => {
  expect(found('', 'readonly name?: string;')).toEqual([
    'lib/core/file.ts:4 Options.name is optional without a @default; write @default - what will happen',
  ]);
});

test('a required property is right without a default, and found with one', () => {
  expect(found('', 'readonly name: string;')).toEqual([]);
  expect(found('* @default - nothing', 'readonly name: string;')).toEqual([
    'lib/core/file.ts:4 Options.name is required and has a @default; remove the tag, or make it optional',
  ]);
});

test('a behavioural interface needs no defaults', () => {
  expect(found('', 'readonly name?: string;\nbind(): void;')).toEqual([]);
});

test('what a struct inherits from a hidden one is looked at', () => {
  const text = 'interface Hidden { readonly name?: string }\nexport interface Options extends Hidden {}';

  expect(checkDefaults(published('Options', text))).toHaveLength(1);
});
