import { App, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import fc from 'fast-check';
import { BuildProject, BuildVariable } from '../../lib';
import { errorsOf, lockedStacks, newStack, onlyResource, statementsOf } from '../support/fixtures';

/** The variables of a project, as they stand in its template. */
function rendered(stack: Stack, variables: Record<string, BuildVariable>): unknown {
  new BuildProject(stack, 'Build', { variables });
  const { Environment } = onlyResource(Template.fromStack(stack), 'AWS::CodeBuild::Project').Properties;
  return (Environment as { EnvironmentVariables?: unknown }).EnvironmentVariables;
}

test('a plain value stands in the project as it is', () => {
  expect(rendered(newStack(), { STAGE: BuildVariable.plain('ci') })).toEqual([
    { Name: 'STAGE', Type: 'PLAINTEXT', Value: 'ci' },
  ]);
});

test('a plain value may be empty', () => {
  expect(rendered(newStack(), { STAGE: BuildVariable.plain('') })).toEqual([
    { Name: 'STAGE', Type: 'PLAINTEXT', Value: '' },
  ]);
});

test('a plain value needs no permission', () => {
  const stack = newStack();
  new BuildProject(stack, 'Plain', { variables: { STAGE: BuildVariable.plain('ci') } });
  new BuildProject(stack, 'None');
  const template = Template.fromStack(stack);
  expect(statementsOf(template, 'PlainRole')).toHaveLength(statementsOf(template, 'NoneRole').length);
});

test.each<[string, (stack: Stack) => string, unknown]>([
  ['the region', (stack) => stack.region, { Ref: 'AWS::Region' }],
  [
    'the ARN of a resource',
    (stack) => new Topic(stack, 'Topic').topicArn,
    { Ref: expect.stringMatching(/^Topic/) as unknown },
  ],
  [
    'a text with a value in it',
    (stack) => `https://${stack.region}.example.com`,
    { 'Fn::Join': ['', ['https://', { Ref: 'AWS::Region' }, '.example.com']] },
  ],
  ['a value that is made at synthesis', () => Lazy.string({ produce: () => 'late' }), 'late'],
  ['an import', () => Fn.importValue('shared'), { 'Fn::ImportValue': 'shared' }],
])('a plain value may be known at deployment only: %s', (_, valueOf, expected) => {
  const stack = newStack();
  expect(rendered(stack, { VALUE: BuildVariable.plain(valueOf(stack)) })).toEqual([
    { Name: 'VALUE', Type: 'PLAINTEXT', Value: expected },
  ]);
});

test('any plain value that is no access key passes unchanged', () => {
  const value = fc
    .string({ unit: 'grapheme', maxLength: 60, size: 'max' })
    .filter((text) => !/(AKIA|ASIA)|\$\{|\{\{/.test(text));
  fc.assert(
    fc.property(value, (text) => {
      const stack = newStack();
      expect(rendered(stack, { VALUE: BuildVariable.plain(text) })).toEqual([
        { Name: 'VALUE', Type: 'PLAINTEXT', Value: text },
      ]);
    }),
    { numRuns: 25 },
  );
});

const KEY_BODY = 'IOSFODNN7EXAMPLE';
const says = (value: string): string[] => {
  const stack = newStack();
  new BuildProject(stack, 'Build', { variables: { VALUE: BuildVariable.plain(value) } });
  return errorsOf(stack);
};

test.each([
  ['alone', `AKIA${KEY_BODY}`],
  ['of a session', `ASIA${KEY_BODY}`],
  ['within a text', `key=AKIA${KEY_BODY};`],
  ['beside a value that is known at deployment only', `${Lazy.string({ produce: () => 'x' })}/AKIA${KEY_BODY}`],
])('an access key is refused and not printed, %s', (_, value) => {
  const errors = says(value);
  expect(errors).toEqual([expect.stringContaining('looks like an AWS access key')]);
  expect(errors.join()).not.toContain(KEY_BODY);
});

test.each([
  ['longer', `AKIA${KEY_BODY}7`],
  ['in lower case', `akia${KEY_BODY.toLowerCase()}`],
  ['of another kind', `AIDA${KEY_BODY}`],
  ['part of a longer word', `XAKIA${KEY_BODY}`],
])('a text that only resembles an access key passes: one that is %s', (_, value) => {
  expect(says(value)).toEqual([]);
});

test.each([
  ['a secret of Secrets Manager', SecretValue.secretsManager('prod-password')],
  ['a secure parameter', SecretValue.ssmSecure('/prod/password')],
])('%s is refused as a plain value and not printed, also within a text', (_, secret) => {
  for (const value of [secret.unsafeUnwrap(), `--password=${secret.unsafeUnwrap()}`]) {
    const errors = says(value);
    expect(errors).toEqual([
      'Build (BuildProject) variables.VALUE: holds a secret, which everybody could read; use BuildVariable.secret or .parameter',
    ]);
    expect(errors.join()).not.toMatch(/prod.password/);
  }
});

test('a reference to a secret that was written by hand is refused as well', () => {
  expect(says('{{resolve:secretsmanager:prod-password:SecretString:::}}')).toHaveLength(1);
  expect(says('{{resolve:ssm-secure:/prod/password}}')).toHaveLength(1);
});

test('a reference to an ordinary parameter is an ordinary value', () => {
  expect(says('{{resolve:ssm:/orders/api-url}}')).toEqual([]);
});

test('variables of all kinds stand side by side, in the user’s order', () => {
  const stack = newStack();
  const names = (
    rendered(stack, {
      B: BuildVariable.plain('1'),
      A: BuildVariable.parameter('/a'),
      C: BuildVariable.plain('3'),
    }) as { Name: string }[]
  ).map(({ Name }) => Name);
  expect(names).toEqual(['B', 'A', 'C']);
});

test('one variable can be given to several builds, also in several apps', () => {
  const variable = BuildVariable.plain('ci');
  for (const stack of [newStack(), new Stack(new App(), 'Other')]) {
    expect(rendered(stack, { STAGE: variable })).toHaveLength(1);
  }
});

test('a plain value may be of another stack, without a lock between the two', () => {
  const app = new App();
  const { topicArn } = new Topic(new Stack(app, 'Topics'), 'Topic');
  expect(rendered(new Stack(app, 'Builds'), { TOPIC: BuildVariable.plain(topicArn) })).toEqual([
    {
      Name: 'TOPIC',
      Type: 'PLAINTEXT',
      Value: { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Topics' }) as unknown },
    },
  ]);
  expect(lockedStacks(app)).toEqual([]);
});
