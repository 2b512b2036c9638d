import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { BuildProject, BuildVariable } from '../../lib';
import type { SecretVariableOptions } from '../../lib';
import { errorsOf, newStack, onlyResource, statementsOf } from '../support/fixtures';

const env = { account: '111122223333', region: 'eu-west-1' };
const OWN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf';
const FOREIGN = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:shared-AbCdEf';
const FOREIGN_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-1111-1111-1111-111111111111';

function build(secretArn: string, options: SecretVariableOptions = {}, key?: string, region = env.region) {
  const stack = newStack({ env: { ...env, region } });
  const encryptionKey = key === undefined ? undefined : Key.fromKeyArn(stack, 'Key', key);
  const secret = Secret.fromSecretCompleteArn(stack, 'Secret', secretArn);
  const variables = { TOKEN: BuildVariable.secret(secret, { encryptionKey, ...options }) };
  new BuildProject(stack, 'Build', { variables });
  return stack;
}

function valueOf(stack: ReturnType<typeof newStack>): unknown {
  const { Environment } = onlyResource(Template.fromStack(stack), 'AWS::CodeBuild::Project').Properties as {
    Environment: { EnvironmentVariables: { Value: unknown }[] };
  };
  return Environment.EnvironmentVariables[0].Value;
}

test.each<[SecretVariableOptions, string]>([
  [{}, OWN],
  [{ field: 'token' }, `${OWN}:token`],
  [{ field: 'token', versionStage: 'AWSPREVIOUS' }, `${OWN}:token:AWSPREVIOUS`],
  [{ versionStage: 'AWSPREVIOUS' }, `${OWN}::AWSPREVIOUS`],
  [{ field: 'token', versionId: 'v-1' }, `${OWN}:token::v-1`],
  [{ versionId: 'v-1' }, `${OWN}:::v-1`],
])('a version is named as CodeBuild reads it: %j', (options, expected) => {
  expect(valueOf(build(OWN, options))).toBe(expected);
});

test('a stage and an id of a version exclude each other', () => {
  expect(errorsOf(build(OWN, { versionStage: 'AWSPREVIOUS', versionId: 'v-1' }))).toEqual([
    'Build (BuildProject) variables.TOKEN.versionId: must not be given beside versionStage; leave one of them out',
  ]);
});

test('a stage with a colon would name something else', () => {
  expect(errorsOf(build(OWN, { versionStage: 'a:b' }))).toEqual([
    "Build (BuildProject) variables.TOKEN.versionStage: must be a text, without a colon, got 'a:b'",
  ]);
});

test('a secret of another account is read by its whole ARN, and decrypted with its key through Secrets Manager', () => {
  const stack = build(FOREIGN, { field: 'token' }, FOREIGN_KEY);
  expect(valueOf(stack)).toBe(`${FOREIGN}:token`);
  const statements = statementsOf(Template.fromStack(stack), 'BuildRole');
  expect(statements.filter(({ Resource }) => Resource === FOREIGN)).toEqual([
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: FOREIGN },
  ]);
  expect(statements.filter(({ Resource }) => Resource === FOREIGN_KEY)).toMatchObject([
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': expect.anything() as unknown } },
    },
  ]);
});

test.each([
  ['no key', undefined],
  ['something that is no key', 'my-key' as unknown as IKey],
])('a secret of another account with %s is refused', (_, encryptionKey) => {
  expect(errorsOf(build(FOREIGN, { encryptionKey }))).toEqual([
    'Build (BuildProject) variables.TOKEN.encryptionKey: must be given for a secret of another account, which AWS shares only under such a key',
  ]);
});

test('a secret of another account and another region is refused', () => {
  expect(errorsOf(build(FOREIGN, {}, FOREIGN_KEY, 'us-east-1'))).toEqual([
    "Build (BuildProject) variables.TOKEN: must be in the region of the stack, us-east-1, got 'eu-west-1'",
  ]);
});

test('a secret of another account is not found by a part of its ARN', () => {
  const stack = newStack({ env });
  const secret = Secret.fromSecretPartialArn(stack, 'Secret', FOREIGN.replace(/-AbCdEf$/, ''));
  const encryptionKey = Key.fromKeyArn(stack, 'Key', FOREIGN_KEY);
  new BuildProject(stack, 'Build', { variables: { TOKEN: BuildVariable.secret(secret, { encryptionKey }) } });
  expect(errorsOf(stack)).toEqual([
    'Build (BuildProject) variables.TOKEN: must have its whole ARN, for it is in another account; use Secret.fromSecretCompleteArn',
  ]);
});
