import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { BeanstalkVariable } from '../../../lib';
import { lockedStacks, newStack, statementsOf } from '../../support/fixtures';
import type { TemplateStatement } from '../../support/fixtures';
import { newEnvironment, optionsIn } from './support';

const PLAIN = 'aws:elasticbeanstalk:application:environment';
const SECRETS = `${PLAIN}secrets`;
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/database';

interface Bound {
  readonly plain: Record<string, unknown>;
  readonly references: Record<string, unknown>;
  readonly statements: TemplateStatement[];
}

/** What a variable comes to, and what the instances may read because of it. */
function bound(stack: Stack, variable: BeanstalkVariable): Bound {
  newEnvironment(stack, 'Production', { variables: { VALUE: variable } });
  const template = Template.fromStack(stack);
  return {
    plain: optionsIn(template, PLAIN),
    references: optionsIn(template, SECRETS),
    statements: statementsOf(template, 'InstanceRole').filter(({ Action }) =>
      /^(secretsmanager|ssm|kms):/.test(String(Action)),
    ),
  };
}

const mayDecrypt = (service: string): unknown => ({
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/) as string, 'Arn'] },
  Condition: {
    StringEquals: {
      'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
    },
  },
});

test('a plain value stands in the template', () => {
  const { plain, references, statements } = bound(newStack(), BeanstalkVariable.plain('live'));
  expect({ plain, references, statements }).toEqual({ plain: { VALUE: 'live' }, references: {}, statements: [] });
});

test('a secret is named by its ARN, and the instances may read exactly it, with its key', () => {
  const stack = newStack();
  const secret = new Secret(stack, 'Secret', { encryptionKey: new Key(stack, 'Key') });
  const ref = { Ref: expect.stringMatching(/^Secret/) as string };
  const { plain, references, statements } = bound(stack, BeanstalkVariable.secret(secret));
  expect(plain).toEqual({});
  expect(references).toEqual({ VALUE: ref });
  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ref },
    mayDecrypt('secretsmanager'),
  ]);
});

test('a field of a secret follows its ARN after a colon, and is not in the policy', () => {
  const stack = newStack();
  const secret = Secret.fromSecretCompleteArn(stack, 'Secret', `${ARN}-AbCdEf`);
  const { references, statements } = bound(stack, BeanstalkVariable.secret(secret, { field: 'password' }));
  expect(references).toEqual({ VALUE: `${ARN}-AbCdEf:password` });
  expect(statements).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `${ARN}-AbCdEf` }]);
});

test('a secret that is known by its name is named without its last six characters, with a warning', () => {
  const stack = newStack();
  const { references, statements } = bound(
    stack,
    BeanstalkVariable.secret(Secret.fromSecretNameV2(stack, 'Database', 'shop/database')),
  );
  expect(JSON.stringify(references)).toContain(':secret:shop/database"');
  expect(JSON.stringify(statements)).toContain(':secret:shop/database-??????"');
  Annotations.fromStack(stack).hasWarning('/Test/Production', Match.stringLikeRegexp('Database is known without'));
});

test('a parameter is named by its ARN, and the instances may read exactly it, with the key that is given', () => {
  const stack = newStack();
  const variable = BeanstalkVariable.parameter('/shop/url', { encryptionKey: new Key(stack, 'Key') });
  const { references, statements } = bound(stack, variable);
  expect(JSON.stringify(references)).toContain(':parameter/shop/url"');
  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: references.VALUE },
    mayDecrypt('ssm'),
  ]);
});

test('a parameter may be one of the app', () => {
  const stack = newStack();
  const parameter = new StringParameter(stack, 'Parameter', { stringValue: 'a' });
  const { references, statements } = bound(stack, BeanstalkVariable.parameterOf(parameter));
  expect(JSON.stringify(references)).toContain('Parameter');
  expect(statements.map(({ Resource }) => Resource)).toEqual([references.VALUE]);
});

test('a secret and a parameter of another stack lock nothing', () => {
  const app = new App();
  const [ground, shop] = [new Stack(app, 'Ground'), new Stack(app, 'Shop')];
  const variables = {
    A: BeanstalkVariable.secret(new Secret(ground, 'Secret', { encryptionKey: new Key(ground, 'Key') })),
    B: BeanstalkVariable.parameterOf(new StringParameter(ground, 'Parameter', { stringValue: 'a' })),
    C: BeanstalkVariable.plain(ground.resolve('plain') as string),
  };
  newEnvironment(shop, 'Production', { variables });
  expect(lockedStacks(app)).toEqual([]);
});
