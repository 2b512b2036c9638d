import { policyOf, roleWith, stackWith, templatesWithRole } from './fixture';
import { expectAllowed, expectDenied } from './expectations';
import { resolveTemplates } from './resolve-templates';
import { roleOf } from './roles';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' };
const denial = { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/secret' };
const role = roleOf(templatesWithRole([statement, denial]), 'Role');

test('requests that are answered as expected pass', async () => {
  await expectAllowed(role, [['s3:GetObject', 'arn:aws:s3:::orders/a']]);
  await expectDenied(role, [
    ['s3:GetObject', 'arn:aws:s3:::others/a'],
    ['s3:PutObject', 'arn:aws:s3:::orders/a'],
  ]);
});

test('the context of a request counts', async () => {
  const condition = { Bool: { 'aws:SecureTransport': 'true' } };
  const secure = roleOf(templatesWithRole([{ ...statement, Condition: condition }]), 'Role');

  await expectAllowed(secure, [['s3:GetObject', 'arn:aws:s3:::orders/a']]);
  await expectDenied(secure, [['s3:GetObject', 'arn:aws:s3:::orders/a', { 'aws:SecureTransport': 'false' }]]);
});

test('all requests that should be allowed are reported at once, with the role and the statement', async () => {
  const message = [
    `Stack/Role (${role.arn}) must be allowed`,
    `s3:GetObject on arn:aws:s3:::others/a: not covered by Stack/Role Inline ${JSON.stringify(statement)}`,
    `s3:GetObject on arn:aws:s3:::orders/secret: denied by Stack/Role Inline ${JSON.stringify(denial)}`,
    's3:PutObject on arn:aws:s3:::orders/a: no statement allows the action',
    's3:GetObjekt on arn:aws:s3:::orders/a: there is no such action',
  ].join('\n- ');

  await expect(
    expectAllowed(role, [
      ['s3:GetObject', 'arn:aws:s3:::orders/a'],
      ['s3:GetObject', 'arn:aws:s3:::others/a'],
      ['s3:GetObject', 'arn:aws:s3:::orders/secret'],
      ['s3:PutObject', 'arn:aws:s3:::orders/a'],
      ['s3:GetObjekt', 'arn:aws:s3:::orders/a'],
    ]),
  ).rejects.toThrow(new Error(message));
});

test('all requests that should be denied are reported at once, with the role and the statement', async () => {
  const message = [
    `Stack/Role (${role.arn}) must not be allowed`,
    `s3:GetObject on arn:aws:s3:::orders/a: allowed by Stack/Role Inline ${JSON.stringify(statement)}`,
    's3:GetObjekt on arn:aws:s3:::orders/a: there is no such action',
  ].join('\n- ');

  await expect(
    expectDenied(role, [
      ['s3:GetObject', 'arn:aws:s3:::orders/a'],
      ['s3:GetObjekt', 'arn:aws:s3:::orders/a'],
      ['s3:PutObject', 'arn:aws:s3:::orders/a'],
    ]),
  ).rejects.toThrow(new Error(message));
});

test('a boundary that is in the way is named as the reason', async () => {
  const boundary = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: policyOf({ Effect: 'Allow', Action: 'sts:*', Resource: '*' }) },
  };
  const Role = roleWith({
    PermissionsBoundary: { Ref: 'Boundary' },
    Policies: [{ PolicyName: 'Inline', PolicyDocument: policyOf(statement) }],
  });
  const bounded = roleOf(resolveTemplates([stackWith({ Role, Boundary: boundary })]), 'Role');

  await expect(expectAllowed(bounded, [['s3:GetObject', 'arn:aws:s3:::orders/a']])).rejects.toThrow(
    's3:GetObject on arn:aws:s3:::orders/a: not allowed by its permissions boundary',
  );
});

test('an ARN that fits two types is reported with the answer alone', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:f:live';

  await expect(expectAllowed(role, [['lambda:PutProvisionedConcurrencyConfig', arn]])).rejects.toThrow(
    `lambda:PutProvisionedConcurrencyConfig on ${arn}: ImplicitlyDenied`,
  );
});
