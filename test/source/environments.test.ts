import { App, DefaultStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, ManagedPolicy, PermissionsBoundary, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import {
  ApprovalRule,
  Approver,
  BranchProtection,
  Build,
  ConnectionProvider,
  DeliveryPipeline,
  Source,
  SourceConnection,
  SourceRepository,
  Trigger,
} from '../../lib';
import { newFunction } from '../support/fixtures';

/** An app with all sources, in which one stack has what another uses. */
function everything(props: () => StackProps = () => ({}), context?: Record<string, unknown>): App {
  const app = new App({ context });
  const [code, delivery] = ['Code', 'Delivery'].map((id) => new Stack(app, id, props()));
  const encryptionKey = new Key(code, 'Key');
  const reviewers = new Role(code, 'Reviewers', { assumedBy: new AccountRootPrincipal() });
  const repository = new SourceRepository(code, 'Repository', {
    repositoryName: 'orders',
    encryptionKey,
    seed: { directory: __dirname },
    triggers: [
      { triggerName: 'topic', topic: new Topic(code, 'Topic') },
      { triggerName: 'function', function: newFunction(code) },
    ],
    protection: { branches: ['main'] },
    approvals: { required: 2, approvers: [Approver.role(reviewers), Approver.roleNamed('Leads')] },
  });
  repository.grantContribute(reviewers);
  const { connectionArn } = new SourceConnection(code, 'Connection', { provider: ConnectionProvider.GITHUB });
  const uploads = new Bucket(code, 'Uploads', { versioned: true, encryptionKey });
  const repositories = [repository];
  new BranchProtection(delivery, 'Guard', { branches: ['release/*'], repositories });
  new ApprovalRule(delivery, 'Rule', { required: 1, repositories, approvers: [Approver.role(reviewers)] });
  new DeliveryPipeline(delivery, 'Pipeline', {
    sources: [
      Source.codeCommit(repository, { fullClone: true, sourceName: 'commit' }),
      Source.gitHub({
        connectionArn,
        repository: 'acme/orders',
        sourceName: 'hub',
        triggers: [Trigger.push(), Trigger.schedule(Schedule.expression('rate(1 day)'))],
      }),
      Source.s3(uploads, { objectKey: 'app.zip', sourceName: 'upload' }),
      Source.ecr(new ImageRepository(code, 'Images'), { sourceName: 'image' }),
    ],
    builds: [Build.project({ buildName: 'Package' })],
  });
  return app;
}

interface Found {
  readonly id: string;
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

const templatesOf = (app: App): Template[] =>
  app.node.children.filter((node): node is Stack => Stack.isStack(node)).map((stack) => Template.fromStack(stack));
const resourcesOf = (app: App): Found[] =>
  templatesOf(app).flatMap((template) =>
    Object.entries((template.toJSON().Resources ?? {}) as Record<string, Found>).map(([id, found]) => ({
      ...found,
      id,
    })),
  );

const ENVIRONMENTS: [string, (() => StackProps)?, Record<string, unknown>?][] = [
  ['a stack without an environment'],
  ['an app with all recommended feature flags', undefined, recommendedFlags],
  ['an environment of its own', () => ({ env: { account: '111122223333', region: 'eu-west-1' } })],
  ['GovCloud', () => ({ env: { account: '111122223333', region: 'us-gov-west-1' } })],
  ['a custom bootstrap', () => ({ synthesizer: new DefaultStackSynthesizer({ qualifier: 'orders' }) })],
];

describe.each(ENVIRONMENTS)('in %s', (_, props, context) => {
  const app = everything(props, context);
  const templates = templatesOf(app);
  const texts = templates.map((template) => JSON.stringify(template.toJSON()));

  test('stacks refer to each other without exports', () => {
    for (const text of texts) expect(text).not.toMatch(/Fn::ImportValue|"Export"/);
    expect(texts.join()).toContain('Fn::GetStackOutput');
  });

  test('no ARN names a partition', () => {
    for (const text of texts) expect(text).not.toMatch(/arn:aws[a-z-]*:/);
  });

  test('the only custom resources are approval rules, and each stack has one handler for them', () => {
    const types = resourcesOf(app).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('Custom::') || type.includes('CustomResource'))).toEqual([
      'Custom::CodeCommitApprovalRule',
      'Custom::CodeCommitApprovalRule',
    ]);
    const handlers = resourcesOf(app).filter(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.Description !== undefined,
    );
    expect(handlers.map(({ Properties }) => Properties?.Description)).toEqual(
      Array(2).fill('Makes approval rule templates of CodeCommit, for CloudFormation'),
    );
  });

  test('nothing polls, and every rule has a role', () => {
    expect(texts.join()).not.toContain('"PollForSourceChanges":true');
    const rules = resourcesOf(app).filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(rules).toHaveLength(4);
    for (const { Properties } of rules)
      expect(Properties?.Targets).toEqual([expect.objectContaining({ RoleArn: expect.anything() as unknown })]);
  });

  test('the outputs say addresses and the page of the console, and nothing secret', () => {
    const outputs = templates.flatMap((template) =>
      Object.values((template.toJSON().Outputs ?? {}) as Record<string, { Description?: string }>),
    );
    const described = outputs
      .flatMap(({ Description }) => Description ?? [])
      .filter((text) => !/weak|publish/i.test(text));
    expect(described.sort()).toEqual([
      'A new connection is pending: confirm it here once, by Update pending connection',
      'Address for git clone by HTTPS',
      'Address for git clone by SSH',
      'Address for git clone by git-remote-codecommit',
    ]);
  });
});

test('tags reach everything that takes them', () => {
  const app = everything();
  Tags.of(app).add('team', 'orders');
  const untagged = [
    'AWS::CDK::Metadata',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy',
    'AWS::KMS::Alias',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::Permission',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'Custom::CodeCommitApprovalRule',
  ];
  const missing = resourcesOf(app)
    .filter(({ Type }) => !untagged.includes(Type))
    .filter(({ Properties }) => !JSON.stringify(Properties?.Tags ?? '').includes('orders'));
  expect(missing.map(({ id, Type }) => `${id} ${Type}`)).toEqual([]);
});

test('a permissions boundary reaches every role', () => {
  const app = everything();
  PermissionsBoundary.of(app).apply(
    ManagedPolicy.fromManagedPolicyName(new Stack(app, 'Limits'), 'Boundary', 'Boundary'),
  );
  const roles = resourcesOf(app).filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(5);
  expect(roles.filter(({ Properties }) => Properties?.PermissionsBoundary === undefined)).toEqual([]);
});

test('nothing of the user’s is deleted with its stack', () => {
  const keeping = ['AWS::CodeCommit::Repository', 'AWS::CodeConnections::Connection'];
  const kept = resourcesOf(everything()).filter(({ Type }) => keeping.includes(Type));
  expect(kept).toHaveLength(2);
  for (const resource of kept)
    expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
});
