import { App, CfnOutput, Fn, Lazy, NestedStack, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SourceRepository } from '../../lib';
import { deployAfter, weak, weakWithin } from '../../lib/core/references';
import { lockedStacks, newFunction } from '../support/fixtures';

interface Outcome {
  /** The value, as it stands in the template of the stack that uses it. */
  readonly used: unknown;
  /** The outputs of the stack that the value comes from. */
  readonly outputs: Record<string, { Value: unknown; Export?: unknown }>;
  readonly locked: string[];
  readonly dependencies: string[];
}

/** Uses a value of one stack in another, by a weak reference. */
function acrossStacks(valueOf: (producer: Stack, app: App) => string): Outcome {
  const app = new App();
  const producer = new Stack(app, 'Producer');
  const consumer = new Stack(app, 'Consumer');
  new CfnOutput(consumer, 'Used', { value: weak(consumer, valueOf(producer, app)) });
  const locked = lockedStacks(app);
  return {
    used: (Template.fromStack(consumer).findOutputs('Used').Used as { Value: unknown }).Value,
    outputs: Template.fromStack(producer).findOutputs('*') as Outcome['outputs'],
    locked,
    dependencies: consumer.dependencies.map(({ stackName }) => stackName),
  };
}

/** What a value is in the stack that it comes from, after all references to outputs are followed. */
function followed(value: unknown, outputs: Outcome['outputs']): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => followed(member, outputs));
  if (typeof value !== 'object' || value === null) return value;
  if ('Fn::GetStackOutput' in value) {
    const { StackName, OutputName } = value['Fn::GetStackOutput'] as { StackName: string; OutputName: string };
    expect(StackName).toBe('Producer');
    return outputs[OutputName].Value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, followed(member, outputs)]));
}

const attribute = (name: string): unknown => ({ 'Fn::GetAtt': [expect.stringMatching(/^Thing/), name] });
const ref = { Ref: expect.stringMatching(/^Thing/) as unknown };
const alarm = (stack: Stack): Alarm =>
  new Alarm(stack, 'Thing', {
    metric: new Metric({ namespace: 'N', metricName: 'M' }),
    threshold: 1,
    evaluationPeriods: 1,
  });

test.each<[string, (stack: Stack) => string, unknown]>([
  ['the ARN of a function', (stack) => newFunction(stack, 'Thing').functionArn, attribute('Arn')],
  ['the name of a function', (stack) => newFunction(stack, 'Thing').functionName, ref],
  ['the ARN of a key', (stack) => new Key(stack, 'Thing').keyArn, attribute('Arn')],
  ['the ARN of a secret', (stack) => new Secret(stack, 'Thing').secretArn, ref],
  ['the ARN of a topic', (stack) => new Topic(stack, 'Thing').topicArn, ref],
  [
    'the name of a repository',
    (stack) => new Repository(stack, 'Thing', { repositoryName: 'orders' }).repositoryName,
    attribute('Name'),
  ],
  [
    'the ARN of a repository',
    (stack) => new Repository(stack, 'Thing', { repositoryName: 'orders' }).repositoryArn,
    attribute('Arn'),
  ],
  [
    'the name of a SourceRepository',
    (stack) => new SourceRepository(stack, 'Thing', { repositoryName: 'orders' }).repositoryName,
    attribute('Name'),
  ],
  ['the ARN of an alarm', (stack) => alarm(stack).alarmArn, attribute('Arn')],
  ['the name of an alarm', (stack) => alarm(stack).alarmName, ref],
  ['the ARN of a bucket', (stack) => new Bucket(stack, 'Thing').bucketArn, attribute('Arn')],
  ['the name of a bucket', (stack) => new Bucket(stack, 'Thing').bucketName, ref],
  ['the name of a log group', (stack) => new LogGroup(stack, 'Thing').logGroupName, ref],
  [
    'the ARN of a role',
    (stack) => new Role(stack, 'Thing', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }).roleArn,
    attribute('Arn'),
  ],
  ['an attribute of an L1', (stack) => new CfnTopic(stack, 'Thing').attrTopicArn, attribute('TopicArn')],
  ['the ref of an L1', (stack) => new CfnTopic(stack, 'Thing').ref, ref],
])('%s of another stack is read from that stack’s outputs, without a lock between the two', (_, valueOf, expected) => {
  const { used, outputs, locked } = acrossStacks(valueOf);
  expect(used).toEqual({
    'Fn::GetStackOutput': {
      StackName: 'Producer',
      Region: { Ref: 'AWS::Region' },
      OutputName: expect.any(String) as unknown,
    },
  });
  expect(followed(used, outputs)).toEqual(expected);
  expect(locked).toEqual([]);
});

test('the stack that uses a value is deployed after the one that it comes from', () => {
  expect(acrossStacks((stack) => newFunction(stack).functionArn).dependencies).toEqual(['Producer']);
});

test('a text of several values keeps its other parts, and each value becomes weak', () => {
  const { used, outputs, locked } = acrossStacks((stack) => {
    const { functionArn, functionName } = newFunction(stack, 'Thing');
    return `${functionArn}:live/${functionName}!`;
  });
  expect(followed(used, outputs)).toEqual({ 'Fn::Join': ['', [attribute('Arn'), ':live/', ref, '!']] });
  expect(locked).toEqual([]);
});

test('a text may mix values of both stacks: those of the own stack stay as they are', () => {
  const app = new App();
  const producer = new Stack(app, 'Producer');
  const consumer = new Stack(app, 'Consumer');
  const own = newFunction(consumer, 'Own');
  const text = `${own.functionName}/${newFunction(producer, 'Thing').functionName}`;
  new CfnOutput(consumer, 'Used', { value: weak(consumer, text) });
  expect(lockedStacks(app)).toEqual([]);
  expect(Template.fromStack(consumer).findOutputs('Used').Used).toEqual({
    Value: {
      'Fn::Join': [
        '',
        [
          { Ref: expect.stringMatching(/^Own/) as unknown },
          '/',
          { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Producer' }) as unknown },
        ],
      ],
    },
  });
});

test.each<[string, (stack: Stack) => string]>([
  ['a value', (stack) => newFunction(stack).functionArn],
  ['a text with a value', (stack) => `${newFunction(stack).functionArn}:live`],
  ['a name', (stack) => new Bucket(stack, 'Thing').bucketName],
])('%s of the same stack stays as it is', (_, valueOf) => {
  const stack = new Stack();
  const value = valueOf(stack);
  expect(stack.resolve(weak(stack, value))).toEqual(stack.resolve(value));
});

test.each<[string, (stack: Stack) => string]>([
  ['a literal', () => 'orders'],
  ['an empty text', () => ''],
  ['a pseudo parameter', (stack) => stack.region],
  ['a value that is made at synthesis', () => Lazy.string({ produce: () => 'orders' })],
  ['an intrinsic function of the user’s', () => Fn.importValue('shared-orders')],
  ['a dynamic reference', () => SecretValue.secretsManager('orders').unsafeUnwrap()],
  ['a function that was imported by its ARN', (stack) => imported(stack).functionArn],
  ['a function that was imported by its name', (stack) => Function.fromFunctionName(stack, 'N', 'orders').functionName],
  ['a bucket that was imported', (stack) => Bucket.fromBucketName(stack, 'B', 'orders').bucketArn],
  ['a secret that was imported', (stack) => Secret.fromSecretNameV2(stack, 'S', 'orders').secretArn],
])('%s stays as it is, in whatever stack', (_, valueOf) => {
  const app = new App();
  const elsewhere = new Stack(app, 'Elsewhere');
  const consumer = new Stack(app, 'Consumer');
  const value = valueOf(elsewhere);
  expect(consumer.resolve(weak(consumer, value))).toEqual(consumer.resolve(value));
  expect(JSON.stringify(consumer.resolve(weak(consumer, value)))).not.toContain('GetStackOutput');
});

function imported(stack: Stack): ReturnType<typeof Function.fromFunctionArn> {
  return Function.fromFunctionArn(stack, 'F', 'arn:aws:lambda:eu-west-1:111122223333:function:orders');
}

test('the same value can be made weak twice', () => {
  const { outputs, used, locked } = acrossStacks((producer, app) => {
    const other = new Stack(app, 'Other');
    return weak(other, newFunction(producer, 'Thing').functionArn);
  });
  expect(followed(used, outputs)).toEqual(attribute('Arn'));
  expect(locked).toEqual([]);
});

describe('the order of deployment', () => {
  const inStacks = (...scopes: Stage[]): Stack[] => scopes.map((scope, index) => new Stack(scope, `S${index}`));

  test('follows what one stack uses of another, also where no value tells it', () => {
    const app = new App();
    const [earlier, later] = inStacks(app, app);
    deployAfter(new Construct(later, 'Consumer'), new Construct(earlier, 'Producer'));
    expect(later.dependencies).toEqual([earlier]);
    expect(earlier.dependencies).toEqual([]);
  });

  test('is not made where it would close a circle', () => {
    const app = new App();
    const [first, second, third] = inStacks(app, app, app);
    deployAfter(second, first);
    deployAfter(third, second);
    deployAfter(first, third);
    expect([first, second, third].map(({ dependencies }) => dependencies)).toEqual([[], [first], [second]]);
    expect(() => app.synth()).not.toThrow();
  });

  test('is nothing within one stack', () => {
    const [stack] = inStacks(new App());
    deployAfter(new Construct(stack, 'A'), new Construct(stack, 'B'));
    expect(stack.dependencies).toEqual([]);
  });

  test('does not reach from one stage of an app into another', () => {
    const app = new App();
    const [beta, prod] = inStacks(new Stage(app, 'Beta'), new Stage(app, 'Prod'));
    deployAfter(prod, beta);
    expect(prod.dependencies).toEqual([]);
  });

  test('leaves nested stacks to the stacks around them', () => {
    const app = new App();
    const [one, other] = inStacks(app, app);
    deployAfter(new NestedStack(one, 'Nested'), other);
    deployAfter(one, new NestedStack(other, 'Nested'));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('what functions of CloudFormation make of references', () => {
  const within = (make: (producer: Stack) => string): { used: unknown; locked: string[] } => {
    const app = new App();
    const [producer, consumer] = [new Stack(app, 'Producer'), new Stack(app, 'Consumer')];
    new CfnOutput(consumer, 'Used', { value: weakWithin(consumer, make(producer)) });
    const locked = lockedStacks(app);
    return { used: (Template.fromStack(consumer).findOutputs('Used').Used as { Value: unknown }).Value, locked };
  };
  const output = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Producer' }) as unknown };
  const part = (index: number, value: string): string => Fn.select(index, Fn.split('/', value));

  test.each<[string, (producer: Stack) => string, unknown]>([
    ['a text', () => 'orders', 'orders'],
    ['a reference', (stack) => new CfnTopic(stack, 'Thing').ref, output],
    ['a name of an L2', (stack) => new Topic(stack, 'Thing').topicName, output],
    [
      'a part of a reference',
      (stack) => part(1, new CfnTopic(stack, 'Thing').ref),
      { 'Fn::Select': [1, { 'Fn::Split': ['/', output] }] },
    ],
    [
      'several parts in a text',
      (stack) => {
        const { ref } = new CfnTopic(stack, 'Thing');
        return `app/${part(1, ref)}/${part(2, ref)}`;
      },
      {
        'Fn::Join': [
          '',
          [
            'app/',
            { 'Fn::Select': [1, { 'Fn::Split': ['/', output] }] },
            '/',
            { 'Fn::Select': [2, { 'Fn::Split': ['/', output] }] },
          ],
        ],
      },
    ],
    [
      'a part of a text around a reference',
      (stack) => part(0, `a/${new CfnTopic(stack, 'Thing').ref}`),
      { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Join': ['', ['a/', output]] }] }] },
    ],
  ])('are weak as well: %s', (_, make, used) => {
    expect(within(make)).toEqual({ used, locked: [] });
  });

  test('stay as they are within one stack', () => {
    const stack = new Stack(new App(), 'Test');
    const value = part(1, new CfnTopic(stack, 'Thing').ref);
    expect(stack.resolve(weakWithin(stack, value))).toEqual(stack.resolve(value));
  });
});
