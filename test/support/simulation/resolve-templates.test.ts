import { App, CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { outputsOf, resolved, stackWith } from './fixture';
import { resolveTemplates, type StackTemplate } from './resolve-templates';

describe('stacks that refer to each other', () => {
  const app = new App();
  const producer = new Stack(app, 'Producer');
  const consumer = new Stack(app, 'Consumer');
  const bucket = new Bucket(producer, 'Bucket');
  const topic = new Topic(producer, 'Topic', { topicName: 'orders' });
  CrossStackReferences.of(topic).produce(ReferenceStrength.WEAK);
  const { attrArn } = bucket.node.defaultChild as CfnBucket;
  new CfnOutput(consumer, 'Strong', { value: bucket.bucketArn });
  new CfnOutput(consumer, 'Weak', { value: Stack.consumeReference(attrArn, ReferenceStrength.WEAK) });
  new CfnOutput(consumer, 'WeakTopic', { value: topic.topicArn });
  const assembly = app.synth();
  const templates = resolveTemplates(assembly);
  const outputs = templates.stacks.find(({ stackName }) => stackName === 'Consumer')?.template.Outputs;

  test('strong and weak references give the same value', () => {
    const arn = templates.text(producer, bucket.bucketArn);

    expect(arn).toMatch(/^arn:aws:s3:::producer-bucket[0-9a-f]+-[0-9a-f]{12}$/);
    expect(outputs).toMatchObject({ Strong: { Value: arn }, Weak: { Value: arn } });
    expect(JSON.stringify(assembly.getStackByName('Consumer').template)).toContain('Fn::GetStackOutput');
  });

  test('a resource can ask for weak references to it', () => {
    expect(outputs).toMatchObject({ WeakTopic: { Value: 'arn:aws:sns:eu-west-1:111122223333:orders' } });
  });

  test('no intrinsic function is left', () => {
    expect(JSON.stringify(templates.stacks)).not.toMatch(/"Fn::|"Ref"/);
  });

  test('names are the same each time', () => {
    expect(resolveTemplates(assembly).stacks).toEqual(templates.stacks);
  });
});

test('stacks keep the account and region of their own, and weak references cross them', () => {
  const app = new App();
  const producer = new Stack(app, 'Producer', { env: { account: '444455556666', region: 'us-gov-west-1' } });
  const consumer = new Stack(app, 'Consumer', { env: { account: '111122223333', region: 'eu-west-1' } });
  const topic = new CfnTopic(producer, 'Topic');
  CrossStackReferences.of(topic).produce(ReferenceStrength.WEAK);
  new CfnOutput(consumer, 'Value', { value: topic.attrTopicArn });
  const templates = resolveTemplates(app.synth());

  expect(templates.resourcesOfType('AWS::SNS::Topic')).toMatchObject([
    { environment: { account: '444455556666', region: 'us-gov-west-1', partition: 'aws-us-gov' } },
  ]);
  expect(templates.stacks.find((it) => it.stackName === 'Consumer')?.template.Outputs.Value).toEqual({
    Value: expect.stringMatching(/^arn:aws-us-gov:sns:us-gov-west-1:444455556666:Producer-Topic/) as string,
  });
});

test('account, region and partition can be chosen', () => {
  const outputs = { Value: { Value: { 'Fn::Sub': '${AWS::Partition} ${AWS::Region} ${AWS::AccountId}' } } };
  const stack = stackWith({}, { Outputs: outputs });

  expect(outputsOf([stack], { region: 'cn-north-1', account: '999900001111' })).toBe('aws-cn cn-north-1 999900001111');
  expect(outputsOf([stack], { partition: 'aws-iso' })).toBe('aws-iso eu-west-1 111122223333');
});

test('a partition without a known URL suffix is refused only where the suffix is needed', () => {
  const stack = stackWith({}, { Outputs: { Value: { Value: { Ref: 'AWS::URLSuffix' } } } });

  expect(() => outputsOf([stack], { partition: 'aws-iso' })).toThrow(
    'The URL suffix of the partition aws-iso is not known',
  );
  expect(outputsOf([stack], { region: 'cn-north-1' })).toBe('amazonaws.com.cn');
  expect(outputsOf([stack], { region: 'us-gov-west-1' })).toBe('amazonaws.com');
});

test('the templates hold only what their conditions let in', () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] }, Always: { 'Fn::Equals': ['a', 'a'] } };
  const Type = 'AWS::SNS::Topic';
  const Resources = { Kept: { Type, Condition: 'Always' }, Left: { Type, Condition: 'Never' }, Plain: { Type } };
  const Outputs = { Value: { Value: 1 }, Left: { Value: { Ref: 'Left' }, Condition: 'Never' } };
  const { stacks } = resolveTemplates([stackWith(Resources, { Conditions, Outputs })]);

  expect(stacks.at(0)?.template).toEqual({
    Resources: { Kept: { Type, Properties: {} }, Plain: { Type, Properties: {} } },
    Outputs: { Value: { Value: 1 } },
  });
});

test('a type that is not known is refused by its name, and can be added', () => {
  const stack = stackWith(
    { Thing: { Type: 'Custom::Thing' } },
    { Outputs: { Value: { Value: { 'Fn::GetAtt': ['Thing', 'Answer'] } } } },
  );
  const types = { 'Custom::Thing': { ref: () => 'thing', attributes: { Answer: () => '42' } } };

  expect(() => resolveTemplates([stack])).toThrow('The type of Stack/Thing (Custom::Thing) is not known');
  expect(outputsOf([stack], { types })).toBe('42');
});

test('everything that cannot be resolved is reported at once', () => {
  const property = (name: string): object => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: name } } });
  const stack = stackWith({ One: property('A'), Two: property('B') }, { Outputs: { Value: { Value: { Ref: 'C' } } } });

  expect(() => resolveTemplates([stack])).toThrow(
    [
      'Templates that cannot be resolved:',
      'Stack/One: The stack Stack has no resource or parameter A',
      'Stack/Two: The stack Stack has no resource or parameter B',
      'Stack/Value: The stack Stack has no resource or parameter C',
    ].join('\n'),
  );
});

test('nested stacks are refused, since their roles would be missed', () => {
  const Resources = { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x' } } };

  expect(() => resolveTemplates([stackWith(Resources)])).toThrow('The templates of nested stacks are not read');
});

describe('values of other stacks', () => {
  const producer = (region: string): StackTemplate => ({
    stackName: 'Producer',
    region,
    template: { Outputs: { Value: { Value: region, Export: { Name: 'shared' } } } },
  });
  const consumer = (value: unknown): StackTemplate => stackWith({}, { Outputs: { Value: { Value: value } } });
  const output = (OutputName: string, more: object = {}): object => ({
    'Fn::GetStackOutput': { StackName: 'Producer', OutputName, ...more },
  });
  const stacks = [producer('eu-west-1'), producer('us-east-1')];

  test('come from the same region unless another one is named', () => {
    expect(outputsOf([...stacks, consumer({ 'Fn::ImportValue': 'shared' })])).toBe('eu-west-1');
    expect(outputsOf([...stacks, consumer(output('Value'))])).toBe('eu-west-1');
    expect(outputsOf([...stacks, consumer(output('Value', { Region: 'us-east-1' }))])).toBe('us-east-1');
  });

  test.each<[string, unknown, string]>([
    ['an export that is missing', { 'Fn::ImportValue': 'other' }, 'No stack in 111122223333/eu-west-1 exports other'],
    ['an output that is missing', output('Other'), 'The stack Producer has no output Other'],
    [
      'a stack that is missing',
      output('Value', { Region: 'eu-north-1' }),
      'No stack is called Producer 111122223333/eu-north-1',
    ],
  ])('are refused for %s', (_, value, message) => {
    expect(() => outputsOf([...stacks, consumer(value)])).toThrow(message);
  });

  test('a stack name alone does not tell two regions apart', () => {
    expect(() => resolveTemplates(stacks).text('Producer', 'x')).toThrow('Several stacks are called Producer');
  });

  test('stacks that need each other for the same value are refused', () => {
    const loop = (stackName: string, other: string): StackTemplate => ({
      stackName,
      template: { Outputs: { Value: { Value: { 'Fn::GetStackOutput': { StackName: other, OutputName: 'Value' } } } } },
    });

    expect(() => resolveTemplates([loop('A', 'B'), loop('B', 'A')])).toThrow('A output Value depends on itself');
  });
});

test('a value can be asked for in view of a stack', () => {
  const templates = resolveTemplates([stackWith({ Topic: { Type: 'AWS::SNS::Topic' } })]);

  expect(templates.text('Stack', { 'Fn::Sub': '${Topic}:x' })).toMatch(/^arn:aws:sns:.*:x$/);
  expect(() => templates.text('Stack', ['list'])).toThrow('The value in Stack must be a text, got ["list"]');
});

test('literal names are kept, others fit the limits of the type', () => {
  const long = 'A'.repeat(70);
  const resources = {
    Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } },
    [long]: { Type: 'AWS::S3::Bucket' },
  };

  expect(resolved([{ Ref: 'Named' }, { Ref: long }], resources)).toEqual([
    'orders',
    expect.stringMatching(/^stack-a{44}-[0-9a-f]{12}$/) as string,
  ]);
});
