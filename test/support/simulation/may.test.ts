import { App, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { policyOf, roleWith, stackWith, templatesWithRole } from './fixture';
import { may, resolveTemplates, type Role as ResolvedRole, roleOf } from './index';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/Deployer';
const BUCKET_ARN = 'arn:aws:s3:::orders';

/** A role `Deployer` with one statement, among other resources. */
function roleThatMay(Action: string, Resource: unknown, others: object = {}, more: object = {}): ResolvedRole {
  const PolicyDocument = policyOf({ Effect: 'Allow', Action, Resource, ...more });
  const Role = roleWith({ RoleName: 'Deployer', Policies: [{ PolicyName: 'Inline', PolicyDocument }] });
  return roleOf(resolveTemplates([stackWith({ Role, ...others })]), 'Role');
}

describe('grants of the CDK across two stacks', () => {
  const app = new App();
  const shared = new Stack(app, 'Shared');
  const delivery = new Stack(app, 'Delivery');
  const service = new ServicePrincipal('codebuild.amazonaws.com');
  const encryptionKey = new Key(shared, 'Key');
  CrossStackReferences.of(encryptionKey).produce(ReferenceStrength.WEAK);
  const bucket = new Bucket(shared, 'Bucket', { encryptionKey, enforceSSL: true });
  const neighbour = new Bucket(shared, 'Neighbour');
  const boundary = new ManagedPolicy(delivery, 'Boundary', {
    statements: [
      new PolicyStatement({ actions: ['*'], resources: ['*'] }),
      new PolicyStatement({ effect: Effect.DENY, actions: ['s3:DeleteObject'], resources: ['*'] }),
    ],
  });
  const reader = new Role(delivery, 'Reader', { assumedBy: service });
  const bounded = new Role(delivery, 'Bounded', { assumedBy: service, permissionsBoundary: boundary });
  bucket.grantRead(reader);
  bucket.grantReadWrite(bounded);
  const templates = resolveTemplates(app.synth());
  const object = `${templates.text(shared, bucket.bucketArn)}/source.zip`;
  const key = templates.text(shared, encryptionKey.keyArn);

  test('let a role read the bucket and its key, and neither write nor read the neighbour', async () => {
    const role = roleOf(templates, 'Reader');

    expect(await may(role, 's3:GetObject', object)).toBe(true);
    expect(await may(role, 'kms:Decrypt', key)).toBe(true);
    expect(await may(role, 's3:PutObject', object)).toBe(false);
    expect(await may(role, 'kms:Encrypt', key)).toBe(false);
    expect(await may(role, 's3:GetObject', `${templates.text(shared, neighbour.bucketArn)}/source.zip`)).toBe(false);
  });

  test('stop at the policy of the bucket', async () => {
    expect(await may(roleOf(templates, 'Reader'), 's3:GetObject', object, { 'aws:SecureTransport': 'false' })).toBe(
      false,
    );
  });

  test('stop at the boundary', async () => {
    const role = roleOf(templates, 'Bounded');

    expect(await may(role, 's3:PutObject', object)).toBe(true);
    expect(await may(role, 's3:DeleteObject', object)).toBe(false);
  });
});

describe('the policy of a resource', () => {
  const allow = (Action: string, Resource: string): object =>
    policyOf({ Effect: 'Allow', Action, Resource, Principal: { AWS: ROLE_ARN } });
  const named = (Type: string, Properties: object): object => ({ It: { Type, Properties } });

  test.each<[string, string, string, object]>([
    [
      'a bucket',
      's3:GetObject',
      `${BUCKET_ARN}/a/b`,
      named('AWS::S3::BucketPolicy', { Bucket: 'orders', PolicyDocument: allow('s3:GetObject', `${BUCKET_ARN}/*`) }),
    ],
    [
      'a topic',
      'sns:Publish',
      'arn:aws:sns:eu-west-1:111122223333:t',
      named('AWS::SNS::TopicPolicy', {
        Topics: ['arn:aws:sns:eu-west-1:111122223333:t'],
        PolicyDocument: allow('sns:Publish', '*'),
      }),
    ],
    [
      'a queue',
      'sqs:SendMessage',
      'arn:aws:sqs:eu-west-1:111122223333:q',
      {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
        ...named('AWS::SQS::QueuePolicy', {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: allow('sqs:SendMessage', '*'),
        }),
      },
    ],
    [
      'a function',
      'lambda:InvokeFunction',
      'arn:aws:lambda:eu-west-1:111122223333:function:f',
      named('AWS::Lambda::Permission', { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: ROLE_ARN }),
    ],
    [
      'an alias',
      'lambda:InvokeFunction',
      'arn:aws:lambda:eu-west-1:111122223333:function:f:live',
      named('AWS::Lambda::Permission', {
        FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:f:live',
        Action: 'lambda:InvokeFunction',
        Principal: ROLE_ARN,
      }),
    ],
    [
      'a secret',
      'secretsmanager:GetSecretValue',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abc123',
      named('AWS::SecretsManager::ResourcePolicy', {
        SecretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abc123',
        ResourcePolicy: allow('secretsmanager:GetSecretValue', '*'),
      }),
    ],
    [
      'an image repository',
      'ecr:BatchGetImage',
      'arn:aws:ecr:eu-west-1:111122223333:repository/r',
      named('AWS::ECR::Repository', {
        RepositoryName: 'r',
        RepositoryPolicyText: policyOf({
          Effect: 'Allow',
          Action: 'ecr:BatchGetImage',
          Principal: { AWS: ROLE_ARN },
          Resource: '*',
        }),
      }),
    ],
    [
      'a package domain',
      'codeartifact:GetAuthorizationToken',
      'arn:aws:codeartifact:eu-west-1:111122223333:domain/d',
      named('AWS::CodeArtifact::Domain', {
        DomainName: 'd',
        PermissionsPolicyDocument: allow('codeartifact:GetAuthorizationToken', '*'),
      }),
    ],
    [
      'a package repository',
      'codeartifact:ReadFromRepository',
      'arn:aws:codeartifact:eu-west-1:111122223333:repository/d/r',
      named('AWS::CodeArtifact::Repository', {
        DomainName: 'd',
        RepositoryName: 'r',
        PermissionsPolicyDocument: allow('codeartifact:ReadFromRepository', '*'),
      }),
    ],
  ])('%s allows by itself', async (_, action, arn, others) => {
    expect(await may(roleThatMay('ec2:DescribeVpcs', '*', others), action, arn)).toBe(true);
    expect(await may(roleThatMay('ec2:DescribeVpcs', '*'), action, arn)).toBe(false);
  });

  test('a permission for a service is none for a role', async () => {
    const permission = named('AWS::Lambda::Permission', {
      FunctionName: 'f',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/r',
    });
    const role = roleThatMay('ec2:DescribeVpcs', '*', permission);

    expect(await may(role, 'lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:f')).toBe(false);
  });

  test('a permission for an organization holds within it', async () => {
    const permission = named('AWS::Lambda::Permission', {
      FunctionName: 'f',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
      PrincipalOrgID: 'o-1',
    });
    const role = roleThatMay('ec2:DescribeVpcs', '*', permission);
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:f';

    expect(await may(role, 'lambda:InvokeFunction', arn, { 'aws:PrincipalOrgID': 'o-1' })).toBe(true);
    expect(await may(role, 'lambda:InvokeFunction', arn, { 'aws:PrincipalOrgID': 'o-2' })).toBe(false);
  });

  test('the trust policy of a role says who assumes it, not who passes it', async () => {
    const arn = 'arn:aws:iam::111122223333:role/Target';
    const target = { Target: roleWith({ RoleName: 'Target' }) };

    expect(await may(roleThatMay('sts:AssumeRole', arn, target), 'sts:AssumeRole', arn)).toBe(false);
    expect(await may(roleThatMay('iam:PassRole', arn, target), 'iam:PassRole', arn)).toBe(true);
    expect(await may(roleThatMay('sts:AssumeRole', arn), 'sts:AssumeRole', arn)).toBe(true);
  });
});

describe('a key', () => {
  const decrypting = (Key: object): ResolvedRole => roleThatMay('kms:Decrypt', '*', { Key });
  const key = (statement?: object): object => ({
    Type: 'AWS::KMS::Key',
    Properties:
      statement === undefined ? {} : { KeyPolicy: policyOf({ Action: 'kms:*', Resource: '*', ...statement }) },
  });
  const root = { AWS: 'arn:aws:iam::111122223333:root' };

  test.each<[string, object, boolean]>([
    ['that trusts the account leaves it to the role', key({ Effect: 'Allow', Principal: root }), true],
    [
      'that trusts somebody else keeps the role out',
      key({ Effect: 'Allow', Principal: { AWS: `${ROLE_ARN}2` } }),
      false,
    ],
    ['that denies keeps the role out', key({ Effect: 'Deny', Principal: root }), false],
    ['without a policy trusts the account', key(), true],
  ])('%s', async (_, resource, expected) => {
    const role = decrypting(resource);
    const arn = role.templates.text('Stack', { 'Fn::GetAtt': ['Key', 'Arn'] });

    expect(await may(role, 'kms:Decrypt', arn)).toBe(expected);
  });

  test('that is not in the templates trusts the account', async () => {
    const role = roleThatMay('kms:Decrypt', '*');

    expect(await may(role, 'kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1')).toBe(true);
    expect(await may(role, 'kms:Encrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1')).toBe(false);
  });
});

describe('another account', () => {
  const OTHER_BUCKET = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } } };
  const statements = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const inAccounts = (other: object): ResolvedRole => {
    const Policies = [{ PolicyName: 'All', PolicyDocument: policyOf(...statements) }];
    const Resources = { Role: roleWith({ RoleName: 'Deployer', Policies }) };
    const theirs = { stackName: 'Theirs', account: '444455556666', template: { Resources: other } };
    return roleOf(resolveTemplates([stackWith(Resources), theirs]), 'Role');
  };
  const target = (principal: string): object => ({
    Target: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'Target',
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: principal },
        }),
      },
    },
  });
  const targetArn = 'arn:aws:iam::444455556666:role/Target';

  test('must let the role in when its stacks are among the templates', async () => {
    const allowed = inAccounts(target('arn:aws:iam::111122223333:root'));
    const refused = inAccounts(target('arn:aws:iam::444455556666:root'));

    expect(await may(allowed, 'sts:AssumeRole', targetArn)).toBe(true);
    expect(await may(refused, 'sts:AssumeRole', targetArn)).toBe(false);
  });

  test('keeps its bucket although the ARN names no account', async () => {
    expect(await may(inAccounts(OTHER_BUCKET), 's3:GetObject', `${BUCKET_ARN}/a`)).toBe(false);
  });

  test('is left out when none of its stacks is known', async () => {
    expect(await may(roleThatMay('sts:AssumeRole', targetArn), 'sts:AssumeRole', targetArn)).toBe(true);
    expect(await may(roleThatMay('sts:AssumeRole', `${targetArn}2`), 'sts:AssumeRole', targetArn)).toBe(false);
  });
});

test('the context decides about conditions', async () => {
  const condition = { Condition: { StringEquals: { 'iam:PassedToService': 'codebuild.amazonaws.com' } } };
  const role = roleThatMay('iam:PassRole', 'arn:aws:iam::111122223333:role/r', {}, condition);
  const passed = (service: string): Promise<boolean> =>
    may(role, 'iam:PassRole', 'arn:aws:iam::111122223333:role/r', { 'iam:PassedToService': service });

  expect(await passed('codebuild.amazonaws.com')).toBe(true);
  expect(await passed('ec2.amazonaws.com')).toBe(false);
});

test('a key of several values takes a list', async () => {
  const condition = { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } } };
  const arn = 'arn:aws:codebuild:eu-west-1:111122223333:project/p';
  const role = roleThatMay('codebuild:CreateProject', arn, {}, condition);

  expect(await may(role, 'codebuild:CreateProject', arn, { 'aws:TagKeys': ['team'] })).toBe(true);
  expect(await may(role, 'codebuild:CreateProject', arn, { 'aws:TagKeys': ['team', 'cost'] })).toBe(false);
});

test('a star in the ARN is allowed only where a wildcard of the policy covers it', async () => {
  const pattern = 'arn:aws:codebuild:eu-west-1:111122223333:project/orders-*';

  expect(await may(roleThatMay('codebuild:StartBuild', pattern), 'codebuild:StartBuild', pattern)).toBe(true);
  expect(await may(roleThatMay('codebuild:StartBuild', `${pattern}-x`), 'codebuild:StartBuild', pattern)).toBe(false);
  expect(
    await may(roleThatMay('codebuild:StartBuild', pattern.replace('*', 'a')), 'codebuild:StartBuild', pattern),
  ).toBe(false);
});

test('an action without a resource type is asked for on *', async () => {
  expect(await may(roleThatMay('ec2:DescribeVpcs', '*'), 'ec2:DescribeVpcs', '*')).toBe(true);
  expect(await may(roleThatMay('ec2:DescribeVpcs', 'arn:aws:ec2:*:*:vpc/*'), 'ec2:DescribeVpcs', '*')).toBe(false);
});

test('an ARN that fits two types gets one answer', async () => {
  const action = 'lambda:PutProvisionedConcurrencyConfig';
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:f:live';

  expect(await may(roleThatMay(action, arn), action, arn)).toBe(true);
  expect(await may(roleThatMay(action, arn), action, `${arn}2`)).toBe(false);
  await expect(may(roleThatMay(action, arn), action, arn, { 'no:key': 'x' })).rejects.toThrow('no:key not found');
});

test('GovCloud is simulated in its own partition', async () => {
  const statement = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::b/*' },
  };
  const Policies = [{ PolicyName: 'Read', PolicyDocument: policyOf(statement) }];
  const templates = resolveTemplates([stackWith({ Role: roleWith({ Policies }) })], { region: 'us-gov-west-1' });
  const role = roleOf(templates, 'Role');

  expect(await may(role, 's3:GetObject', 'arn:aws-us-gov:s3:::b/a')).toBe(true);
  expect(await may(role, 's3:GetObject', 'arn:aws:s3:::b/a')).toBe(false);
});

describe('a request that makes no sense is refused', () => {
  const role = roleThatMay('s3:GetObject', '*');

  test.each<[string, string, string, string]>([
    ['an action that does not exist', 's3:GetObjekt', `${BUCKET_ARN}/a`, 'there is no such action'],
    ['a service that does not exist', 's4:GetObject', `${BUCKET_ARN}/a`, 'there is no such service'],
    ['a resource of another type', 's3:GetObject', ROLE_ARN, 'the action does not take a resource of this type'],
    ['a resource where none is taken', 'ec2:DescribeVpcs', BUCKET_ARN, 'the action takes no resource: ask for *'],
    ['no resource where one is taken', 's3:GetObject', '*', 'the action takes a resource: name one'],
  ])('%s', async (_, action, arn, message) => {
    await expect(may(role, action, arn)).rejects.toThrow(`${action} on ${arn}: ${message}`);
  });

  test('a condition key that the action does not have', async () => {
    await expect(may(role, 's3:GetObject', `${BUCKET_ARN}/a`, { 'kms:ViaService': 'x' })).rejects.toThrow(
      'the simulator knows no kms:ViaService for this request',
    );
  });

  test('a policy that IAM would not take', async () => {
    const broken = roleThatMay('s3:GetObject', '*', {}, { Principal: '*' });

    await expect(may(broken, 's3:GetObject', `${BUCKET_ARN}/a`)).rejects.toThrow(
      'policy.errors {"identityPolicyErrors":{"Stack/Role Inline"',
    );
  });
});

describe('what is not known is no answer', () => {
  const outside = 'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole';
  const roleOutside = (properties: object, Effect = 'Allow'): ResolvedRole => {
    const PolicyDocument = policyOf({ Effect, Action: 's3:GetObject', Resource: `${BUCKET_ARN}/*` });
    const Role = roleWith({ Policies: [{ PolicyName: 'Inline', PolicyDocument }], ...properties });
    return roleOf(resolveTemplates([stackWith({ Role })]), 'Role');
  };

  test('a boundary', async () => {
    await expect(may(roleOutside({ PermissionsBoundary: outside }), 's3:GetObject', `${BUCKET_ARN}/a`)).rejects.toThrow(
      `the boundary ${outside} is not known: give it as an outside policy`,
    );
  });

  test('a managed policy that might allow', async () => {
    const role = roleOutside({ ManagedPolicyArns: [outside] });

    expect(await may(role, 's3:GetObject', `${BUCKET_ARN}/a`)).toBe(true);
    await expect(may(role, 's3:PutObject', `${BUCKET_ARN}/a`)).rejects.toThrow(`depends on ${outside}`);
  });

  test('a managed policy matters no more after an explicit denial', async () => {
    const role = roleOutside({ ManagedPolicyArns: [outside] }, 'Deny');

    expect(await may(role, 's3:GetObject', `${BUCKET_ARN}/a`)).toBe(false);
  });

  test('a wildcard that the simulator compares wrongly', async () => {
    const pipelines = 'arn:aws:codepipeline:eu-west-1:111122223333';
    const approval = 'codepipeline:PutApprovalResult';
    const arn = `${pipelines}:orders-1/Production/Approve`;

    await expect(may(roleThatMay(approval, `${pipelines}:orders-*/Production/*`), approval, arn)).rejects.toThrow(
      'which the simulator compares wrongly',
    );
    expect(await may(roleThatMay(approval, `${pipelines}:orders-*`), approval, arn)).toBe(true);
    expect(await may(roleThatMay(approval, `${pipelines}:orders-1/Production/*`), approval, arn)).toBe(true);
  });
});

test('a wildcard that the simulator compares wrongly is refused in a boundary, and matters only for its actions', async () => {
  const arn = 'arn:aws:codepipeline:eu-west-1:111122223333:orders-1/Production/Approve';
  const PolicyDocument = policyOf({
    Effect: 'Allow',
    NotAction: 'iam:*',
    Resource: 'arn:aws:codepipeline:*:*:orders-*/*/*',
  });
  const Boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } };
  const approving = policyOf(
    { Effect: 'Allow', Action: 'codepipeline:Put*', Resource: arn },
    { Effect: 'Allow', Action: 'codepipeline:StartPipelineExecution', Resource: 'arn:aws:codepipeline:*:*:*/x' },
  );
  const Policies = [{ PolicyName: 'Inline', PolicyDocument: approving }];
  const bounded = roleWith({ Policies, PermissionsBoundary: { Ref: 'Boundary' } });
  const templates = resolveTemplates([stackWith({ Boundary, Free: roleWith({ Policies }), Bounded: bounded })]);

  await expect(may(roleOf(templates, 'Bounded'), 'codepipeline:PutApprovalResult', arn)).rejects.toThrow(
    'names arn:aws:codepipeline:*:*:orders-*/*/*, which the simulator compares wrongly',
  );
  expect(await may(roleOf(templates, 'Free'), 'codepipeline:PutApprovalResult', arn)).toBe(true);
});

test('a role without policies may do nothing', async () => {
  expect(await may(roleOf(templatesWithRole([]), 'Role'), 's3:GetObject', `${BUCKET_ARN}/a`)).toBe(false);
});

test('a document of AWS, which is in no account, is judged like any other', async () => {
  const document = 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript';
  const role = roleThatMay('ssm:SendCommand', document);
  expect(await may(role, 'ssm:SendCommand', document)).toBe(true);
  expect(await may(role, 'ssm:SendCommand', document.replace('Shell', 'PowerShell'))).toBe(false);
  expect(await may(role, 'ssm:GetDocument', document)).toBe(false);
});
