import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket, EventType } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { SnsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Source } from '../../lib';
import type { BucketSourceOptions } from '../../lib';
import { errorsOf, lockedStacks, newStack, resourcesOf, statementsOf } from '../support/fixtures';
import { expectStartsPipeline, pipelineOf, rulesOf, sourceAction, templateOf, withAction } from './support';

const ENABLED = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
const REF = { Ref: expect.stringMatching(/^Uploads/) as unknown };

const uploads = (stack: Stack): Bucket => new Bucket(stack, 'Uploads', { versioned: true });

function template(make: (stack: Stack) => IBucket = uploads, options: Partial<BucketSourceOptions> = {}): Template {
  return templateOf((stack) => Source.s3(make(stack), { objectKey: 'orders/app.zip', ...options }));
}

const uploadsOf = (given: Template): Record<string, unknown> | undefined =>
  Object.entries(resourcesOf(given, 'AWS::S3::Bucket')).find(([id]) => id.startsWith('Uploads'))?.[1].Properties;

describe('an object of S3', () => {
  const given = template();

  test('is an action that never polls, and puts out an artifact and variables', () => {
    expect(sourceAction(given)).toEqual({
      Name: 'Source',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
      Configuration: { S3Bucket: REF, S3ObjectKey: 'orders/app.zip', PollForSourceChanges: false },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Source_Source',
      RunOrder: 1,
    });
  });

  test('starts the pipeline when a new version comes, by a rule with a role of its own', () => {
    const [rule] = rulesOf(given);
    expect(rulesOf(given)).toHaveLength(1);
    expect(rule).toMatchObject({ Description: 'Starts the pipeline Test-Pipeline when orders/app.zip changes' });
    expect(rule.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [REF] }, object: { key: ['orders/app.zip'] } },
    });
    expectStartsPipeline(given, rule);
  });

  test('switches on the events of its bucket by the bucket’s own property, and touches nothing else of it', () => {
    expect(uploadsOf(given)).toEqual({
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: ENABLED,
    });
  });

  test('brings no function and no custom resource, and never CloudTrail', () => {
    const types = Object.values(given.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types.filter((type) => /Lambda|Custom|CloudTrail/.test(type))).toEqual([]);
    expect(JSON.stringify(given.toJSON())).not.toContain('CloudTrail');
  });

  test('lets the pipeline read just this object of just this bucket', () => {
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', REF]] };
    const object = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', REF, '/orders/app.zip']] };
    const statements = withAction(statementsOf(given, 'PipelineRole'), 's3:').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('Uploads'),
    );
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
        Resource: [{ 'Fn::GetAtt': [expect.stringMatching(/^PipelineFoundationArtifacts/), 'Arn'] }, arn],
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging'],
        Resource: object,
      },
    ]);
  });
});

describe('the key of the bucket', () => {
  test('may be used to decrypt, and for nothing else', () => {
    const given = template(
      (stack) => new Bucket(stack, 'Uploads', { versioned: true, encryptionKey: new Key(stack, 'Key') }),
    );
    expect(withAction(statementsOf(given, 'PipelineRole'), 'kms:')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      },
    ]);
  });

  test('is left alone where it is that of AWS', () => {
    const encryption = BucketEncryption.KMS_MANAGED;
    const given = template((stack) => new Bucket(stack, 'Uploads', { versioned: true, encryption }));
    expect(withAction(statementsOf(given, 'PipelineRole'), 'kms:')).toEqual([]);
  });
});

describe('a bucket of another stack of the app', () => {
  const app = new App();
  const [storage, delivery] = [new Stack(app, 'Storage'), new Stack(app, 'Delivery')];
  const key = new Key(storage, 'Key');
  const bucket = new Bucket(storage, 'Uploads', { versioned: true, encryptionKey: key });
  pipelineOf(delivery, Source.s3(bucket, { objectKey: 'app.zip' }));
  const name = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Storage' }) as unknown };

  test('is switched on there, and is deployed before the pipeline, without a lock between the two', () => {
    expect(lockedStacks(app)).toEqual([]);
    expect(uploadsOf(Template.fromStack(storage))).toMatchObject({ NotificationConfiguration: ENABLED });
    expect(delivery.dependencies).toEqual([storage]);
  });

  test('is named by the outputs of its stack, and so is its key', () => {
    const given = Template.fromStack(delivery);
    expect(sourceAction(given).Configuration.S3Bucket).toEqual(name);
    expect(rulesOf(given)[0].EventPattern).toMatchObject({ detail: { bucket: { name: [name] } } });
    expect(withAction(statementsOf(given, 'PipelineRole'), 'kms:')).toEqual([
      expect.objectContaining({ Resource: name }),
    ]);
  });
});

describe('notifications that the bucket has already', () => {
  const withTopic = (stack: Stack): Bucket => {
    const bucket = uploads(stack);
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(new Topic(stack, 'Topic')));
    return bucket;
  };

  test('stay, and events are switched on beside them', () => {
    const given = template(withTopic);
    const [notifications] = Object.values(resourcesOf(given, 'Custom::S3BucketNotifications'));
    expect(notifications.Properties.NotificationConfiguration).toMatchObject({
      EventBridgeConfiguration: {},
      TopicConfigurations: [expect.anything()],
    });
    expect(uploadsOf(given)).not.toHaveProperty('NotificationConfiguration');
  });

  test('are enough where the user switched the events on', () => {
    const given = template((stack) => new Bucket(stack, 'Uploads', { versioned: true, eventBridgeEnabled: true }));
    const [notifications] = Object.values(resourcesOf(given, 'Custom::S3BucketNotifications'));
    expect(notifications.Properties.NotificationConfiguration).toEqual({ EventBridgeConfiguration: {} });
  });

  test('that come after the source would switch the events off again, and are refused', () => {
    const stack = newStack();
    const bucket = uploads(stack);
    pipelineOf(stack, Source.s3(bucket, { objectKey: 'app.zip' }));
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(new Topic(stack, 'Topic')));
    expect(errorsOf(stack)).toEqual([
      'Uploads (Source.s3) bucket: must not get notifications of aws-cdk-lib after it became a source, for these switch off its ' +
        'events for EventBridge; make the bucket with eventBridgeEnabled: true, or add its notifications before the pipeline',
    ]);
  });
});

describe('an imported bucket', () => {
  const imported = (stack: Stack): IBucket => Bucket.fromBucketName(stack, 'Uploads', 'acme-uploads');

  test('is refused with its cure, for nothing would start the pipeline', () => {
    const stack = newStack();
    pipelineOf(stack, Source.s3(imported(stack), { objectKey: 'app.zip' }));
    expect(errorsOf(stack)).toEqual([
      'Source (Source.s3) eventBridgeEnabled: must be true: the library cannot switch on the events of an imported bucket; let its ' +
        'owner set NotificationConfiguration.EventBridgeConfiguration of the bucket (console: Properties, Amazon EventBridge, on), then ' +
        'say eventBridgeEnabled: true',
    ]);
  });

  test('works when the user says that its events are on', () => {
    const given = template(imported, { eventBridgeEnabled: true });
    expect(sourceAction(given).Configuration.S3Bucket).toBe('acme-uploads');
    expect(rulesOf(given)[0].EventPattern).toMatchObject({ detail: { bucket: { name: ['acme-uploads'] } } });
  });

  test('has a key that may be used where the user says it', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b';
    const withKey = (stack: Stack): IBucket =>
      Bucket.fromBucketAttributes(stack, 'Uploads', {
        bucketName: 'acme-uploads',
        encryptionKey: Key.fromKeyArn(stack, 'Key', arn),
      });
    const given = template(withKey, { eventBridgeEnabled: true });
    expect(withAction(statementsOf(given, 'PipelineRole'), 'kms:').map(({ Resource }) => Resource)).toEqual([arn]);
  });
});

describe('versions', () => {
  test.each<[string, (stack: Stack) => IBucket]>([
    ['without versions', (stack) => new Bucket(stack, 'Uploads')],
    [
      'whose versions are suspended',
      (stack) => {
        const bucket = uploads(stack);
        (bucket.node.defaultChild as CfnBucket).versioningConfiguration = { status: 'Suspended' };
        return bucket;
      },
    ],
  ])('a bucket %s is refused', (_, make) => {
    const stack = newStack();
    pipelineOf(stack, Source.s3(make(stack), { objectKey: 'app.zip' }));
    expect(errorsOf(stack)).toEqual([
      'Source (Source.s3) bucket: must keep versions, by which CodePipeline takes objects; set versioned: true',
    ]);
  });
});

test('the key of the object may be known at deployment only', () => {
  const given = templateOf((stack) =>
    Source.s3(uploads(stack), { objectKey: new CfnParameter(stack, 'Key').valueAsString }),
  );
  expect(sourceAction(given).Configuration.S3ObjectKey).toEqual({ Ref: 'Key' });
  expect(rulesOf(given)[0].EventPattern).toMatchObject({ detail: { object: { key: [{ Ref: 'Key' }] } } });
});

test('two pipelines may watch one bucket', () => {
  const app = new App();
  const bucket = uploads(new Stack(app, 'Storage'));
  const stacks = ['One', 'Two'].map((name) => new Stack(app, name));
  for (const stack of stacks) pipelineOf(stack, Source.s3(bucket, { objectKey: `${stack.stackName}.zip` }));
  expect(stacks.map((stack) => rulesOf(Template.fromStack(stack)).length)).toEqual([1, 1]);
});
