import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  Build,
  BuildProject,
  BuildVariable,
  Delivery,
  DeliveryFoundation,
  DeliveryPipeline,
  DeployTarget,
  Gate,
  Rollback,
  Source,
} from '../../lib';
import type { DeliveryProps } from '../../lib';
import {
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newDeployment,
  newFunction,
  newPipeline,
  newSource,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  stagesOf,
} from '../support/fixtures';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

/** A delivery with a source, a build and a stage, where the test does not say otherwise. */
function newDelivery(scope: Construct, id = 'Delivery', props: Partial<DeliveryProps> = {}): Delivery {
  const parts = new Construct(scope, `${id}Parts`);
  return new Delivery(scope, id, {
    sources: [newSource(parts)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', gates: [Gate.approval()], targets: [newTarget(parts)] }],
    ...props,
  });
}

test('a delivery is the whole path in one construct', () => {
  const stack = newStack();
  newDelivery(stack);
  const given = Template.fromStack(stack);
  expect(stagesOf(given)).toEqual({
    Source: [['Source']],
    Build: [['Package']],
    Production: [['Approve'], ['Production']],
  });
  given.resourceCountIs('AWS::S3::Bucket', 2);
});

test('a delivery gives its parts, so that what it has no prop for can be reached', () => {
  const { foundation, pipeline } = newDelivery(newStack());
  expect(foundation).toBeInstanceOf(DeliveryFoundation);
  expect(pipeline).toBeInstanceOf(DeliveryPipeline);
  expect(pipeline.foundation).toBe(foundation);
  expect(pipeline.role).toBeInstanceOf(Role);
  expect([foundation.node.path, pipeline.node.path]).toEqual(['Test/Delivery/Foundation', 'Test/Delivery/Pipeline']);
});

test('a delivery passes on what the user says of the pipeline', () => {
  const stack = newStack();
  const foundation = new DeliveryFoundation(stack, 'Shared');
  const delivery = newDelivery(stack, 'Delivery', {
    foundation,
    pipelineName: 'orders',
    executionMode: ExecutionMode.QUEUED,
  });
  expect(delivery.foundation).toBe(foundation);
  const given = Template.fromStack(stack);
  expect(onlyResource(given, PIPELINE).Properties).toMatchObject({
    Name: 'orders',
    ExecutionMode: 'QUEUED',
    ArtifactStore: { Location: { Ref: logicalIdOf(given, 'AWS::S3::Bucket', 'SharedArtifacts') } },
  });
  given.resourceCountIs('AWS::S3::Bucket', 2);
});

test('a delivery needs neither builds nor stages, if it has one of them', () => {
  for (const parts of [{ builds: undefined }, { stages: undefined }]) {
    const stack = newStack();
    newDelivery(stack, 'Delivery', parts);
    expect(errorsOf(stack)).toEqual([]);
  }
});

test('two deliveries stand in one stack, each with its own store, pipeline and names', () => {
  const stack = newStack();
  for (const id of ['Orders', 'Invoices']) newDelivery(stack, id);
  const given = Template.fromStack(stack);
  const names = (type: string): unknown[] =>
    Object.values(resourcesOf(given, type)).map(({ Properties }) => Properties.Name);
  expect(names(PIPELINE)).toEqual(['Test-Orders-Pipeline', 'Test-Invoices-Pipeline']);
  expect(names('AWS::CodeBuild::Project')).toEqual([
    'Test-Orders-Pipeline--Package',
    'Test-Invoices-Pipeline--Package',
  ]);
  given.resourceCountIs('AWS::S3::Bucket', 4);
});

test('two deliveries share a foundation', () => {
  const stack = newStack();
  const foundation = new DeliveryFoundation(stack, 'Shared');
  for (const id of ['Orders', 'Invoices']) newDelivery(stack, id, { foundation });
  Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 2);
});

test('a delivery in a stage of an app has the name of the stage in its names', () => {
  const app = new App();
  const stacks = ['Beta', 'Prod'].map((id) => new Stack(new Stage(app, id), 'Orders'));
  for (const stack of stacks) newDelivery(stack);
  expect(stacks.map((stack) => onlyResource(Template.fromStack(stack), PIPELINE).Properties.Name)).toEqual([
    expect.stringMatching(/^Beta-Orders-Delivery-Pipeline-[0-9a-f]{8}$/),
    expect.stringMatching(/^Prod-Orders-Delivery-Pipeline-[0-9a-f]{8}$/),
  ]);
});

test('what a delivery releases, builds from and tells may all be of other stacks, without a lock', () => {
  const app = new App();
  const [code, orders, shared, delivery] = ['Code', 'Orders', 'Shared', 'Delivery'].map((id) => new Stack(app, id)) as [
    Stack,
    Stack,
    Stack,
    Stack,
  ];
  new Delivery(delivery, 'Delivery', {
    foundation: new DeliveryFoundation(shared, 'Foundation'),
    sources: [newSource(code)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', targets: [newTarget(orders)] }],
  });
  expect(lockedStacks(app)).toEqual([]);
});

/** Something that the compiler refuses, and that users of plain JavaScript write all the same. */
function untyped<T>(value: unknown): T {
  return value as T;
}

test.each<[string, (stack: Stack) => unknown, string]>([
  [
    'the name of a function in the place of a function',
    (stack) => newDeployment(stack, 'Production', { function: untyped('orders') }),
    'function: must be',
  ],
  [
    'the name of a repository in the place of a repository',
    (stack) => newPipeline(stack, { sources: [Source.codeCommit(untyped('orders'))] }),
    'repository: must be',
  ],
  [
    'the name of an alarm in the place of an alarm',
    (stack) => newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(untyped<Alarm>('errors')) }),
    'rollback.alarms[0]: must be',
  ],
  [
    'the name of a secret in the place of a secret',
    (stack) => new BuildProject(stack, 'Build', { variables: { KEY: BuildVariable.secret(untyped('signing')) } }),
    'variables.KEY: must be',
  ],
  [
    'the ARN of a topic in the place of a topic',
    (stack) =>
      newDelivery(stack, 'Delivery', {
        stages: [
          { stageName: 'P', gates: [Gate.approval({ notify: untyped('arn:aws:sns') })], targets: [newTarget(stack)] },
        ],
      }),
    'notify: must be',
  ],
  [
    'a function in the place of a deployment',
    (stack) =>
      newDelivery(stack, 'Delivery', {
        stages: [{ stageName: 'P', targets: [DeployTarget.lambdaFunction(untyped(newFunction(stack)))] }],
      }),
    'deployment: must be',
  ],
  [
    'a text in the place of a rollback',
    (stack) => newDeployment(stack, 'Production', { rollback: untyped('onFailure') }),
    'rollback: must be',
  ],
  [
    'a build without a name',
    (stack) => newPipeline(stack, { builds: [Build.project(untyped({}))] }),
    'builds[0].buildName: must be given',
  ],
  [
    'a function in the place of a source',
    (stack) => newPipeline(stack, { sources: [untyped(() => newSource(stack, 'Late'))] }),
    'sources[0]',
  ],
])('%s is reported in the user’s own props, and nothing else is thrown', (_, make, says) => {
  const stack = newStack();
  make(stack);
  expect(errorsOf(stack)).toContainEqual(expect.stringContaining(says));
});
