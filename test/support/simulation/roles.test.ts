import { App, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  CfnRolePolicy,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { policyOf, roleWith, stackWith, templatesWithRole } from './fixture';
import { type ResolveOptions, resolveTemplates } from './resolve-templates';
import { roleOf, rolesOf } from './roles';

const allowing = (action: string): PolicyStatement => new PolicyStatement({ actions: [action], resources: ['*'] });
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('a role of the CDK', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery');
  const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [allowing('s3:*')] });
  const role = new Role(stack, 'Build', {
    assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    path: '/delivery/',
    permissionsBoundary: boundary,
    inlinePolicies: {},
    managedPolicies: [
      ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'),
      new ManagedPolicy(stack, 'Attached', { statements: [allowing('ec2:DescribeVpcs')] }),
    ],
  });
  new ManagedPolicy(stack, 'Attaching', { roles: [role], statements: [allowing('ec2:DescribeSubnets')] });
  role.addToPolicy(allowing('s3:ListAllMyBuckets'));
  new CfnRolePolicy(stack, 'Separate', {
    roleName: role.roleName,
    policyName: 'Separate',
    policyDocument: policyOf({ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }),
  });
  new Role(stack, 'Other', { assumedBy: new AccountPrincipal('111122223333') });
  const templates = resolveTemplates(app.synth());
  const found = roleOf(templates, 'Build');

  test('is found with its ARN and its trust policy', () => {
    expect(found.stackName).toBe('Delivery');
    expect(found.arn).toBe(`arn:aws:iam::111122223333:role/delivery/${found.roleName}`);
    expect(found.trustPolicy.Statement).toMatchObject([{ Principal: { Service: 'codebuild.amazonaws.com' } }]);
  });

  test('has the policies of every kind', () => {
    const actions = found.policies.flatMap(({ document }) => document.Statement.map((it) => it.Action));

    expect(actions.sort()).toEqual([
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      's3:ListAllMyBuckets',
      'sts:GetCallerIdentity',
    ]);
  });

  test('has its boundary, and names the managed policies that are not in the templates', () => {
    expect(found.boundary?.arn).toMatch(/:policy\/Delivery-Boundary/);
    expect(found.boundary?.document?.Statement).toMatchObject([{ Action: 's3:*' }]);
    expect(found.outsidePolicyArns).toEqual([READ_ONLY]);
  });

  test('stands beside the other roles, which have none of its policies', () => {
    const other = rolesOf(templates).find(({ logicalId }) => logicalId.startsWith('Other'));

    expect(rolesOf(templates)).toHaveLength(2);
    expect(other).toMatchObject({ policies: [], outsidePolicyArns: [] });
    expect(other).not.toHaveProperty('boundary');
  });
});

test('inline policies are named after the role', () => {
  const statement = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
  const role = roleOf(templatesWithRole([statement]), 'Role');

  expect(role.policies).toMatchObject([{ name: 'Stack/Role Inline' }]);
});

test('a document that is given for an outside policy becomes a policy of the role', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
  const options: ResolveOptions = { outsidePolicies: { [READ_ONLY]: document } };
  const properties = { ManagedPolicyArns: [READ_ONLY], PermissionsBoundary: READ_ONLY };
  const [role] = rolesOf(resolveTemplates([stackWith({ Role: roleWith(properties) })], options));

  expect(role).toMatchObject({
    policies: [{ name: READ_ONLY, document }],
    boundary: { arn: READ_ONLY, document },
    outsidePolicyArns: [],
  });
});

test('a policy of the same role name in another account belongs to another role', () => {
  const Resources = { Role: roleWith({ RoleName: 'deployer' }) };
  const Policy = {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles: ['deployer'], PolicyDocument: policyOf() },
  };
  const templates = resolveTemplates([
    { stackName: 'One', account: '111122223333', template: { Resources } },
    { stackName: 'Two', account: '444455556666', template: { Resources: { ...Resources, Policy } } },
  ]);

  expect(rolesOf(templates).map(({ stackName, policies }) => [stackName, policies.length])).toEqual([
    ['One', 0],
    ['Two', 1],
  ]);
});

describe('one role', () => {
  const Resources = { Build: roleWith(), BuildCache: roleWith(), Deploy1: roleWith(), Deploy2: roleWith() };
  const templates = resolveTemplates([
    stackWith(Resources),
    { stackName: 'Other', template: { Resources: { Deploy1: roleWith() } } },
  ]);

  test('is found by the start of its logical id, or by all of it', () => {
    expect(roleOf(templates, 'BuildC').logicalId).toBe('BuildCache');
    expect(roleOf(templates, 'Build').logicalId).toBe('Build');
  });

  test('is found in the stack that is named', () => {
    expect(roleOf(templates, 'Deploy', 'Other').stackName).toBe('Other');
  });

  test('is refused when several fit', () => {
    expect(() => roleOf(templates, 'Deploy', 'Stack')).toThrow(
      '2 roles start with Deploy; there are: Stack/Deploy1, Stack/Deploy2',
    );
  });

  test('is refused when none fits', () => {
    expect(() => roleOf(templates, 'Test', 'Other')).toThrow('0 roles start with Test; there are: Other/Deploy1');
  });
});

test('a role without a trust policy is refused', () => {
  const templates = resolveTemplates([stackWith({ Role: { Type: 'AWS::IAM::Role' } })]);

  expect(() => rolesOf(templates)).toThrow('Stack/Role AssumeRolePolicyDocument is no policy document: undefined');
});
