import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { BuildProject, BuildVariable } from '../../lib';
import { lockedStacks, newStack, onlyResource, statementsOf } from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';

/** The variable of a project, and what the role of the project may do about parameters. */
function bound(
  stack: Stack,
  variables: Record<string, BuildVariable>,
): { variables: unknown; statements: TemplateStatement[] } {
  new BuildProject(stack, 'Build', { variables });
  const template = Template.fromStack(stack);
  const { Environment } = onlyResource(template, 'AWS::CodeBuild::Project').Properties;
  return {
    variables: (Environment as { EnvironmentVariables: unknown }).EnvironmentVariables,
    statements: statementsOf(template, 'BuildRole').filter(({ Action }) => /^(ssm|kms):/.test(String(Action))),
  };
}

const parameterArn = (name: string): unknown => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':ssm:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:parameter/${name}`,
    ],
  ],
});

test.each([
  ['/orders/api-url', 'orders/api-url'],
  ['api-url', 'api-url'],
  ['/api-url', 'api-url'],
])('the parameter %s is read by its name, and the role may read exactly it', (name, path) => {
  const { variables, statements } = bound(newStack(), { API_URL: BuildVariable.parameter(name) });
  expect(variables).toEqual([{ Name: 'API_URL', Type: 'PARAMETER_STORE', Value: name }]);
  expect(statements).toEqual([{ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: parameterArn(path) }]);
});

test('several parameters share a statement', () => {
  const { statements } = bound(newStack(), { A: BuildVariable.parameter('/a'), B: BuildVariable.parameter('/b') });
  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: [parameterArn('a'), parameterArn('b')] },
  ]);
});

test('a key of a secure parameter may decrypt for the build, through Systems Manager only', () => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Key');
  const { statements } = bound(stack, { TOKEN: BuildVariable.parameter('/token', { encryptionKey }) });
  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: parameterArn('token') },
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/) as unknown, 'Arn'] },
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Join': ['', ['ssm.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
        },
      },
    },
  ]);
});

test('the key may be of another stack, without a lock between the two', () => {
  const app = new App();
  const encryptionKey = new Key(new Stack(app, 'Keys'), 'Key');
  const stack = new Stack(app, 'Builds');
  const { statements } = bound(stack, { TOKEN: BuildVariable.parameter('/token', { encryptionKey }) });
  expect(statements[1]?.Resource).toMatchObject({ 'Fn::GetStackOutput': { StackName: 'Keys' } });
  expect(lockedStacks(app)).toEqual([]);
});

/** The text that a joined value becomes when every reference is the name of the parameter. */
function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  const [key, inner] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (key === 'Ref') return (inner as string).startsWith('AWS::') ? (inner as string) : name;
  return (inner as [string, unknown[]])[1].map((part) => textOf(part, name)).join('');
}

describe('a parameter that the app makes', () => {
  const made = (scope: Stack, parameterName?: string): StringParameter =>
    new StringParameter(scope, 'Parameter', { parameterName, stringValue: 'https://example.com' });

  test.each([['/orders/api-url'], ['api-url']])(
    'named %s is read by its name, and the role may read exactly it',
    (name) => {
      const stack = newStack();
      const { variables, statements } = bound(stack, { API_URL: BuildVariable.parameterOf(made(stack, name)) });
      const value = { Ref: expect.stringMatching(/^Parameter/) as unknown };
      expect(variables).toEqual([{ Name: 'API_URL', Type: 'PARAMETER_STORE', Value: value }]);
      expect(statements.map(({ Action }) => Action)).toEqual(['ssm:GetParameters']);
      expect(textOf(statements[0].Resource, name)).toMatch(new RegExp(`:parameter/${name.replace(/^\//, '')}$`));
    },
  );

  test('may be of another stack, without a lock between the two', () => {
    const app = new App();
    const parameter = made(new Stack(app, 'Settings'), '/orders/api-url');
    const { variables, statements } = bound(new Stack(app, 'Builds'), { URL: BuildVariable.parameterOf(parameter) });
    expect(JSON.stringify(variables)).toContain('"Fn::GetStackOutput":{"StackName":"Settings"');
    expect(JSON.stringify(statements[0].Resource)).toContain('"Fn::GetStackOutput":{"StackName":"Settings"');
    expect(lockedStacks(app)).toEqual([]);
  });

  test('may have a key of the user’s', () => {
    const stack = newStack();
    const variable = BuildVariable.parameterOf(made(stack), { encryptionKey: new Key(stack, 'Key') });
    expect(bound(stack, { URL: variable }).statements.map(({ Action }) => Action)).toEqual([
      'ssm:GetParameters',
      'kms:Decrypt',
    ]);
  });
});
