import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Build, DeliveryFoundation, DeliveryPipeline } from '../../lib';
import type { DeliveryFoundationProps, IDeliveryFoundation } from '../../lib';
import { errorsOf, lockedStacks, newSource, newStack, newTarget, onlyResource, resourcesOf } from '../support/fixtures';
import type { TemplateResource } from '../support/fixtures';
import { untyped } from '../support/mistakes';

function template(props: DeliveryFoundationProps = {}): Template {
  const stack = newStack();
  new DeliveryFoundation(stack, 'Foundation', props);
  return Template.fromStack(stack);
}

function allResources(given: Template): TemplateResource[] {
  return Object.values(given.toJSON().Resources as Record<string, TemplateResource>);
}

/** A stack with a pipeline that builds and releases, on a foundation of another stack. */
function pipelineStack(app: App, id: string, foundation: IDeliveryFoundation): Stack {
  const stack = new Stack(app, id);
  new DeliveryPipeline(stack, 'Pipeline', {
    foundation,
    sources: [newSource(stack)],
    builds: [Build.project({ buildName: 'Package', commands: ['make'] })],
    stages: [{ stageName: 'Production', targets: [newTarget(stack)] }],
  });
  return stack;
}

/** A foundation that pipelines of other stacks share. */
function shared(pipelines: number, props: (stack: Stack, app: App) => DeliveryFoundationProps = () => ({})) {
  const app = new App();
  const stack = new Stack(app, 'Shared');
  const foundation = new DeliveryFoundation(stack, 'Foundation', props(stack, app));
  const users = Array.from({ length: pipelines }, (_, index) => pipelineStack(app, `Team${index}`, foundation));
  return { app, stack, users };
}

const withKey = (stack: Stack): DeliveryFoundationProps => ({ encryptionKey: new Key(stack, 'Key') });

describe('a foundation', () => {
  test('is buckets, their policies and a log group: no function, no custom resource, no role, no key', () => {
    const types = ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy'];
    for (const removalPolicy of [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY]) {
      const given = template({ removalPolicy, logRetention: RetentionDays.ONE_WEEK });
      expect([...new Set(allResources(given).map(({ Type }) => Type))].sort()).toEqual(types);
    }
  });

  test('keeps buckets and logs when it leaves the stack, unless the deployment that made them fails', () => {
    for (const { Type, DeletionPolicy, UpdateReplacePolicy } of allResources(template())) {
      if (Type === 'AWS::S3::BucketPolicy') continue;
      expect([Type, DeletionPolicy, UpdateReplacePolicy]).toEqual([Type, 'RetainExceptOnCreate', 'Retain']);
    }
  });

  test('is throw-away as a whole by one property', () => {
    for (const { Type, DeletionPolicy, UpdateReplacePolicy } of allResources(
      template({ removalPolicy: RemovalPolicy.DESTROY }),
    )) {
      if (Type === 'AWS::S3::BucketPolicy') continue;
      expect([Type, DeletionPolicy, UpdateReplacePolicy]).toEqual([Type, 'Delete', 'Delete']);
    }
  });

  test.each([
    ['a year by default', undefined, 365],
    ['as long as the user says', RetentionDays.TWO_WEEKS, 14],
  ])('keeps the logs of builds for %s', (_, logRetention, days) => {
    expect(onlyResource(template({ logRetention }), 'AWS::Logs::LogGroup').Properties.RetentionInDays).toBe(days);
  });

  test('says what it is made of', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    const foundation = new DeliveryFoundation(stack, 'Foundation', {
      encryptionKey,
      artifactExpiration: Duration.days(90),
    });
    expect(foundation.encryptionKey).toBe(encryptionKey);
    expect(foundation.artifactExpiration?.toDays()).toBe(90);
    expect(foundation.artifactBucket.encryptionKey).toBe(encryptionKey);
    expect(foundation.buildLogGroup?.node.path).toBe('Test/Foundation/BuildLogs');
    expect(new DeliveryFoundation(stack, 'Other').artifactExpiration?.toDays()).toBe(365);
  });

  test('stands beside another one in a stack', () => {
    const stack = newStack();
    new DeliveryFoundation(stack, 'One');
    new DeliveryFoundation(stack, 'Two');
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 4);
  });
});

describe('a foundation that pipelines of other stacks share', () => {
  test('is read from its stack’s outputs: nothing is exported, nothing imported', () => {
    expect(lockedStacks(shared(3).app)).toEqual([]);
  });

  test('exports nothing when it has a key of its stack, either', () => {
    expect(lockedStacks(shared(3, withKey).app)).toEqual([]);
  });

  test('exports nothing when it has a key of a third stack, either', () => {
    const { app } = shared(1, (_, scope) => withKey(new Stack(scope, 'Keys')));
    expect(lockedStacks(app)).toEqual([]);
  });

  test('can be used in other stacks as it is, without a lock between the two', () => {
    const app = new App();
    const { artifactBucket, buildLogGroup } = new DeliveryFoundation(new Stack(app, 'Shared'), 'Foundation');
    const user = new Stack(app, 'User');
    new CfnOutput(user, 'Bucket', { value: artifactBucket.arnForObjects('*') });
    new CfnOutput(user, 'Logs', { value: buildLogGroup?.logGroupArn ?? 'none' });
    expect(lockedStacks(app)).toEqual([]);
    expect(JSON.stringify(Template.fromStack(user).toJSON())).toContain('"Fn::GetStackOutput":{"StackName":"Shared"');
  });

  test('is deployed before the pipelines', () => {
    const { stack, users } = shared(2);
    Template.fromStack(stack);
    for (const user of users) expect(user.dependencies).toContain(stack);
  });

  test('makes nothing in their stacks, and they make nothing like it', () => {
    const { stack, users } = shared(2);
    const own = Template.fromStack(stack);
    expect(allResources(own)).toHaveLength(5);
    for (const user of users) Template.fromStack(user).resourceCountIs('AWS::S3::Bucket', 0);
  });

  test.each([
    ['with keys of S3', () => ({})],
    ['with a key of the user', withKey],
  ])('has the same resources and policies whether 1 or 10 pipelines use it, %s', (_, props) => {
    const of = (pipelines: number): unknown => Template.fromStack(shared(pipelines, props).stack).toJSON().Resources;
    expect(JSON.stringify(of(10))).toBe(JSON.stringify(of(1)));
  });

  test('lets each pipeline to its own artifacts alone', () => {
    const { users } = shared(2);
    const objects = users.map((user) =>
      JSON.stringify(Template.fromStack(user).toJSON()).match(/\/Team\d-Pipeline\/\*/g),
    );
    expect(objects.map((found) => [...new Set(found)])).toEqual([['/Team0-Pipeline/*'], ['/Team1-Pipeline/*']]);
  });
});

describe('a foundation that exists already', () => {
  const attributes = {
    artifactBucketName: 'store',
    encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234',
    buildLogGroupName: '/builds',
    artifactExpiration: Duration.days(30),
  };

  test('is used without making anything', () => {
    const stack = newStack();
    DeliveryFoundation.fromAttributes(stack, 'Foundation', attributes);
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('is known by its names', () => {
    const stack = newStack();
    const foundation = DeliveryFoundation.fromAttributes(stack, 'Foundation', attributes);
    expect(foundation.artifactBucket.bucketName).toBe('store');
    expect(foundation.artifactBucket.encryptionKey?.keyArn).toBe(attributes.encryptionKeyArn);
    expect(foundation.encryptionKey?.keyArn).toBe(attributes.encryptionKeyArn);
    expect(foundation.buildLogGroup?.logGroupName).toBe('/builds');
    expect(foundation.artifactExpiration).toBe(attributes.artifactExpiration);
  });

  test('reports what it is made of where that is wrong', () => {
    const stack = newStack();
    DeliveryFoundation.fromAttributes(stack, 'Nothing', untyped(undefined));
    DeliveryFoundation.fromAttributes(stack, 'Key', { artifactBucketName: 'store', encryptionKeyArn: 'alias/orders' });
    expect(errorsOf(stack)).toEqual([
      'Nothing (DeliveryFoundation.fromAttributes) artifactBucketName: must be given, got nothing',
      "Key (DeliveryFoundation.fromAttributes) encryptionKeyArn: must be the ARN of a key, got 'alias/orders'",
    ]);
  });

  test('may be a bucket alone', () => {
    const foundation = DeliveryFoundation.fromAttributes(newStack(), 'Foundation', { artifactBucketName: 'store' });
    expect([foundation.encryptionKey, foundation.buildLogGroup, foundation.artifactExpiration]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(foundation.artifactBucket.encryptionKey).toBeUndefined();
  });

  test('carries a whole pipeline, which names it by its literal names', () => {
    const app = new App();
    const foundation = DeliveryFoundation.fromAttributes(new Stack(app, 'Names'), 'Foundation', attributes);
    const given = Template.fromStack(pipelineStack(app, 'Team', foundation));
    expect(onlyResource(given, 'AWS::CodePipeline::Pipeline').Properties.ArtifactStore).toEqual({
      Type: 'S3',
      Location: 'store',
      EncryptionKey: { Type: 'KMS', Id: attributes.encryptionKeyArn },
    });
    const project = onlyResource(given, 'AWS::CodeBuild::Project').Properties;
    expect(project.EncryptionKey).toBe(attributes.encryptionKeyArn);
    expect(project.LogsConfig).toMatchObject({ CloudWatchLogs: { GroupName: '/builds' } });
    given.resourceCountIs('AWS::S3::Bucket', 0);
    expect(Object.values(resourcesOf(given, 'AWS::Logs::LogGroup'))).toHaveLength(1);
    expect(lockedStacks(app)).toEqual([]);
  });

  test('gives every build a log group of its own, where it has none', () => {
    const app = new App();
    const names = { artifactBucketName: 'store' };
    const foundation = DeliveryFoundation.fromAttributes(new Stack(app, 'Names'), 'Foundation', names);
    const given = Template.fromStack(pipelineStack(app, 'Team', foundation));
    expect(Object.keys(resourcesOf(given, 'AWS::Logs::LogGroup')).filter((id) => id.includes('Build'))).toHaveLength(1);
  });
});

test('access logs may go to a bucket of another stack, without a lock between the two', () => {
  const app = new App();
  const accessLogBucket = new Bucket(new Stack(app, 'Logs'), 'Central');
  const stack = new Stack(app, 'Shared');
  new DeliveryFoundation(stack, 'Foundation', { accessLogBucket });
  expect(lockedStacks(app)).toEqual([]);
  expect(onlyResource(Template.fromStack(stack), 'AWS::S3::Bucket').Properties.LoggingConfiguration).toMatchObject({
    DestinationBucketName: { 'Fn::GetStackOutput': { StackName: 'Logs' } },
  });
});
