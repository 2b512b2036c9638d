import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { allow, PERMISSIONS } from '../../lib/core/permissions';
import { weak } from '../../lib/core/references';
import { RolePolicy } from '../../lib/core/role-policy';
import {
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';

const project = (name: string): string => `arn:aws:codebuild:eu-west-1:111122223333:project/${name}`;
const start = (name: string): PolicyStatement => allow(PERMISSIONS.codeBuildAction, [project(name)]);
const SERVICE = 'codebuild.amazonaws.com';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/path/builder';

const newRole = (stack: Stack): Role => new Role(stack, 'Mine', { assumedBy: new ServicePrincipal(SERVICE) });
const imported = (stack: Stack): IRole => Role.fromRoleArn(stack, 'Imported', ROLE_ARN);
const immutable = (stack: Stack): IRole => Role.fromRoleArn(stack, 'Imported', ROLE_ARN, { mutable: false });

/** A role that may start two projects, and a resource that comes after its policy. */
function policyOf(given?: (stack: Stack) => IRole): { stack: Stack; policy: RolePolicy } {
  const stack = newStack();
  const policy = new RolePolicy(stack, 'Role', SERVICE, given?.(stack));
  const resource = new CfnResource(stack, 'Thing', { type: 'Some::Thing' });
  policy.add(start('a'), start('b'));
  policy.applyBefore(resource);
  return { stack, policy };
}

test('without a role of the user’s one is made, which the service alone can take', () => {
  const template = Template.fromStack(policyOf().stack);
  expect(onlyResource(template, 'AWS::IAM::Role').Properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: SERVICE } }],
    },
  });
});

test('with a role of the user’s none is made, and that one gets the policy', () => {
  const { stack, policy } = policyOf(newRole);
  const template = Template.fromStack(stack);
  expect(policy.role.node.id).toBe('Mine');
  expect(onlyResource(template, 'AWS::IAM::Policy').Properties.Roles).toEqual([
    { Ref: logicalIdOf(template, 'AWS::IAM::Role') },
  ]);
});

test('statements of one kind become one, with the resources of all', () => {
  expect(statementsOf(Template.fromStack(policyOf().stack), 'Role')).toEqual([
    {
      Effect: 'Allow',
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: [project('a'), project('b')],
    },
  ]);
});

test('what is allowed twice stands in the policy once', () => {
  const { stack, policy } = policyOf();
  policy.add(start('a'));
  expect(statementsOf(Template.fromStack(stack), 'Role')[0].Resource).toEqual([project('a'), project('b')]);
});

test('statements of two kinds, or under other conditions, stay apart', () => {
  const { stack, policy } = policyOf();
  const secure = { Bool: { 'aws:SecureTransport': 'true' } };
  policy.add(allow(PERMISSIONS.startPipeline, [project('a')]));
  policy.add(allow(PERMISSIONS.startPipeline, [project('b')], secure));
  policy.add(allow(PERMISSIONS.startPipeline, [project('c')], secure));
  expect(
    statementsOf(Template.fromStack(stack), 'Role')
      .slice(1)
      .map(({ Resource, Condition }) => [Resource, Condition]),
  ).toEqual([
    [project('a'), undefined],
    [[project('b'), project('c')], secure],
  ]);
});

test('a resource that needs the policy comes after it', () => {
  const template = Template.fromStack(policyOf().stack);
  expect(onlyResource(template, 'Some::Thing')).toMatchObject({
    DependsOn: [logicalIdOf(template, 'AWS::IAM::Policy')],
  });
});

test('a role that nothing was allowed to has no policy', () => {
  const stack = newStack();
  new RolePolicy(stack, 'Role', SERVICE);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

test.each([[2], [60], [250]])(
  'the policies of a role with %d resources are all as short as IAM takes them',
  (count) => {
    const { stack, policy } = policyOf();
    const names = Array.from({ length: count }, (_, index) => `${'x'.repeat(60)}${index}`);
    policy.add(...names.map(start));
    const template = Template.fromStack(stack);
    const documents = (type: string): string[] =>
      Object.values(resourcesOf(template, type)).map(({ Properties }) => JSON.stringify(Properties.PolicyDocument));
    const [inline, managed] = [documents('AWS::IAM::Policy'), documents('AWS::IAM::ManagedPolicy')];
    for (const name of names) expect(inline.join() + managed.join()).toContain(`"${project(name)}"`);
    for (const document of inline) expect(document.length).toBeLessThanOrEqual(10_240);
    for (const document of managed) expect(document.length).toBeLessThanOrEqual(6144);
  },
);

describe('the frozen view of a role', () => {
  test('is the same role', () => {
    const { policy } = policyOf();
    expect(policy.frozen.roleArn).toBe(policy.role.roleArn);
  });

  test('swallows the grants and the managed policies of aws-cdk-lib', () => {
    const { stack, policy } = policyOf();
    const untouched = Template.fromStack(policyOf().stack);
    new Bucket(stack, 'Bucket').grantReadWrite(policy.frozen);
    new Topic(stack, 'Topic').grantPublish(policy.frozen);
    policy.frozen.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
    const template = Template.fromStack(stack);
    expect(statementsOf(template, 'Role')).toEqual(statementsOf(untouched, 'Role'));
    expect(resourcesOf(template, 'AWS::IAM::Role')).toEqual(resourcesOf(untouched, 'AWS::IAM::Role'));
  });

  test('leaves the role itself open to the user’s grants', () => {
    const { stack, policy } = policyOf();
    new Bucket(stack, 'Bucket').grantRead(policy.role);
    expect(allowedActionsOf(Template.fromStack(stack), 'Role')).toEqual(
      expect.arrayContaining(['codebuild:StartBuild', 's3:GetObject*']),
    );
  });
});

describe('a role that was imported', () => {
  test('gets the policy by its name, after which the resource comes', () => {
    const { stack, policy } = policyOf(imported);
    const template = Template.fromStack(stack);
    expect(stack.resolve(policy.frozen.roleArn)).toBe(ROLE_ARN);
    expect(onlyResource(template, 'AWS::IAM::Policy').Properties.Roles).toEqual(['builder']);
    expect(onlyResource(template, 'Some::Thing')).toMatchObject({
      DependsOn: [logicalIdOf(template, 'AWS::IAM::Policy')],
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('is frozen for aws-cdk-lib as well', () => {
    const { stack, policy } = policyOf(imported);
    new Bucket(stack, 'Bucket').grantReadWrite(policy.frozen);
    expect(statementsOf(Template.fromStack(stack), 'builder')).toHaveLength(1);
  });

  test('as immutable gets no policy, and nothing waits for one', () => {
    const { stack, policy } = policyOf(immutable);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(onlyResource(template, 'Some::Thing')).not.toHaveProperty('DependsOn');
    expect(stack.resolve(policy.frozen.roleArn)).toBe(ROLE_ARN);
  });

  test('from another account gets no policy in this one', () => {
    const stack = newStack({ env: { account: '444455556666', region: 'eu-west-1' } });
    new RolePolicy(stack, 'Role', SERVICE, imported(stack)).add(start('a'));
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

test('a role that the user closed to policies gets none', () => {
  const { stack } = policyOf((scope) => newRole(scope).withoutPolicyUpdates());
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

test('a role of another stack gets the policy in this stack, without a lock between the two', () => {
  const app = new App();
  const [people, stack] = [new Stack(app, 'People'), new Stack(app, 'Test')];
  const role = newRole(people);
  const policy = new RolePolicy(stack, 'Role', SERVICE, role);
  policy.add(start('a'));
  expect(policy.role).toBe(role);
  expect(lockedStacks(app)).toEqual([]);
  Template.fromStack(people).resourceCountIs('AWS::IAM::Policy', 0);
  expect(onlyResource(Template.fromStack(stack), 'AWS::IAM::Policy').Properties.Roles).toEqual([
    { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'People' }) as unknown },
  ]);
});

test('what a pattern of the role covers already is not listed', () => {
  const { stack, policy } = policyOf();
  policy.add(start('orders--*'));
  policy.add(start('orders--package'), start('other--package'));
  expect(statementsOf(Template.fromStack(stack), 'Role')[0].Resource).toEqual(
    ['a', 'b', 'orders--*', 'other--package'].map(project),
  );
});

test('a pattern does not reach beyond the literal that it stands in', () => {
  const { stack, policy } = policyOf();
  const bucket = new Bucket(stack, 'Bucket');
  policy.add(allow(PERMISSIONS.startPipeline, [`arn:${stack.partition}:x*:${bucket.bucketArn}`]));
  policy.add(allow(PERMISSIONS.startPipeline, [`arn:${stack.partition}:x:${new Bucket(stack, 'Other').bucketArn}`]));
  expect(statementsOf(Template.fromStack(stack), 'Role')[1].Resource).toHaveLength(2);
});

test('those who share a role share its statements', () => {
  const stack = newStack();
  const role = newRole(stack);
  for (const id of ['One', 'Two']) new RolePolicy(stack, id, SERVICE, role).add(start('a'), start(id));
  expect(statementsOf(Template.fromStack(stack), 'Mine')).toEqual([
    expect.objectContaining({ Resource: ['a', 'One', 'Two'].map(project) }),
  ]);
});

test('resources of two stacks with the same logical id are two, also where their names are known at deployment only', () => {
  const app = new App();
  const buckets = ['One', 'Two'].map((id) => new Bucket(new Stack(app, id), 'Store'));
  const stack = new Stack(app, 'Roles');
  const policy = new RolePolicy(stack, 'Role', SERVICE);
  for (const bucket of buckets) {
    policy.add(allow(PERMISSIONS.artifactRead, [weak(stack, bucket.arnForObjects('orders/*'))]));
    policy.add(allow(PERMISSIONS.artifactRead, [weak(stack, bucket.arnForObjects('orders/*'))]));
  }
  const [statement] = statementsOf(Template.fromStack(stack), 'Role');
  expect(JSON.stringify(statement.Resource).match(/"StackName":"(?:One|Two)"/g)).toEqual([
    '"StackName":"One"',
    '"StackName":"Two"',
  ]);
});

describe('a role whose policy is too long for itself', () => {
  /** A role that needs about one managed policy for each 4,000 characters. */
  const withStatements = (count: number): Stack => {
    const stack = newStack();
    const policy = new RolePolicy(stack, 'Role', SERVICE);
    for (let index = 0; index < count; index += 1) {
      const names = Array.from({ length: 40 }, (_, each) => project(`${'n'.repeat(40)}-${index}-${each}`));
      policy.add(allow(PERMISSIONS.codeBuildAction, names, { StringEquals: { 'aws:RequestTag/n': String(index) } }));
    }
    return stack;
  };
  const warnings = (stack: Stack): number =>
    Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('need a higher quota in the account')).length;

  test.each([
    [8, 0],
    [16, 1],
  ])('of %d long statements is warned of %d times', (count, times) => {
    expect(warnings(withStatements(count))).toBe(times);
  });

  test('is refused where IAM attaches no more policies, with what to do', () => {
    expect(errorsOf(withStatements(40))).toEqual([
      expect.stringMatching(
        /^Role \(Role\) managedPolicies: must be 0 to 25 managed policies, to hold all that the role may do, got \d\d; use several pipelines, of which one/,
      ),
    ]);
  });
});
