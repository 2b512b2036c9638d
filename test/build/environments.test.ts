import { App, Aspects, Duration, Stack, Tags } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as Images } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PermissionsBoundary, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  BuildCache,
  BuildProject,
  BuildSource,
  BuildVariable,
  ConnectionProvider,
  ImageRepository,
  SourceConnection,
  Trigger,
} from '../../lib';
import type { BuildProjectProps } from '../../lib';
import { resourcesOf, templatesOf } from '../support/delivery-app';
import { newStack, statementsOf } from '../support/fixtures';
import { CONNECTION, gitHub, projectOf, templateOf } from './support';

/** Builds with everything on, and everything that they use in another stack. */
function buildApp(env?: Environment, context: Record<string, unknown> = {}): { app: App; owner: Stack; builds: Stack } {
  const app = new App({ context });
  const [owner, builds] = [new Stack(app, 'Owner', { env }), new Stack(app, 'Builds', { env })];
  const bucket = (id: string): Bucket => new Bucket(owner, id, { encryptionKey: new Key(owner, `${id}Key`) });
  const { connectionArn } = new SourceConnection(owner, 'Connection', { provider: ConnectionProvider.GITHUB });
  const vpc = new Vpc(owner, 'Vpc', { maxAzs: 2 });
  const everything: BuildProjectProps = {
    network: { vpc },
    commands: ['make'],
    docker: { pullFrom: [new Images(owner, 'Base')], dockerHub: new Secret(owner, 'Hub') },
    image: { repository: new ImageRepository(owner, 'Orders', { encryptionKey: new Key(owner, 'ImageKey') }) },
    cache: BuildCache.bucket(bucket('Caches'), ['.npm/**/*']),
    logEncryptionKey: new Key(owner, 'LogKey'),
    logBucket: bucket('Logs'),
    outputBucket: bucket('Outputs'),
    encryptionKey: new Key(owner, 'ArtifactKey'),
    variables: { KEY: BuildVariable.secret(new Secret(owner, 'Secret')), PLAIN: BuildVariable.plain(vpc.vpcId) },
  };
  new BuildProject(builds, 'Batch', { batch: { timeout: Duration.hours(1) } });
  const triggers = [Trigger.push(), Trigger.schedule(Schedule.cron({ hour: '3', minute: '0' }))];
  const source = BuildSource.gitHub({ connectionArn, repository: 'acme/orders', triggers });
  new BuildProject(builds, 'Connected', { ...everything, source });
  const repository = new Repository(owner, 'Code', { repositoryName: 'orders' });
  new BuildProject(builds, 'Committed', { source: BuildSource.codeCommit(repository, { triggers }) });
  new BuildProject(builds, 'Dropped', { source: BuildSource.s3(bucket('Drops'), 'a.zip') });
  return { app, owner, builds };
}

describe.each<[string, Environment | undefined]>([
  ['an app that knows no environment', undefined],
  ['an environment of its own', { account: '111122223333', region: 'eu-west-1' }],
  ['GovCloud', { account: '111122223333', region: 'us-gov-west-1' }],
])('in %s', (_, env) => {
  const { app } = buildApp(env);
  const texts = Object.values(templatesOf(app)).map((template) => JSON.stringify(template.toJSON()));

  test('builds refer to another stack without exports, and are deployed after it', () => {
    for (const text of texts) expect(text).not.toMatch(/Fn::ImportValue|"Export"/);
    expect(texts.join()).toContain('Fn::GetStackOutput');
    const [{ dependencies }] = app.synth().stacks.filter(({ stackName }) => stackName === 'Builds');
    expect(dependencies.map(({ id }) => id)).toContain('Owner');
  });

  test('no ARN names a partition', () => {
    for (const text of texts) expect(text).not.toMatch(/arn:aws[a-z-]*:/);
  });

  test('there is no custom resource', () => {
    const types = Object.values(resourcesOf(app)).map(({ Type }) => Type);
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });
});

test('a permissions boundary reaches every role', () => {
  const { app, owner } = buildApp();
  PermissionsBoundary.of(app).apply(ManagedPolicy.fromManagedPolicyName(owner, 'Boundary', 'Boundary'));
  const roles = Object.entries(resourcesOf(app)).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(5);
  expect(roles.filter(([, { Properties }]) => Properties?.PermissionsBoundary === undefined)).toEqual([]);
});

test('tags reach everything of a build that takes them', () => {
  const { app, builds } = buildApp();
  Tags.of(app).add('team', 'orders');
  const untagged = ['AWS::IAM::Policy', 'AWS::CDK::Metadata'];
  const missing = Object.entries(Template.fromStack(builds).toJSON().Resources as Record<string, { Type: string }>)
    .filter(([, { Type }]) => !untagged.includes(Type))
    .filter(([, resource]) => !JSON.stringify(resource).includes('"Key":"team","Value":"orders"'))
    .map(([id, { Type }]) => `${id} ${Type}`);
  expect(missing.filter((each) => !each.endsWith('AWS::Events::Rule'))).toEqual([]);
});

test('cdk-nag finds nothing in the builds that is not acknowledged', () => {
  const { app, builds } = buildApp();
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(builds).violations).toEqual([]);
});

test('cdk-nag finds what it finds where acknowledgements are switched off', () => {
  const { app, builds } = buildApp(undefined, { 'cdk-delivery:acknowledgeFindings': false });
  app.synth();
  const found = JSON.stringify(new AwsSolutionsChecks(app).validateScope(builds).violations);
  for (const rule of ['AwsSolutions-IAM5', 'AwsSolutions-CB4']) expect(found).toContain(rule);
});

describe('a role that the user gives', () => {
  const service = new ServicePrincipal('codebuild.amazonaws.com');
  const network = (stack: Stack): BuildProjectProps['network'] => ({ vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }) });

  test('gets what the build needs before the project is made', () => {
    const given = templateOf((stack) => ({
      source: gitHub(),
      network: network(stack),
      role: new Role(stack, 'Mine', { assumedBy: service }),
    }));
    const actions = statementsOf(given, 'Mine').flatMap(({ Action }) => Action);
    expect(actions).toEqual(
      expect.arrayContaining(['codeconnections:UseConnection', 'ec2:CreateNetworkInterface', 'logs:PutLogEvents']),
    );
    expect(projectOf(given).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^BuildAccess/)]));
  });

  test.each<[string, (stack: Stack) => BuildProjectProps['role']]>([
    [
      'is imported as immutable',
      (stack) => Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111122223333:role/builder', { mutable: false }),
    ],
    ['is not to be updated', (stack) => new Role(stack, 'Mine', { assumedBy: service }).withoutPolicyUpdates()],
  ])('keeps what it has where it %s', (_, role) => {
    const given = templateOf((stack) => ({ source: gitHub(), network: network(stack), role: role(stack) }));
    given.resourceCountIs('AWS::IAM::Policy', 0);
    given.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });
});

test('an aspect that visits a build finds the constructs of aws-cdk-lib', () => {
  const stack = newStack();
  new BuildProject(stack, 'Build', { source: BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'a/b' }) });
  const paths: string[] = [];
  Aspects.of(stack).add({ visit: ({ node }) => void paths.push(node.path) });
  Template.fromStack(stack);
  expect(paths).toEqual(expect.arrayContaining(['Test/Build/Project', 'Test/Build/Role', 'Test/Build/Access']));
});
