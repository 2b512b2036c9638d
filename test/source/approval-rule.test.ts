import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role, User } from 'aws-cdk-lib/aws-iam';
import { ApprovalRule, Approver, SourceRepository } from '../../lib';
import type { ApprovalRuleProps, ISourceRepository } from '../../lib';
import { lockedStacks, logicalIdOf, newStack, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';
import { arnParts, withAction } from './support';

const TYPE = 'Custom::CodeCommitApprovalRule';
const POLICY = 'CdkDeliveryapprovalruleRole';

const imported = (stack: Stack, name: string): ISourceRepository =>
  SourceRepository.fromRepository(stack, name, SourceRepository.fromRepositoryName(stack, `${name}ByName`, name));

function rule(stack: Stack, id: string, props: Partial<ApprovalRuleProps> = {}): ApprovalRule {
  return new ApprovalRule(stack, id, { required: 2, repositories: [imported(stack, `${id}-code`)], ...props });
}

function propertiesOf(make: (stack: Stack) => Partial<ApprovalRuleProps> = () => ({})): Record<string, unknown> {
  const stack = newStack();
  rule(stack, 'Rule', make(stack));
  return onlyResource(Template.fromStack(stack), TYPE).Properties;
}

describe('the custom resource', () => {
  test('says everything of the rule, with texts for numbers, and full references', () => {
    const given = propertiesOf((stack) => ({
      ruleName: 'two of the team',
      description: 'Nobody releases alone',
      branches: ['main', 'release/2.1'],
      approvers: [Approver.roleNamed('Reviewers')],
      repositories: [imported(stack, 'orders'), imported(stack, 'shop')],
    }));
    expect(given).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^CdkDeliveryapprovalruleFunction/), 'Arn'] },
      ServiceTimeout: '1200',
      ruleName: 'two of the team',
      description: 'Nobody releases alone',
      approvals: '2',
      approvers: [expect.anything()],
      branches: ['refs/heads/main', 'refs/heads/release/2.1'],
      repositoryNames: ['orders', 'shop'],
    });
  });

  test('asks for everybody and all branches by default, under a name made from the path', () => {
    expect(propertiesOf()).toMatchObject({ ruleName: 'Test-Rule', approvers: [], branches: [], approvals: '2' });
    expect(propertiesOf()).not.toHaveProperty('description');
  });

  test('fails after twenty minutes without an answer, longer than the handler may take', () => {
    const stack = newStack();
    rule(stack, 'Rule');
    const given = Template.fromStack(stack);
    const { Timeout } = onlyResource(given, 'AWS::Lambda::Function').Properties;
    expect(onlyResource(given, TYPE).Properties.ServiceTimeout).toBe('1200');
    expect(Timeout).toBeLessThan(1200);
  });

  test('comes after all that the handler may do', () => {
    const stack = newStack();
    rule(stack, 'Rule');
    const given = Template.fromStack(stack);
    expect(resourcesOf(given, TYPE)[logicalIdOf(given, TYPE)].DependsOn).toEqual([
      logicalIdOf(given, 'AWS::IAM::Policy', POLICY),
    ]);
  });

  test('gives its id, and its name', () => {
    const stack = newStack();
    const made = rule(stack, 'Rule');
    expect(made.ruleName).toBe('Test-Rule');
    expect(stack.resolve(made.ruleId)).toEqual({ Ref: logicalIdOf(Template.fromStack(stack), TYPE) });
  });
});

describe('many rules of a stack', () => {
  const stack = newStack();
  for (const id of ['First', 'Second', 'Third']) rule(stack, id);
  const given = Template.fromStack(stack);

  test('share one handler with one role and one policy', () => {
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::Logs::LogGroup']) {
      given.resourceCountIs(type, 1);
    }
    given.resourceCountIs(TYPE, 3);
  });

  test('add just their repositories to what the handler may do', () => {
    const arn = (name: string): unknown => ({ 'Fn::Join': ['', [...arnParts('codecommit'), name]] });
    const statements = statementsOf(given, POLICY);
    expect(withAction(statements, 'codecommit:BatchAssociate')).toEqual([
      {
        Effect: 'Allow',
        Action: 'codecommit:BatchAssociateApprovalRuleTemplateWithRepositories',
        Resource: [arn(':First-code'), arn(':Second-code'), arn(':Third-code')],
      },
    ]);
    expect(withAction(statements, 'codecommit:BatchDisassociate')).toEqual([
      expect.objectContaining({ Resource: arn(':*') }),
    ]);
  });

  test('need a star for actions alone that know no resource', () => {
    const starred = statementsOf(given, POLICY).filter(({ Resource }) => Resource === '*');
    expect(starred.flatMap(({ Action }) => Action)).toEqual([
      'codecommit:CreateApprovalRuleTemplate',
      'codecommit:DeleteApprovalRuleTemplate',
      'codecommit:GetApprovalRuleTemplate',
      'codecommit:ListRepositoriesForApprovalRuleTemplate',
      'codecommit:UpdateApprovalRuleTemplateContent',
      'codecommit:UpdateApprovalRuleTemplateDescription',
      'codecommit:UpdateApprovalRuleTemplateName',
    ]);
  });
});

describe('the repositories', () => {
  test('may be made in the same stack', () => {
    const given = propertiesOf((stack) => ({
      repositories: [new SourceRepository(stack, 'Repository', { repositoryName: 'orders' })],
    }));
    expect(given.repositoryNames).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Repository/), 'Name'] }]);
  });

  test('may be of another stack, which is deployed before, without a lock between the two', () => {
    const app = new App();
    const [code, rules] = [new Stack(app, 'Code'), new Stack(app, 'Rules')];
    rule(rules, 'Rule', { repositories: [new SourceRepository(code, 'Repository', { repositoryName: 'orders' })] });
    expect(lockedStacks(app)).toEqual([]);
    expect(rules.dependencies).toEqual([code]);
    expect(onlyResource(Template.fromStack(rules), TYPE).Properties.repositoryNames).toEqual([
      { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Code' }) as unknown },
    ]);
  });
});

describe('an approver', () => {
  const memberOf = (make: (stack: Stack) => Approver): unknown =>
    (propertiesOf((stack) => ({ required: 1, approvers: [make(stack)] })).approvers as unknown[])[0];
  const sessions = (...name: unknown[]): unknown => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sts::', { Ref: 'AWS::AccountId' }, ...name]],
  });

  test('who works in a role counts by the sessions of the role', () => {
    const member = memberOf((stack) =>
      Approver.role(new Role(stack, 'Reviewers', { assumedBy: new AccountRootPrincipal() })),
    );
    expect(member).toEqual(sessions(':assumed-role/', { Ref: expect.stringMatching(/^Reviewers/) as unknown }, '/*'));
  });

  test('of an imported role counts without the path of the role', () => {
    const arn = 'arn:aws:iam::111122223333:role/team/Reviewers';
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    rule(stack, 'Rule', { approvers: [Approver.role(Role.fromRoleArn(stack, 'Role', arn))] });
    expect(onlyResource(Template.fromStack(stack), TYPE).Properties.approvers).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sts::111122223333:assumed-role/Reviewers/*']] },
    ]);
  });

  test('may be named by the role alone, with a pattern', () => {
    expect(memberOf(() => Approver.roleNamed('AWSReservedSSO_Reviewers_*'))).toEqual(
      sessions(':assumed-role/AWSReservedSSO_Reviewers_*/*'),
    );
  });

  test('may be a user', () => {
    expect(memberOf((stack) => Approver.user(new User(stack, 'Ann')))).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Ann/), 'Arn'],
    });
  });

  test.each([
    'arn:aws:sts::111122223333:assumed-role/Reviewers/*',
    'arn:aws:iam::111122223333:user/team/ann',
    'arn:aws-us-gov:sts::111122223333:federated-user/ann',
    'arn:aws:sts::*:assumed-role/Reviewers/*',
    'CodeCommitApprovers:111122223333:Mary_Major',
    'CodeCommitApprovers:111122223333:Reviewers/*',
  ])('may be written as CodeCommit does: %s', (member) => {
    expect(memberOf(() => Approver.member(member))).toBe(member);
  });

  test('may be known at deployment only', () => {
    expect(memberOf((stack) => Approver.member(new CfnParameter(stack, 'Member').valueAsString))).toEqual({
      Ref: 'Member',
    });
    expect(memberOf((stack) => Approver.roleNamed(new CfnParameter(stack, 'Name').valueAsString))).toEqual(
      sessions(':assumed-role/', { Ref: 'Name' }, '/*'),
    );
  });

  test('may be a role or user of another stack, without a lock between the two', () => {
    const app = new App();
    const [people, rules] = [new Stack(app, 'People'), new Stack(app, 'Rules')];
    const role = new Role(people, 'Role', { assumedBy: new AccountRootPrincipal() });
    rule(rules, 'Rule', { approvers: [Approver.role(role), Approver.user(new User(people, 'Ann'))] });
    expect(lockedStacks(app)).toEqual([]);
    expect(rules.dependencies).toEqual([people]);
    const text = JSON.stringify(onlyResource(Template.fromStack(rules), TYPE).Properties.approvers);
    expect(text.match(/Fn::GetStackOutput/g)).toHaveLength(2);
  });
});
