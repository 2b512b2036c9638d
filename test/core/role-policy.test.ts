import { CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { allow, PERMISSIONS } from '../../lib/core/permissions';
import { RolePolicy } from '../../lib/core/role-policy';
import { logicalIdOf, newStack, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';

const project = (name: string): string => `arn:aws:codebuild:eu-west-1:111122223333:project/${name}`;
const start = (name: string): ReturnType<typeof allow> => allow(PERMISSIONS.codeBuildAction, [project(name)]);
const ROLE_ARN = 'arn:aws:iam::111122223333:role/path/builder';

const SERVICE = 'codebuild.amazonaws.com';

function newRole(stack: Stack): Role {
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal(SERVICE) });
}

/** The policy of a role that may start two projects, before some resource. */
function policyOf(role: (stack: Stack) => IRole): { stack: Stack; policy: RolePolicy; resource: CfnResource } {
  const stack = newStack();
  const policy = new RolePolicy(stack, 'Given', SERVICE, role(stack));
  const resource = new CfnResource(stack, 'Thing', { type: 'Some::Thing' });
  policy.add(start('a'), start('b'));
  policy.applyBefore(resource);
  return { stack, policy, resource };
}

test('statements of one kind become one, with the resources of all', () => {
  expect(statementsOf(Template.fromStack(policyOf(newRole).stack), 'Role')).toEqual([
    {
      Effect: 'Allow',
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: [project('a'), project('b')],
    },
  ]);
});

test('what is allowed twice stands in the policy once', () => {
  const { stack, policy } = policyOf(newRole);
  policy.add(start('a'));
  expect(statementsOf(Template.fromStack(stack), 'Role')[0]?.Resource).toEqual([project('a'), project('b')]);
});

test('statements of two kinds, or under other conditions, stay apart', () => {
  const { stack, policy } = policyOf(newRole);
  policy.add(allow(PERMISSIONS.startPipeline, [project('a')]));
  policy.add(allow(PERMISSIONS.startPipeline, [project('a')], { Bool: { 'aws:SecureTransport': 'true' } }));
  expect(statementsOf(Template.fromStack(stack), 'Role')).toHaveLength(3);
});

test('the role has one policy, and it is the user’s role itself', () => {
  const { stack } = policyOf(newRole);
  const template = Template.fromStack(stack);
  expect(onlyResource(template, 'AWS::IAM::Policy').Properties.Roles).toEqual([
    { Ref: logicalIdOf(template, 'AWS::IAM::Role') },
  ]);
});

test('a resource that needs the policy comes after it', () => {
  const template = Template.fromStack(policyOf(newRole).stack);
  expect(onlyResource(template, 'Some::Thing')).toMatchObject({
    DependsOn: [logicalIdOf(template, 'AWS::IAM::Policy')],
  });
});

test('a role that nothing was allowed to has no policy', () => {
  const stack = newStack();
  new RolePolicy(stack, 'Given', SERVICE, newRole(stack));
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

describe('the frozen view of a role', () => {
  test('is the same role', () => {
    const stack = newStack();
    const role = newRole(stack);
    expect(new RolePolicy(stack, 'Given', SERVICE, role).frozen.roleArn).toBe(role.roleArn);
  });

  test('swallows the grants and the managed policies of aws-cdk-lib', () => {
    const { stack, policy } = policyOf(newRole);
    const untouched = Template.fromStack(policyOf(newRole).stack);
    new Bucket(stack, 'Bucket').grantReadWrite(policy.frozen);
    new Topic(stack, 'Topic').grantPublish(policy.frozen);
    policy.frozen.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
    const template = Template.fromStack(stack);
    expect(statementsOf(template, 'Role')).toHaveLength(1);
    expect(resourcesOf(template, 'AWS::IAM::Role')).toEqual(resourcesOf(untouched, 'AWS::IAM::Role'));
  });

  test('leaves the role itself open to the user’s grants', () => {
    const stack = newStack();
    const role = newRole(stack);
    new RolePolicy(stack, 'Given', SERVICE, role).add(start('a'));
    new Bucket(stack, 'Bucket').grantRead(role);
    expect(statementsOf(Template.fromStack(stack), 'Role').flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['codebuild:StartBuild', 's3:GetObject*']),
    );
  });
});

describe('a role that was imported', () => {
  test('gets the policy by its name', () => {
    const { stack, policy } = policyOf((scope) => Role.fromRoleArn(scope, 'Imported', ROLE_ARN));
    expect(policy.frozen.roleArn).toBe(ROLE_ARN);
    expect(onlyResource(Template.fromStack(stack), 'AWS::IAM::Policy').Properties.Roles).toEqual(['builder']);
  });

  test('is frozen for aws-cdk-lib as well', () => {
    const { stack, policy } = policyOf((scope) => Role.fromRoleArn(scope, 'Imported', ROLE_ARN));
    new Bucket(stack, 'Bucket').grantReadWrite(policy.frozen);
    expect(statementsOf(Template.fromStack(stack), 'builder')).toHaveLength(1);
  });

  test('as immutable gets no policy, and nothing waits for one', () => {
    const { stack, policy } = policyOf((scope) => Role.fromRoleArn(scope, 'Imported', ROLE_ARN, { mutable: false }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(onlyResource(template, 'Some::Thing')).not.toHaveProperty('DependsOn');
    expect(policy.frozen.roleArn).toBe(ROLE_ARN);
  });
});
