import { App, DefaultStackSynthesizer, Stack, Stage } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DeliveryStack } from '../lib';
import { deliveryApp, resourcesOf, templatesOf } from './support/delivery-app';
import type { DeliveryAppOptions } from './support/delivery-app';
import { newSource, newTarget } from './support/fixtures';

const ENVIRONMENTS: Record<string, DeliveryAppOptions> = {
  'an app without any feature flag': {},
  'an app with all recommended feature flags': { app: { context: recommendedFlags } },
  'an environment of its own': { env: { account: '111122223333', region: 'eu-west-1' } },
  GovCloud: { env: { account: '111122223333', region: 'us-gov-west-1' } },
  'a stack with a custom bootstrap qualifier': {
    synthesizer: () => new DefaultStackSynthesizer({ qualifier: 'orders' }),
  },
};

describe.each(Object.entries(ENVIRONMENTS))('in %s', (_, options) => {
  const { app } = deliveryApp(options);
  const texts = Object.values(templatesOf(app)).map((template) => JSON.stringify(template.toJSON()));
  const resources = Object.values(resourcesOf(app));

  test('stacks refer to each other without exports', () => {
    for (const text of texts) expect(text).not.toMatch(/Fn::ImportValue|"Export"/);
    expect(texts.join()).toContain('Fn::GetStackOutput');
  });

  test('no ARN names a partition', () => {
    for (const text of texts) expect(text).not.toMatch(/arn:aws[a-z-]*:/);
  });

  test('no custom resource comes along, and the only function of ours is the handler', () => {
    const types = resources.map((resource) => resource.Type);
    expect(types.filter((type) => type.startsWith('Custom::') || type.includes('CustomResource'))).toEqual([]);
    const described = resources.filter(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.Description !== undefined,
    );
    expect(described).toHaveLength(1);
  });

  test('what the library decides is the same', () => {
    const { Properties: pipeline } = resources.find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline') ?? {};
    expect(pipeline).toMatchObject({
      PipelineType: 'V2',
      ExecutionMode: 'SUPERSEDED',
      RestartExecutionOnUpdate: false,
    });
    expect(pipeline).not.toHaveProperty('ArtifactStore.EncryptionKey');
    const buckets = resources.filter(({ Type }) => Type === 'AWS::S3::Bucket');
    expect(buckets.filter(({ Properties }) => Properties?.AccessControl !== undefined)).toEqual([]);
    const groups = resources.filter(({ Type }) => Type === 'AWS::CodeDeploy::DeploymentGroup');
    for (const { Properties } of groups) expect(Properties).toMatchObject({ AlarmConfiguration: { Enabled: true } });
    const aliases = resources.filter(({ Type }) => Type === 'AWS::Lambda::Alias');
    for (const alias of aliases) expect(alias).not.toHaveProperty('UpdatePolicy');
  });
});

test('a delivery works within a stage of the CDK', () => {
  const app = new App();
  const stage = new Stage(app, 'Tools', { env: { account: '111122223333', region: 'eu-west-1' } });
  const application = new Stack(stage, 'Application');
  new DeliveryStack(stage, 'Delivery', {
    sources: [newSource(application)],
    stages: [{ stageName: 'Live', targets: [newTarget(application)] }],
  });
  const assembly = app.synth().getNestedAssembly('assembly-Tools');
  const [, delivery] = assembly.stacks;
  expect(delivery.dependencies.map((dependency) => dependency.id)).toContain(application.artifactId);
  expect(JSON.stringify(delivery.template)).not.toContain('Fn::ImportValue');
});

test('the delivery stack is deployed after the stacks that it refers to', () => {
  const { app, delivery } = deliveryApp();
  const stack = app.synth().getStackArtifact(delivery.artifactId);
  expect(stack.dependencies.map((dependency) => dependency.id)).toContain('Application');
});

test('nothing that keeps something is deleted with its stack', () => {
  const { app } = deliveryApp();
  const keeping = ['AWS::S3::Bucket', 'AWS::CodeCommit::Repository', 'AWS::KMS::Key', 'AWS::Lambda::Version'];
  const kept = Object.entries(resourcesOf(app)).filter(([, { Type }]) => keeping.includes(Type));
  expect(kept.length).toBeGreaterThan(5);
  for (const [, resource] of kept) {
    expect(resource).toMatchObject({
      DeletionPolicy: expect.stringMatching(/^Retain/) as string,
      UpdateReplacePolicy: 'Retain',
    });
  }
});
