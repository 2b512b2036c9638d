import { Template } from 'aws-cdk-lib/assertions';
import { RepositoryEventTrigger } from 'aws-cdk-lib/aws-codecommit';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SourceRepository } from '../../lib';
import type { RepositoryTrigger } from '../../lib';
import { logicalIdOf, newFunction, newStack, onlyResource, resourcesOf } from '../support/fixtures';

/** By its literal name: a reference would close a circle with the key of a topic. */
const ORDERS = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':codecommit:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':orders',
    ],
  ],
};

const TYPE = 'AWS::CodeCommit::Repository';

function template(make: (stack: ReturnType<typeof newStack>) => RepositoryTrigger[]): Template {
  const stack = newStack();
  new SourceRepository(stack, 'Repository', { repositoryName: 'orders', triggers: make(stack) });
  return Template.fromStack(stack);
}

const triggersOf = (given: Template): unknown => onlyResource(given, TYPE).Properties.Triggers;

describe('a topic', () => {
  const given = template((stack) => [{ triggerName: 'everybody', topic: new Topic(stack, 'Topic') }]);

  test('is told of everything by default', () => {
    expect(triggersOf(given)).toEqual([
      { Name: 'everybody', DestinationArn: { Ref: logicalIdOf(given, 'AWS::SNS::Topic') }, Events: ['all'] },
    ]);
  });

  test('lets CodeCommit publish for this repository alone', () => {
    expect(onlyResource(given, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'codecommit.amazonaws.com' },
          Resource: { Ref: logicalIdOf(given, 'AWS::SNS::Topic') },
          Condition: { ArnEquals: { 'aws:SourceArn': ORDERS } },
        },
      ],
    });
  });

  test('that exists already is told too', () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:pushes';
    const imported = template((stack) => [{ triggerName: 't', topic: Topic.fromTopicArn(stack, 'Topic', arn) }]);
    expect(triggersOf(imported)).toEqual([{ Name: 't', DestinationArn: arn, Events: ['all'] }]);
  });
});

describe('a function', () => {
  const given = template((stack) => [{ triggerName: 'scan', function: newFunction(stack) }]);

  test('is told', () => {
    const target = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::Lambda::Function'), 'Arn'] };
    expect(triggersOf(given)).toEqual([{ Name: 'scan', DestinationArn: target, Events: ['all'] }]);
  });

  test('lets CodeCommit invoke it for this repository alone', () => {
    expect(onlyResource(given, 'AWS::Lambda::Permission').Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::Lambda::Function'), 'Arn'] },
      Principal: 'codecommit.amazonaws.com',
      SourceArn: ORDERS,
    });
  });

  test('may have several triggers, each with a permission', () => {
    const twice = template((stack) => {
      const target = newFunction(stack);
      return [
        { triggerName: 'one', function: target },
        { triggerName: 'two', function: target },
      ];
    });
    twice.resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('that exists already is told too', () => {
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:scan';
    const imported = template((stack) => [
      { triggerName: 't', function: Function.fromFunctionArn(stack, 'Function', arn) },
    ]);
    expect(triggersOf(imported)).toEqual([{ Name: 't', DestinationArn: arn, Events: ['all'] }]);
  });
});

test('a trigger has the events, branches and data that the user gives', () => {
  const given = template((stack) => [
    {
      triggerName: 'releases',
      topic: new Topic(stack, 'Topic'),
      events: [RepositoryEventTrigger.CREATE_REF, RepositoryEventTrigger.DELETE_REF],
      branches: ['main', 'release/2.1'],
      customData: 'for the team',
    },
  ]);
  expect(triggersOf(given)).toEqual([
    expect.objectContaining({
      Events: ['createReference', 'deleteReference'],
      Branches: ['main', 'release/2.1'],
      CustomData: 'for the team',
    }),
  ]);
});

test('a repository takes ten triggers, each with ten branches', () => {
  const branches = Array.from({ length: 10 }, (_, index) => `branch-${index}`);
  const given = template((stack) => {
    const topic = new Topic(stack, 'Topic');
    return Array.from({ length: 10 }, (_, index) => ({ triggerName: `t${index}`, topic, branches }));
  });
  expect(triggersOf(given)).toHaveLength(10);
});

test('a repository without triggers says nothing of them, and nobody is allowed anything', () => {
  const given = template(() => []);
  expect(onlyResource(given, TYPE).Properties).not.toHaveProperty('Triggers');
  expect(resourcesOf(given, 'AWS::Lambda::Permission')).toEqual({});
});
