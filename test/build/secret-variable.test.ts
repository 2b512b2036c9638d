import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { BuildProject, BuildVariable } from '../../lib';
import { errorsOf, lockedStacks, newStack, onlyResource, statementsOf } from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';

interface Bound {
  readonly values: unknown[];
  readonly statements: TemplateStatement[];
}

/** The values of a project's variables, and what the role of the project may do about secrets. */
function bound(stack: Stack, ...variables: BuildVariable[]): Bound {
  new BuildProject(stack, 'Build', {
    variables: Object.fromEntries(variables.map((variable, index) => [`SECRET_${index}`, variable])),
  });
  const template = Template.fromStack(stack);
  const { Environment } = onlyResource(template, 'AWS::CodeBuild::Project').Properties as {
    Environment: { EnvironmentVariables: { Type: string; Value: unknown }[] };
  };
  for (const { Type } of Environment.EnvironmentVariables) expect(Type).toBe('SECRETS_MANAGER');
  return {
    values: Environment.EnvironmentVariables.map(({ Value }) => Value),
    statements: statementsOf(template, 'BuildRole').filter(({ Action }) =>
      /^(secretsmanager|kms):/.test(String(Action)),
    ),
  };
}

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/signing';
const ref = { Ref: expect.stringMatching(/^Secret/) as unknown };
const mayRead = (resource: unknown): unknown => ({
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: resource,
});
const mayDecrypt = (resource: unknown): unknown => ({
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: resource,
  Condition: {
    StringEquals: {
      'kms:ViaService': {
        'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
      },
    },
  },
});

describe('a secret of the same stack', () => {
  test('is read by its ARN, and the role may read exactly it', () => {
    const stack = newStack();
    expect(bound(stack, BuildVariable.secret(new Secret(stack, 'Secret')))).toEqual({
      values: [ref],
      statements: [mayRead(ref)],
    });
  });

  test('may be a JSON object, of which the build gets one field', () => {
    const stack = newStack();
    const { values, statements } = bound(stack, BuildVariable.secret(new Secret(stack, 'Secret'), { field: 'key' }));
    expect(values).toEqual([{ 'Fn::Join': ['', [ref, ':key']] }]);
    expect(statements).toEqual([mayRead(ref)]);
  });

  test('may be read in two fields with one permission', () => {
    const stack = newStack();
    const secret = new Secret(stack, 'Secret');
    const fields = ['user', 'password'].map((field) => BuildVariable.secret(secret, { field }));
    expect(bound(stack, ...fields).statements).toEqual([mayRead(ref)]);
  });

  test('may have a key of the user’s, which decrypts for the build through Secrets Manager only', () => {
    const stack = newStack();
    const secret = new Secret(stack, 'Secret', { encryptionKey: new Key(stack, 'Key') });
    expect(bound(stack, BuildVariable.secret(secret)).statements).toEqual([
      mayRead(ref),
      mayDecrypt({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }),
    ]);
  });
});

describe('a secret that was imported', () => {
  test('by its whole ARN is read by that', () => {
    const stack = newStack();
    const secret = Secret.fromSecretCompleteArn(stack, 'Imported', `${ARN}-AbCdEf`);
    expect(bound(stack, BuildVariable.secret(secret, { field: 'key' }))).toEqual({
      values: [`${ARN}-AbCdEf:key`],
      statements: [mayRead(`${ARN}-AbCdEf`)],
    });
  });

  test('by an ARN without the six characters of AWS is read by its name, and permitted with any six', () => {
    const stack = newStack();
    const secret = Secret.fromSecretPartialArn(stack, 'Imported', ARN);
    expect(bound(stack, BuildVariable.secret(secret))).toEqual({
      values: ['orders/signing'],
      statements: [mayRead(`${ARN}-??????`)],
    });
  });

  test('by its name is read by that, and permitted with any six characters at the end', () => {
    const stack = newStack();
    const secret = Secret.fromSecretNameV2(stack, 'Imported', 'orders/signing');
    const { values, statements } = bound(stack, BuildVariable.secret(secret, { field: 'key' }));
    expect(values).toEqual(['orders/signing:key']);
    expect(statements).toEqual([
      mayRead({
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':secretsmanager:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':secret:orders/signing-??????',
          ],
        ],
      }),
    ]);
  });

  test('without its key can be given the key', () => {
    const stack = newStack();
    const secret = Secret.fromSecretCompleteArn(stack, 'Imported', `${ARN}-AbCdEf`);
    const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
    const encryptionKey = Key.fromKeyArn(stack, 'Key', keyArn);
    expect(bound(stack, BuildVariable.secret(secret, { encryptionKey })).statements).toEqual([
      mayRead(`${ARN}-AbCdEf`),
      mayDecrypt(keyArn),
    ]);
  });

  test('with a key can be given another one, which then counts', () => {
    const stack = newStack();
    const [known, given] = ['1111', '2222'].map((id) =>
      Key.fromKeyArn(stack, `Key${id}`, `arn:aws:kms:eu-west-1:111122223333:key/${id}`),
    );
    const secret = Secret.fromSecretAttributes(stack, 'Imported', {
      secretCompleteArn: `${ARN}-AbCdEf`,
      encryptionKey: known,
    });
    const { statements } = bound(stack, BuildVariable.secret(secret, { encryptionKey: given }));
    expect(statements[1]?.Resource).toBe('arn:aws:kms:eu-west-1:111122223333:key/2222');
  });
});

test('a secret and its key may be of another stack, without a lock between the two', () => {
  const app = new App();
  const owner = new Stack(app, 'Secrets');
  const secret = new Secret(owner, 'Secret', { encryptionKey: new Key(owner, 'Key') });
  const stack = new Stack(app, 'Builds');
  const { values, statements } = bound(stack, BuildVariable.secret(secret, { field: 'key' }));
  const output = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Secrets' }) as unknown };
  expect(values).toEqual([{ 'Fn::Join': ['', [output, ':key']] }]);
  expect(statements).toEqual([mayRead(output), mayDecrypt(output)]);
  expect(lockedStacks(app)).toEqual([]);
});

test('the stack of a secret stays as it is, whoever reads the secret', () => {
  const owner = (used: boolean): string => {
    const app = new App();
    const stack = new Stack(app, 'Secrets');
    const secret = new Secret(stack, 'Secret', { encryptionKey: new Key(stack, 'Key') });
    if (used) bound(new Stack(app, 'Builds'), BuildVariable.secret(secret));
    return JSON.stringify(Template.fromStack(stack).toJSON().Resources);
  };
  expect(owner(true)).toBe(owner(false));
});

test.each([[''], ['a:b'], [':'], [7], [null]])('%p is no name of a field', (field) => {
  const stack = newStack();
  const variable = BuildVariable.secret(new Secret(stack, 'Secret'), { field: field as string });
  new BuildProject(stack, 'Build', { variables: { KEY: variable } });
  expect(errorsOf(stack)).toEqual([
    expect.stringMatching(
      /^Build \(BuildProject\) variables\.KEY\.field: must be the name of a field, without a colon, got /,
    ),
  ]);
});
