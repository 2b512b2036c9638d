import { App, DefaultStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import type { Environment, IStackSynthesizer } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  BeanstalkApplication,
  BeanstalkCapacity,
  BeanstalkEnvironment,
  BeanstalkPlatform,
  BeanstalkTier,
  BeanstalkVariable,
  DeliveryConventions,
  DeliveryStack,
  DeployTarget,
} from '../../../lib';
import type { BeanstalkEnvironmentProps, DeliveryConventionsOptions } from '../../../lib';
import { resourcesOf, templatesOf } from '../../support/delivery-app';
import { newSource } from '../../support/fixtures';
import { BRANCH } from './support';

interface Options {
  readonly env?: Environment;
  readonly context?: Record<string, unknown>;
  readonly synthesizer?: () => IStackSynthesizer;
  readonly conventions?: DeliveryConventionsOptions;
}

/** A web server, a single instance and a worker, what they use in another stack, and a pipeline that releases to them in a third. */
function shopApp({ env, context = {}, synthesizer, conventions }: Options = {}): App {
  const app = new App({ context });
  if (conventions !== undefined) DeliveryConventions.of(app).apply(conventions);
  const stack = (id: string): Stack => new Stack(app, id, { env, synthesizer: synthesizer?.() });
  const [ground, shop] = [stack('Ground'), stack('Shop')];
  const vpc = new Vpc(ground, 'Vpc', { maxAzs: 2 });
  const key = new Key(ground, 'Key');
  const secret = new Secret(ground, 'Secret', { encryptionKey: key });
  const queue = new Queue(ground, 'Queue', { encryptionMasterKey: key });
  const application = new BeanstalkApplication(shop, 'Application');
  const make = (id: string, props: Partial<BeanstalkEnvironmentProps>): BeanstalkEnvironment =>
    new BeanstalkEnvironment(shop, id, {
      application,
      platform: BeanstalkPlatform.branch(BRANCH),
      network: { vpc },
      variables: { KEY: BeanstalkVariable.secret(secret), URL: BeanstalkVariable.parameter('/shop/url') },
      ...props,
    });
  const environments = [
    make('Web', {}),
    make('Single', { capacity: BeanstalkCapacity.singleInstance() }),
    make('Worker', { tier: BeanstalkTier.worker({ queue }) }),
  ];
  new DeliveryStack(app, 'Delivery', {
    env,
    synthesizer: synthesizer?.(),
    sources: [newSource(shop)],
    stages: [{ stageName: 'Live', targets: environments.map((it) => DeployTarget.beanstalk(it)) }],
  });
  return app;
}

describe.each<[string, Options]>([
  ['an app without any feature flag', {}],
  ['an app with all recommended feature flags', { context: recommendedFlags }],
  ['an environment of its own', { env: { account: '111122223333', region: 'eu-west-1' } }],
  ['GovCloud', { env: { account: '111122223333', region: 'us-gov-west-1' } }],
  ['a custom bootstrap qualifier', { synthesizer: () => new DefaultStackSynthesizer({ qualifier: 'orders' }) }],
])('in %s', (_, options) => {
  const app = shopApp(options);
  // What is in the stack Ground is the test's own.
  const { Shop, Delivery } = templatesOf(app);
  const texts = [Shop, Delivery].map((template) => JSON.stringify(template.toJSON()));

  test('stacks refer to each other without exports', () => {
    for (const text of texts) expect(text).not.toMatch(/Fn::ImportValue|"Export"/);
  });

  test('no ARN names a partition, and no policy of AWS is attached', () => {
    for (const text of texts) expect(text).not.toMatch(/arn:aws[a-z-]*:|ManagedPolicyArns/);
  });

  test('no function and no custom resource comes along', () => {
    for (const text of texts) expect(text).not.toMatch(/AWS::Lambda|Custom::|CustomResource/);
  });
});

test('the same app gives the same templates', () => {
  const templates = (): unknown[] => Object.values(templatesOf(shopApp())).map((template) => template.toJSON());
  expect(templates()).toEqual(templates());
});

test('in China an environment passes its role to the EC2 of that partition', () => {
  const app = shopApp({ env: { account: '111122223333', region: 'cn-north-1' } });
  expect(JSON.stringify(templatesOf(app).Delivery.toJSON())).toContain('AWS::URLSuffix');
});

test('a permissions boundary, a role path and a name prefix reach every role', () => {
  const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('Boundary');
  const app = shopApp({ conventions: { permissionsBoundary, rolePath: '/shop/', namePrefix: 'acme-' } });
  const roles = Object.values(resourcesOf(app)).filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(7);
  for (const { Properties } of roles) {
    expect(Properties).toMatchObject({ Path: '/shop/' });
    expect(JSON.stringify(Properties?.RoleName)).toContain('acme-');
    expect(Properties?.PermissionsBoundary).toBeDefined();
  }
});

test('the logs of instances are kept as the organization says, for a period that Elastic Beanstalk knows', () => {
  const kept = (logRetention: RetentionDays): string =>
    JSON.stringify(resourcesOf(shopApp({ conventions: { logRetention } })));
  expect(kept(RetentionDays.SIX_MONTHS)).toContain('"OptionName":"RetentionInDays","Value":"180"');
  expect(() => kept(RetentionDays.THREE_YEARS)).toThrow(
    /Web \(BeanstalkEnvironment\) logs\.retention: must be one of .*, got 1096/,
  );
});

test('tags reach everything that takes them', () => {
  const app = shopApp();
  Tags.of(app).add('team', 'orders');
  const tagged = ['AWS::ElasticBeanstalk::Environment', 'AWS::IAM::Role'];
  const resources = Object.values(resourcesOf(app)).filter(({ Type }) => tagged.includes(Type));
  expect(resources.length).toBeGreaterThan(10);
  for (const { Properties } of resources) expect(JSON.stringify(Properties?.Tags)).toContain('orders');
});

test('an application is kept, and environments go', () => {
  const kept = Object.values(resourcesOf(shopApp())).filter(({ Type }) => Type.startsWith('AWS::ElasticBeanstalk'));
  expect(kept.map((it) => [it.Type, (it as { DeletionPolicy?: string }).DeletionPolicy]).sort()).toEqual([
    ['AWS::ElasticBeanstalk::Application', 'RetainExceptOnCreate'],
    ...Array.from({ length: 3 }, () => ['AWS::ElasticBeanstalk::Environment', 'Delete']),
  ]);
});

test('cdk-nag finds nothing on what the library makes', () => {
  const app = shopApp();
  app.synth();
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  const ours = violations.map((violation) => JSON.stringify(violation)).filter((text) => !text.includes('Ground'));
  expect(ours).toEqual([]);
});
