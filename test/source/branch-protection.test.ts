import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Group, Role } from 'aws-cdk-lib/aws-iam';
import { BranchProtection, SourceRepository } from '../../lib';
import type { BranchProtectionProps } from '../../lib';
import { errorsOf, lockedStacks, newStack, onlyResource } from '../support/fixtures';
import { arnParts } from './support';

const TYPE = 'AWS::IAM::ManagedPolicy';

function protect(stack: Stack, props: Partial<BranchProtectionProps> = {}): BranchProtection {
  const repositories = [SourceRepository.fromRepositoryName(stack, 'Orders', 'orders')];
  return new BranchProtection(stack, 'Protection', { branches: ['main'], repositories, ...props });
}

interface Denial {
  readonly Action: string[];
  readonly Resource: unknown;
  readonly Condition: Record<string, unknown>;
}

function denialOf(props: Partial<BranchProtectionProps> = {}): Denial {
  const stack = newStack();
  protect(stack, props);
  const { PolicyDocument } = onlyResource(Template.fromStack(stack), TYPE).Properties;
  const { Statement } = PolicyDocument as { Statement: Denial[] };
  expect(Statement).toEqual([expect.objectContaining({ Effect: 'Deny' })]);
  return Statement[0];
}

describe('what is denied', () => {
  test('are all direct changes of a branch', () => {
    expect(denialOf().Action).toEqual([
      'codecommit:CreateBranch',
      'codecommit:CreateCommit',
      'codecommit:DeleteBranch',
      'codecommit:DeleteFile',
      'codecommit:GitPush',
      'codecommit:MergeBranchesByFastForward',
      'codecommit:MergeBranchesBySquash',
      'codecommit:MergeBranchesByThreeWay',
      'codecommit:PutFile',
    ]);
  });

  test('is merging pull requests as well, where the user says so', () => {
    const merges = ['FastForward', 'Squash', 'ThreeWay'].map((way) => `codecommit:MergePullRequestBy${way}`);
    expect(denialOf({ mergesByPullRequest: true }).Action).not.toEqual(expect.arrayContaining([merges[0]]));
    expect(denialOf({ mergesByPullRequest: false }).Action).toEqual([...denialOf().Action, ...merges]);
  });

  test('nothing is allowed by the policy', () => {
    const stack = newStack();
    protect(stack);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('"Allow"');
  });
});

describe('the condition', () => {
  test('names the references exactly, and holds only where a request names one', () => {
    expect(denialOf({ branches: ['main', 'release/2.1'] }).Condition).toEqual({
      StringEqualsIfExists: { 'codecommit:References': ['refs/heads/main', 'refs/heads/release/2.1'] },
      Null: { 'codecommit:References': 'false' },
    });
  });

  test('compares patterns as patterns', () => {
    expect(denialOf({ branches: ['main', 'release/*'] }).Condition).toEqual({
      StringLikeIfExists: { 'codecommit:References': ['refs/heads/main', 'refs/heads/release/*'] },
      Null: { 'codecommit:References': 'false' },
    });
  });

  test('leaves out who is exempt', () => {
    const exemptPrincipalArns = ['arn:aws:iam::111122223333:role/release-*', 'arn:aws:iam::111122223333:user/ann'];
    expect(denialOf({ exemptPrincipalArns }).Condition).toMatchObject({
      ArnNotLike: { 'aws:PrincipalArn': exemptPrincipalArns },
    });
    expect(denialOf({ exemptPrincipalArns: [] }).Condition).not.toHaveProperty('ArnNotLike');
  });

  test('takes the ARN of a role that is made with it', () => {
    const stack = newStack();
    const role = new Role(stack, 'Release', { assumedBy: new AccountRootPrincipal() });
    protect(stack, { exemptPrincipalArns: [role.roleArn] });
    expect(onlyResource(Template.fromStack(stack), TYPE).Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Condition: {
              ArnNotLike: { 'aws:PrincipalArn': [{ 'Fn::GetAtt': [expect.stringMatching(/^Release/), 'Arn'] }] },
            },
          },
        ],
      },
    });
  });

  test('takes a branch that is known at deployment only', () => {
    const stack = newStack();
    protect(stack, { branches: [new CfnParameter(stack, 'Branch').valueAsString] });
    expect(onlyResource(Template.fromStack(stack), TYPE).Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Condition: {
              StringEqualsIfExists: {
                'codecommit:References': [{ 'Fn::Join': ['', ['refs/heads/', { Ref: 'Branch' }]] }],
              },
            },
          },
        ],
      },
    });
  });
});

describe('the name of the policy', () => {
  test('is fixed and has the region, for IAM knows it in all regions', () => {
    const nameIn = (stack: Stack): unknown => {
      protect(stack);
      return onlyResource(Template.fromStack(stack), TYPE).Properties.ManagedPolicyName;
    };
    expect(nameIn(newStack())).toEqual({ 'Fn::Join': ['', ['Test-Protection-', { Ref: 'AWS::Region' }]] });
    expect(nameIn(newStack({ env: { account: '111122223333', region: 'eu-west-1' } }))).toBe(
      'Test-Protection-eu-west-1',
    );
  });

  test('stays within what IAM takes, however long the path is', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'ap-southeast-2' } });
    const repositories = [SourceRepository.fromRepositoryName(stack, 'Orders', 'orders')];
    new BranchProtection(stack, 'P'.repeat(200), { branches: ['main'], repositories });
    const name = onlyResource(Template.fromStack(stack), TYPE).Properties.ManagedPolicyName as string;
    expect(name.length).toBeLessThanOrEqual(128);
    expect(name).toMatch(/-ap-southeast-2$/);
  });

  test('may be the user’s own, as a permission set of Identity Center needs it', () => {
    const stack = newStack();
    protect(stack, { policyName: 'protect-main' });
    expect(onlyResource(Template.fromStack(stack), TYPE).Properties.ManagedPolicyName).toBe('protect-main');
  });
});

describe('the repositories', () => {
  test('may be several', () => {
    const stack = newStack();
    const repositories = ['orders', 'shop'].map((name) => SourceRepository.fromRepositoryName(stack, name, name));
    protect(stack, { repositories });
    const arn = (name: string): unknown => ({ 'Fn::Join': ['', [...arnParts('codecommit'), `:${name}`]] });
    expect(onlyResource(Template.fromStack(stack), TYPE).Properties).toMatchObject({
      PolicyDocument: { Statement: [{ Resource: [arn('orders'), arn('shop')] }] },
    });
  });

  test('may be of another stack, without a lock between the two', () => {
    const app = new App();
    const [code, guard] = [new Stack(app, 'Code'), new Stack(app, 'Guard')];
    protect(guard, { repositories: [new SourceRepository(code, 'Repository', { repositoryName: 'orders' })] });
    expect(lockedStacks(app)).toEqual([]);
    expect(guard.dependencies).toEqual([code]);
    expect(onlyResource(Template.fromStack(guard), TYPE).Properties).toMatchObject({
      PolicyDocument: { Statement: [{ Resource: { 'Fn::GetStackOutput': { StackName: 'Code' } } }] },
    });
  });
});

test('the policy is attached to roles and groups, and to nobody by itself', () => {
  const stack = newStack();
  const { policy } = protect(stack);
  const alone = onlyResource(Template.fromStack(stack), TYPE).Properties;
  for (const attached of ['Roles', 'Groups', 'Users']) expect(alone).not.toHaveProperty(attached);
  const other = newStack();
  const protection = protect(other);
  protection.policy.attachToRole(new Role(other, 'Developer', { assumedBy: new AccountRootPrincipal() }));
  protection.policy.attachToGroup(new Group(other, 'Developers'));
  expect(onlyResource(Template.fromStack(other), TYPE).Properties).toMatchObject({
    Roles: [{ Ref: expect.stringMatching(/^Developer/) as unknown }],
    Groups: [{ Ref: expect.stringMatching(/^Developers/) as unknown }],
  });
  expect(stack.resolve(policy.managedPolicyArn)).toEqual({
    Ref: expect.stringMatching(/^ProtectionPolicy/) as unknown,
  });
});

test('so many branches that IAM would not take the policy are refused, and patterns are the cure', () => {
  const stack = newStack();
  protect(stack, { branches: Array.from({ length: 300 }, (_, index) => `team-${index}/main`) });
  expect(errorsOf(stack)).toEqual([
    expect.stringMatching(
      /^Protection \(BranchProtection\) branches: must be so few that the policy has at most 6144 characters, got \d+; use patterns, or more than one BranchProtection$/,
    ),
  ]);
});
