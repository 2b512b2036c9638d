import { policyOf, roleWith, stackWith, templatesWithRole } from './fixture';
import { statementsWithNeedlessStar, unknownActions } from './policy-checks';
import { resolveTemplates } from './resolve-templates';

const POLICY = 'Stack/Role.Policies.0.PolicyDocument';

const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

async function starsOf(...statements: object[]): Promise<string[]> {
  const found = await statementsWithNeedlessStar(templatesWithRole(statements as Record<string, unknown>[]));
  return found.map(({ action }) => action);
}

describe('a star', () => {
  test('is fine where an action has no resource type, or a resource is named', async () => {
    expect(
      await starsOf(
        allow(['ec2:DescribeVpcs', 'ecr:GetAuthorizationToken']),
        allow('s3:GetObject', 'arn:aws:s3:::orders/*'),
        allow('s3:Get*', 'arn:aws:s3:::orders/*'),
        { Effect: 'Deny', Action: '*', Resource: '*' },
      ),
    ).toEqual([]);
  });

  test('is needless where an action has a resource type', async () => {
    const templates = templatesWithRole([
      allow(['ec2:DescribeVpcs', 'codebuild:StartBuild']) as Record<string, unknown>,
    ]);

    expect(await statementsWithNeedlessStar(templates)).toEqual([
      {
        policy: POLICY,
        statement: '0',
        action: 'codebuild:StartBuild',
        problem: 'can be limited to a resource (project)',
      },
    ]);
  });

  test('is found among other resources, and under its Sid', async () => {
    const statement = allow('codebuild:StartBuild', ['arn:aws:codebuild:*:*:project/p', '*'], { Sid: 'Start' });
    const [finding] = await statementsWithNeedlessStar(templatesWithRole([statement as Record<string, unknown>]));

    expect(finding).toMatchObject({ statement: 'Start', action: 'codebuild:StartBuild' });
  });

  test('is found behind a pattern of actions', async () => {
    expect(await starsOf(allow('codebuild:StartB*'))).toEqual(['codebuild:StartBuild', 'codebuild:StartBuildBatch']);
    expect(await starsOf(allow('ec2:DescribeVpc?'))).toEqual([]);
  });

  test('is found in the shape of NotResource and NotAction', async () => {
    expect(await starsOf({ Effect: 'Allow', Action: 'codebuild:StartBuild', NotResource: 'arn:aws:x:::y' })).toEqual([
      'codebuild:StartBuild',
    ]);
    expect(await starsOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:x:::y' })).toEqual(['iam:*']);
  });

  test('is always too much as an action', async () => {
    expect(await starsOf(allow('codebuild:*'))).toEqual(['codebuild:*']);
    expect(await starsOf(allow('*', 'arn:aws:s3:::orders'), allow(['s3:*', 's3:Get*'], 'arn:aws:s3:::orders'))).toEqual(
      ['*', 's3:*'],
    );
  });
});

describe('policies of every kind', () => {
  const PolicyDocument = policyOf(allow('codebuild:StartBuild') as Record<string, unknown>);
  const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } };
  const found = async (Resources: Record<string, unknown>): Promise<string[]> =>
    (await statementsWithNeedlessStar(resolveTemplates([stackWith(Resources)]))).map(({ policy }) => policy);

  test('of identities are checked', async () => {
    expect(
      await found({
        Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument, PolicyName: 'p', Roles: ['elsewhere'] } },
        Managed: managed,
        User: { Type: 'AWS::IAM::User', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument }] } },
      }),
    ).toEqual(['Stack/Policy.PolicyDocument', 'Stack/Managed.PolicyDocument', 'Stack/User.Policies.0.PolicyDocument']);
  });

  test('a policy that only bounds roles is not, one that is attached too is', async () => {
    const Role = roleWith({ PermissionsBoundary: { Ref: 'Managed' } });
    const attached = roleWith({ PermissionsBoundary: { Ref: 'Managed' }, ManagedPolicyArns: [{ Ref: 'Managed' }] });
    const attaching = { ...managed, Properties: { PolicyDocument, Roles: ['elsewhere'] } };

    expect(await found({ Managed: managed, Role })).toEqual([]);
    expect(await found({ Managed: managed, Role: attached })).toHaveLength(1);
    expect(await found({ Managed: attaching, Role })).toHaveLength(1);
  });

  test('of resources and of trust are not', async () => {
    const BucketPolicy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument } };

    expect(await found({ BucketPolicy, Role: roleWith({ AssumeRolePolicyDocument: PolicyDocument }) })).toEqual([]);
  });
});

describe('exceptions', () => {
  const templates = templatesWithRole([allow('codebuild:StartBuild') as Record<string, unknown>]);
  const exception = (action: string): { action: string; url: string; reason: string } => ({
    action,
    url: 'https://docs.aws.amazon.com/',
    reason: 'the service asks for it',
  });

  test('are left out of the findings', async () => {
    expect(await statementsWithNeedlessStar(templates, [exception('codebuild:startbuild')])).toEqual([]);
    expect(await statementsWithNeedlessStar(templates, [exception('codebuild:StopBuild')])).toHaveLength(1);
  });

  test.each(['codebuild:StartBuilt', 'codebuild:Start*'])('must name an action, unlike %s', async (action) => {
    await expect(statementsWithNeedlessStar(templates, [exception(action)])).rejects.toThrow(
      `The exception ${action} is no action`,
    );
  });
});

describe('unknown actions', () => {
  const found = async (Resources: Record<string, unknown>): Promise<string[]> =>
    (await unknownActions(resolveTemplates([stackWith(Resources)]))).map(({ policy, action }) => `${policy} ${action}`);

  test('are found in policies of identities, of resources and of trust', async () => {
    const odd = (action: string): object => policyOf({ Effect: 'Allow', Action: action, Resource: '*' });

    expect(
      await found({
        Role: roleWith({ AssumeRolePolicyDocument: odd('sts:AssumeRoll') }),
        Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: odd('s4:GetObject') } },
        Bucket: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: odd('s3:Gett*') } },
        Logs: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyDocument: JSON.stringify(odd('logs:Put')) } },
      }),
    ).toEqual([
      'Stack/Role.AssumeRolePolicyDocument sts:AssumeRoll',
      'Stack/Policy.PolicyDocument s4:GetObject',
      'Stack/Bucket.PolicyDocument s3:Gett*',
      'Stack/Logs.PolicyDocument logs:Put',
    ]);
  });

  test('are found in NotAction and in statements that deny', async () => {
    const PolicyDocument = policyOf(
      { Effect: 'Deny', NotAction: ['iam:Nothing', 'iam:GetRole'], Resource: '*' },
      { Effect: 'Deny', Action: 's3:Nothing', Resource: '*' },
    );

    expect(await found({ Role: roleWith({ Policies: [{ PolicyName: 'p', PolicyDocument }] }) })).toEqual([
      `${POLICY} iam:Nothing`,
      `${POLICY} s3:Nothing`,
    ]);
  });

  test('are neither patterns that cover an action nor the star', async () => {
    const PolicyDocument = policyOf({
      Effect: 'Allow',
      Action: ['*', 's3:*', 's3:get*', 'KMS:Decrypt'],
      Resource: '*',
    });

    expect(await found({ Role: roleWith({ Policies: [{ PolicyName: 'p', PolicyDocument }] }) })).toEqual([]);
  });
});
