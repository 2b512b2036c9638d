import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Group, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeployTarget, Gate, SourceVariables, VariableCheck } from '../../lib';
import type { ApprovalOptions, DeliveryPipeline } from '../../lib';
import {
  actionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newPipeline,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';
import { untyped } from '../support/mistakes';

function pipelineWith(stack: Stack, options: ApprovalOptions, ...more: ApprovalOptions[]): DeliveryPipeline {
  return newPipeline(stack, {
    stages: [options, ...more].map((approval, index) => ({
      stageName: `Stage${index}`,
      gates: [Gate.approval(approval)],
      targets: [newTarget(stack, `Orders${index}`)],
    })),
  });
}

function approvalWith(options: ApprovalOptions, stack = newStack()): Template {
  pipelineWith(stack, options);
  return Template.fromStack(stack);
}

const slack = (stack: Stack, id = 'Slack'): SlackChannelConfiguration =>
  new SlackChannelConfiguration(stack, id, {
    slackChannelConfigurationName: id,
    slackWorkspaceId: 'T0001',
    slackChannelId: 'C0001',
  });

describe('mails', () => {
  const mails = ['leads@example.com', 'ops@example.com'];

  test('go out by a topic of our own, which is encrypted and takes nothing in the open', () => {
    const template = approvalWith({ mails });
    const topic = { Ref: logicalIdOf(template, 'AWS::SNS::Topic') };
    const key = onlyResource(template, 'AWS::SNS::Topic').Properties.KmsMasterKeyId;
    expect(JSON.stringify(key)).toContain(':alias/aws/sns');
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Resource: topic }],
      },
    });
    expect(actionsOf(template)['Stage0/Approve'].Configuration).toEqual({ NotificationArn: topic });
    expect(statementsOf(template, 'PipelineRole')).toContainEqual({
      Action: 'sns:Publish',
      Effect: 'Allow',
      Resource: topic,
    });
    const subscriptions = Object.values(resourcesOf(template, 'AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => Properties)).toEqual(
      mails.map((Endpoint) => ({ Protocol: 'email', TopicArn: topic, Endpoint })),
    );
  });

  test('go out by the topic of the user where there is one, also of another stack', () => {
    const app = new App();
    const notify = new Topic(new Stack(app, 'People'), 'Leads');
    const template = approvalWith({ notify, mails }, new Stack(app, 'Delivery'));
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.allResourcesProperties('AWS::SNS::Subscription', { TopicArn: { 'Fn::GetStackOutput': {} } });
    expect(lockedStacks(app)).toEqual([]);
  });

  test('keep their logical ids when the list changes', () => {
    const ids = (...given: string[]): string[] =>
      Object.keys(resourcesOf(approvalWith({ mails: given }), 'AWS::SNS::Subscription'));
    expect(ids(...[...mails].reverse(), 'more@example.com')).toEqual(expect.arrayContaining(ids(...mails)));
  });
});

describe('chat', () => {
  test('is told of every approval of the pipeline by one rule, whatever the number of channels', () => {
    const stack = newStack();
    const leads = slack(stack, 'Leads');
    pipelineWith(stack, { chat: leads }, { chat: slack(stack, 'Ops') }, { chat: leads });
    const template = Template.fromStack(stack);
    const address = (id: string): object => ({
      TargetType: 'AWSChatbotSlack',
      TargetAddress: { Ref: expect.stringMatching(new RegExp(`^${id}`)) as unknown },
    });
    expect(onlyResource(template, 'AWS::CodeStarNotifications::NotificationRule').Properties).toEqual({
      Name: 'Test-Pipeline--Approvals',
      DetailType: 'FULL',
      EventTypeIds: ['codepipeline-pipeline-manual-approval-needed'],
      Resource: {
        'Fn::Join': [
          '',
          expect.arrayContaining([{ Ref: logicalIdOf(template, 'AWS::CodePipeline::Pipeline') }]) as unknown,
        ],
      },
      Targets: [address('Leads'), address('Ops')],
    });
  });

  test('may be of another stack, which is not locked', () => {
    const app = new App();
    const chat = slack(new Stack(app, 'People'));
    const template = approvalWith({ chat }, new Stack(app, 'Delivery'));
    template.hasResourceProperties('AWS::CodeStarNotifications::NotificationRule', {
      Targets: [{ TargetAddress: { 'Fn::GetStackOutput': {} } }],
    });
    expect(lockedStacks(app)).toEqual([]);
  });
});

test('what a source puts out can be shown to the approver', () => {
  const reviewLink = `https://example.com/orders/commit/${SourceVariables.of('Source').commitId}`;
  const actions = actionsOf(approvalWith({ reviewLink }));
  expect(actions['Source/Source'].Namespace).toBe('Source_Source');
  expect(actions['Stage0/Approve'].Configuration).toEqual({
    ExternalEntityLink: 'https://example.com/orders/commit/#{Source_Source.CommitId}',
  });
});

describe('approvers', () => {
  const moved = [
    Gate.approval(),
    Gate.variable(SourceVariables.of('Source').branchName, VariableCheck.equalTo('main')),
  ];

  function withApprovers(stack: Stack): DeliveryPipeline {
    return newPipeline(stack, {
      stages: [
        { stageName: 'Staging', targets: [newTarget(stack, 'Staging')] },
        { stageName: 'Production', gates: moved, targets: [newTarget(stack, 'Production')] },
        {
          stageName: 'Network',
          targets: [
            DeployTarget.stack({
              stackName: 'network',
              approval: {},
              deploymentRole: newRole(stack, 'D', 'cloudformation'),
            }),
          ],
        },
      ],
    });
  }
  const newRole = (stack: Stack, id: string, service = 'ec2'): Role =>
    new Role(stack, id, { assumedBy: new ServicePrincipal(`${service}.amazonaws.com`) });
  const arn = (rest: string): object => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':codepipeline:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        `:${rest}`,
      ],
    ],
  });
  const statements = (...actions: string[]): TemplateStatement[] => [
    {
      Action: 'codepipeline:PutApprovalResult',
      Effect: 'Allow',
      Resource: actions.length === 1 ? arn(actions[0]) : actions.map(arn),
    },
    {
      Action: expect.arrayContaining(['codepipeline:GetPipeline', 'codepipeline:GetPipelineState']) as string[],
      Effect: 'Allow',
      Resource: arn('Test-Pipeline'),
    },
  ];

  test('may approve just the action of their stage, also where it stands in a stage before', () => {
    const stack = newStack();
    withApprovers(stack).grantApprove('Production', newRole(stack, 'Leads'));
    const template = Template.fromStack(stack);
    expect(statementsOf(template, 'Leads')).toEqual(statements('Test-Pipeline/Production-gate/Approve'));
  });

  test('may approve the change set of a stack that is released', () => {
    const stack = newStack();
    withApprovers(stack).grantApprove('Network', newRole(stack, 'Leads'));
    const { Resource } = statementsOf(Template.fromStack(stack), 'Leads')[0];
    expect(JSON.stringify(Resource)).toMatch(/:Test-Pipeline\/Network\/network/);
  });

  test('may be several, granted once or twice, also of another stack, which is not changed', () => {
    const app = new App();
    const people = new Stack(app, 'People');
    const stack = new Stack(app, 'Test');
    const pipeline = withApprovers(stack);
    const leads = newRole(people, 'Leads');
    for (const grantee of [leads, newRole(stack, 'Ops'), leads]) pipeline.grantApprove('Production', grantee);
    const template = Template.fromStack(stack);
    const policies = Object.keys(resourcesOf(template, 'AWS::IAM::Policy')).filter((id) => id.includes('Grants'));
    expect(policies).toHaveLength(2);
    Template.fromStack(people).resourceCountIs('AWS::IAM::Policy', 0);
    expect(lockedStacks(app)).toEqual([]);
  });

  test.each([
    ['a group', (stack: Stack) => new Group(stack, 'Leads')],
    ['a user', (stack: Stack) => new User(stack, 'Leads')],
  ])('may be %s', (_, granteeOf) => {
    const stack = newStack();
    withApprovers(stack).grantApprove('Production', granteeOf(stack));
    const policy = resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy');
    const [{ Properties }] = Object.entries(policy).flatMap(([id, found]) => (id.startsWith('Leads') ? [found] : []));
    expect(Properties.PolicyDocument).toMatchObject({ Statement: statements('Test-Pipeline/Production-gate/Approve') });
  });

  test('of whom IAM knows no policy are not granted anything, which the grant says', () => {
    const stack = newStack();
    const grant = withApprovers(stack).grantApprove('Production', new AccountPrincipal('111122223333'));
    expect(() => {
      grant.assertSuccess();
    }).toThrow('could not be added');
  });

  test('may have a policy by a fixed name, for roles that cannot be edited', () => {
    const stack = newStack();
    withApprovers(stack).approverPolicy('Production', { managedPolicyName: 'orders-approvers' });
    expect(onlyResource(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy').Properties).toMatchObject({
      ManagedPolicyName: 'orders-approvers',
      PolicyDocument: { Statement: statements('Test-Pipeline/Production-gate/Approve') },
    });
  });

  test.each([
    ['of a stage that is not there', 'Prod'],
    ['of a stage without an approval', 'Staging'],
    ['of the stage that an approval was moved to', 'Production-gate'],
  ])('%s are reported with the stages that have one', (_, stageName) => {
    const stack = newStack();
    const pipeline = withApprovers(stack);
    pipeline.grantApprove(stageName, newRole(stack, 'Leads'));
    pipeline.approverPolicy(stageName, { managedPolicyName: 'x' });
    const says = `stageName: must be a stage of the pipeline with an approval: 'Production', 'Network', got '${stageName}'`;
    expect(errorsOf(stack)).toEqual([
      `Approvers (DeliveryPipeline.grantApprove) ${says}`,
      expect.stringContaining(`(DeliveryPipeline.approverPolicy) ${says}`),
    ]);
  });

  test('of a pipeline without approvals are reported', () => {
    const stack = newStack();
    newPipeline(stack).grantApprove('Production', newRole(stack, 'Leads'));
    expect(errorsOf(stack)).toEqual([
      "Approvers (DeliveryPipeline.grantApprove) stageName: must be a stage of the pipeline with an approval: it has none, got 'Production'",
    ]);
  });

  test.each<[string, (pipeline: DeliveryPipeline) => unknown, string]>([
    [
      'that are nobody',
      (pipeline) => pipeline.grantApprove('Production', untyped(null)),
      'Approvers (DeliveryPipeline.grantApprove) grantee: must be a role, or something that has one, got nothing',
    ],
    [
      'by a policy with an odd name',
      (pipeline) => pipeline.approverPolicy('Production', { managedPolicyName: 'a b' }),
      "(DeliveryPipeline.approverPolicy) managedPolicyName: must be 1 to 128 characters of letters, digits and _ + = , . @ -, got 'a b'",
    ],
    [
      'by a policy without a name',
      (pipeline) => pipeline.approverPolicy('Production', untyped(undefined)),
      '(DeliveryPipeline.approverPolicy) managedPolicyName: must be given, got nothing',
    ],
  ])('%s are reported', (_, grant, says) => {
    const stack = newStack();
    grant(withApprovers(stack));
    expect(errorsOf(stack)).toEqual([expect.stringContaining(says)]);
  });
});
