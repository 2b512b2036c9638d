import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Gate } from '../../lib';
import type { ApprovalOptions, IGate } from '../../lib';
import { actionsOf, errorsOf, lockedStacks, newPipeline, newStack, newTarget, statementsOf } from '../support/fixtures';
import type { TemplateAction, TemplateStatement } from '../support/fixtures';

interface Gated {
  readonly actions: Record<string, TemplateAction>;
  readonly statements: TemplateStatement[];
}

/** A stage with these gates: its actions, and what the role of the pipeline may do about topics. */
function gated(stack: Stack, ...gates: IGate[]): Gated {
  newPipeline(stack, { stages: [{ stageName: 'Production', gates, targets: [newTarget(stack, 'Orders')] }] });
  const template = Template.fromStack(stack);
  return {
    actions: actionsOf(template),
    statements: statementsOf(template, 'PipelineRole').filter(({ Action }) => /sns:|kms:/.test(String(Action))),
  };
}

const approval = (options?: ApprovalOptions): TemplateAction | undefined =>
  gated(newStack(), Gate.approval(options)).actions[`Production/${options?.gateName ?? 'Approve'}`];

test('an approval comes before the targets of its stage and asks nobody in particular', () => {
  const { actions, statements } = gated(newStack(), Gate.approval());
  expect(actions['Production/Approve']).toEqual({
    Name: 'Approve',
    ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
    RunOrder: 1,
  });
  expect(actions['Production/Orders'].RunOrder).toBe(2);
  expect(statements).toEqual([]);
});

test('an approval says what the approver should know and look at', () => {
  expect(approval({ information: 'Ask the leads.', reviewLink: 'https://example.com/staging' })?.Configuration).toEqual(
    {
      CustomData: 'Ask the leads.',
      ExternalEntityLink: 'https://example.com/staging',
    },
  );
});

test('an approval has the name that the user gives it', () => {
  expect(approval({ gateName: 'Release-Manager' })?.Name).toBe('Release-Manager');
});

test.each([
  ['5 minutes', Duration.minutes(5), 5],
  ['60 days', Duration.days(60), 86_400],
])('an approval can wait for %s', (_, timeout, minutes) => {
  expect(approval({ timeout })?.TimeoutInMinutes).toBe(minutes);
});

test('an approval of which nothing is said waits as long as CodePipeline lets it', () => {
  expect(approval()).not.toHaveProperty('TimeoutInMinutes');
  expect(Gate.approval().holdsFor?.toDays()).toBe(7);
  expect(Gate.approval({ timeout: Duration.hours(3) }).holdsFor?.toHours()).toBe(3);
});

test('gates come one after the other, in the user’s order, before all targets', () => {
  const { actions } = gated(newStack(), ...['Zoe', 'Adam', 'Mia'].map((gateName) => Gate.approval({ gateName })));
  expect(['Zoe', 'Adam', 'Mia', 'Orders'].map((name) => actions[`Production/${name}`].RunOrder)).toEqual([1, 2, 3, 4]);
});

test.each([['information'], ['reviewLink']])(
  'the %s of an approval may have 1000 characters, and not one more',
  (prop) => {
    const says = (length: number): string[] => {
      const stack = newStack();
      const gates = [Gate.approval({ [prop]: 'x'.repeat(length) })];
      newPipeline(stack, { stages: [{ stageName: 'Production', gates, targets: [newTarget(stack)] }] });
      return errorsOf(stack);
    };
    expect(says(1000)).toEqual([]);
    expect(says(1001)).toEqual([`Approve (Gate.approval) ${prop}: must be 1 to 1000 characters, got 1001`]);
  },
);

test('what an approver should know may be known at deployment only', () => {
  const information = `Look at ${Lazy.string({ produce: () => 'staging' })}.`;
  expect(approval({ information })?.Configuration).toEqual({ CustomData: 'Look at staging.' });
});

describe('a topic', () => {
  test('is told of the approval, and the pipeline may publish to just it', () => {
    const stack = newStack();
    const { actions, statements } = gated(stack, Gate.approval({ notify: new Topic(stack, 'Leads') }));
    const leads = { Ref: expect.stringMatching(/^Leads/) as unknown };
    expect(actions['Production/Approve'].Configuration).toEqual({ NotificationArn: leads });
    expect(statements).toEqual([{ Effect: 'Allow', Action: 'sns:Publish', Resource: leads }]);
  });

  test('may be encrypted with the user’s key, which the pipeline may then use', () => {
    const stack = newStack();
    const notify = new Topic(stack, 'Leads', { masterKey: new Key(stack, 'Key') });
    expect(gated(stack, Gate.approval({ notify })).statements).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: expect.stringMatching(/^Leads/) as unknown } },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/) as unknown, 'Arn'] },
      },
    ]);
  });

  test('may exist already', () => {
    const stack = newStack();
    const arn = 'arn:aws:sns:eu-west-1:111122223333:leads';
    const { actions, statements } = gated(stack, Gate.approval({ notify: Topic.fromTopicArn(stack, 'Leads', arn) }));
    expect(actions['Production/Approve'].Configuration).toEqual({ NotificationArn: arn });
    expect(statements).toEqual([{ Effect: 'Allow', Action: 'sns:Publish', Resource: arn }]);
  });

  test('and its key may be of another stack, which they do not lock and do not change', () => {
    const app = new App();
    const people = new Stack(app, 'People');
    const notify = new Topic(people, 'Leads', { masterKey: new Key(people, 'Key') });
    const { actions, statements } = gated(new Stack(app, 'Delivery'), Gate.approval({ notify }));
    const output = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'People' }) as unknown };
    expect(actions['Production/Approve'].Configuration).toEqual({ NotificationArn: output });
    expect(statements.map(({ Resource }) => Resource)).toEqual([output, output]);
    expect(lockedStacks(app)).toEqual([]);
    Template.fromStack(people).resourceCountIs('AWS::SNS::TopicPolicy', 0);
  });

  test('may be told of the approvals of several stages', () => {
    const stack = newStack();
    const gate = Gate.approval({ notify: new Topic(stack, 'Leads') });
    newPipeline(stack, {
      stages: ['One', 'Two'].map((stageName) => ({ stageName, gates: [gate], targets: [newTarget(stack, stageName)] })),
    });
    const template = Template.fromStack(stack);
    expect(statementsOf(template, 'PipelineRole').filter(({ Action }) => Action === 'sns:Publish')).toHaveLength(1);
    expect(Object.keys(actionsOf(template))).toEqual(expect.arrayContaining(['One/Approve', 'Two/Approve']));
  });
});
