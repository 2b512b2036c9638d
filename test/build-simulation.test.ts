import { App, Stack } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository as ImageRegistry } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { BuildCache, BuildProject, BuildSource, BuildVariable, Trigger } from '../lib';
import type { BuildProjectProps } from '../lib';
import {
  all,
  expectAllowed,
  expectDenied,
  here,
  resolveTemplates,
  roleOf,
  rolesOf,
  statementsWithNeedlessStar,
  unknownActions,
} from './support/simulation';
import type { ResolvedTemplates, StarException } from './support/simulation';

const CONNECTION = here('codeconnections', 'connection/0a1b');

/** AWS’s own policy for builds in a VPC has these on `*`, although the reference of EC2 has resource types for them. */
const VPC_EXCEPTIONS: StarException[] = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'].map((action) => ({
  action,
  url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html',
  reason: 'CodeBuild asks for this before it knows the interface.',
}));

/** A build with everything on, but for its source. */
function everything(stack: Stack, more: BuildProjectProps): BuildProject {
  const bucket = (id: string): Bucket =>
    new Bucket(stack, id, { encryptionKey: new Key(stack, `${id}Key`), bucketName: id.toLowerCase() });
  const images = (name: string): ImageRegistry =>
    new ImageRegistry(stack, name, { repositoryName: name.toLowerCase() });
  return new BuildProject(stack, 'Build', {
    projectName: 'unit',
    buildSpec: BuildSpec.fromObject({
      version: '0.2',
      batch: { 'fast-fail': true },
      phases: { build: { commands: ['make'] } },
    }),
    network: { vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }) },
    docker: { pullFrom: [images('Base')], dockerHub: new Secret(stack, 'Hub') },
    image: { repository: images('Orders') },
    cache: BuildCache.bucket(bucket('Caches'), ['.npm/**/*']),
    batch: {},
    environment: { buildImage: LinuxBuildImage.fromEcrRepository(images('Tools'), '1') },
    variables: { URL: BuildVariable.parameter('/orders/url') },
    logEncryptionKey: new Key(stack, 'LogKey'),
    logBucket: bucket('Logs'),
    outputBucket: bucket('Outputs'),
    encryptionKey: new Key(stack, 'ArtifactKey'),
    ...more,
  });
}

const app = new App();
const connected = new Stack(app, 'Connected');
everything(connected, {
  source: BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders', triggers: [Trigger.push()] }),
});
const committed = new Stack(app, 'Committed');
new BuildProject(committed, 'Build', {
  projectName: 'nightly',
  source: BuildSource.codeCommit(Repository.fromRepositoryName(committed, 'R', 'orders'), {
    triggers: [Trigger.push(), Trigger.schedule(Schedule.cron({ hour: '3', minute: '0' }))],
  }),
});
const dropped = new Stack(app, 'Dropped');
new BuildProject(dropped, 'Build', {
  source: BuildSource.s3(Bucket.fromBucketName(dropped, 'Drops', 'drops'), 'app/source.zip'),
});
const given = new Stack(app, 'Given');
new BuildProject(given, 'Build', {
  projectName: 'given',
  source: BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders' }),
  role: new Role(given, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }),
});
const templates = resolveTemplates(app.synth());

function arnOf(type: string, part: string, of: ResolvedTemplates = templates): string {
  const found = of.resourcesOfType(type).find(({ logicalId }) => logicalId.startsWith(part));
  if (found === undefined) throw new Error(`no ${type} ${part}`);
  return of.arnOf(found);
}

describe('a build with everything', () => {
  const role = roleOf(templates, 'BuildRole', 'Connected');
  const [ownLogs] = templates
    .resourcesOfType('AWS::Logs::LogGroup')
    .filter(({ stackName }) => stackName === 'Connected');
  const logGroup = templates.refTo(ownLogs);
  const key = (id: string): string => arnOf('AWS::KMS::Key', id);

  test('may use its connection for its repository', async () => {
    const actions = ['GetConnection', 'GetConnectionToken'];
    await expectAllowed(role, [
      ...all(
        actions.map((action) => `codeconnections:${action}`),
        CONNECTION,
      ),
      ['codeconnections:UseConnection', CONNECTION, { 'codeconnections:FullRepositoryId': 'acme/orders' }],
      ['codeconnections:UseConnection', CONNECTION],
    ]);
    await expectDenied(role, [
      ['codeconnections:UseConnection', CONNECTION, { 'codeconnections:FullRepositoryId': 'acme/other' }],
      ['codeconnections:UseConnection', here('codeconnections', 'connection/9999')],
      ['codeconnections:GetConnectionToken', here('codeconnections', 'connection/9999')],
      ['codeconnections:PassConnection', CONNECTION],
      ['codeconnections:DeleteConnection', CONNECTION],
    ]);
  });

  test('may read and write its own cache, and no neighbour’s', async () => {
    await expectAllowed(role, [
      ...all(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], 'arn:aws:s3:::caches/unit/abc'),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], key('CachesKey')),
    ]);
    await expectDenied(role, [
      ...all(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::caches/unit2/abc'),
      ['s3:GetObject', 'arn:aws:s3:::caches/unit/abc', { 'aws:SecureTransport': 'false' }],
      ...all(['s3:ListBucket', 's3:PutBucketPolicy'], 'arn:aws:s3:::caches'),
      ['s3:DeleteObject', 'arn:aws:s3:::caches/unit/abc'],
    ]);
  });

  test('may write its logs and its output below its own name, and read neither', async () => {
    await expectAllowed(role, [
      ...all(['logs:CreateLogStream', 'logs:PutLogEvents'], here('logs', `log-group:${logGroup}:log-stream:unit/1`)),
      ['s3:PutObject', 'arn:aws:s3:::logs/unit/1.gz'],
      ['s3:PutObject', 'arn:aws:s3:::outputs/unit/1/output.zip'],
      ['kms:GenerateDataKey', key('LogKey'), { 'kms:ViaService': 'logs.eu-west-1.amazonaws.com' }],
      ['kms:GenerateDataKey', key('ArtifactKey')],
    ]);
    await expectDenied(role, [
      ['logs:PutLogEvents', here('logs', `log-group:${logGroup}:log-stream:unit2/1`)],
      ['s3:PutObject', 'arn:aws:s3:::logs/unit2/1.gz'],
      ['s3:GetObject', 'arn:aws:s3:::logs/unit/1.gz'],
      ['s3:PutObject', 'arn:aws:s3:::outputs/unit2/1/output.zip'],
      ['s3:GetObject', 'arn:aws:s3:::outputs/unit/1/output.zip'],
      ['kms:GenerateDataKey', key('LogKey')],
      ['kms:ScheduleKeyDeletion', key('LogKey')],
    ]);
  });

  test('may push to its own repository, and pull from those that it names', async () => {
    const repository = (name: string): string => here('ecr', `repository/${name}`);
    await expectAllowed(role, [
      ...all(['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:CompleteLayerUpload'], repository('orders')),
      ...all(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], repository('base')),
      ...all(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], repository('tools')),
      ['ecr:GetAuthorizationToken', '*'],
    ]);
    await expectDenied(role, [
      ...['base', 'tools', 'orders2'].map((name) => ['ecr:PutImage', repository(name)] as const),
      ['ecr:BatchGetImage', repository('other')],
      ...all(['ecr:DeleteRepository', 'ecr:SetRepositoryPolicy', 'ecr:BatchDeleteImage'], repository('orders')),
    ]);
  });

  test('may read its variables, and no others', async () => {
    const secret = templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0]);
    await expectAllowed(role, [
      ['ssm:GetParameters', here('ssm', 'parameter/orders/url')],
      ['secretsmanager:GetSecretValue', secret],
    ]);
    await expectDenied(role, [
      ['ssm:GetParameters', here('ssm', 'parameter/orders/url2')],
      ['secretsmanager:GetSecretValue', here('secretsmanager', 'secret:other-abcdef')],
      ['secretsmanager:PutSecretValue', secret],
    ]);
  });

  test('may hand its network interfaces to CodeBuild in its own subnets, and to nobody else', async () => {
    const subnetNamed = (part: string): string => {
      const found = templates.resourcesOfType('AWS::EC2::Subnet').find(({ logicalId }) => logicalId.includes(part));
      return found === undefined ? '' : templates.refTo(found);
    };
    const [own, other] = [subnetNamed('Private'), subnetNamed('Public')];
    const interfaces = here('ec2', 'network-interface/eni-1');
    const context = (service: string, subnet: string): Record<string, string> => ({
      'ec2:AuthorizedService': service,
      'ec2:Subnet': here('ec2', `subnet/${subnet}`),
    });
    const hand = 'ec2:CreateNetworkInterfacePermission';
    await expectAllowed(role, [
      [hand, interfaces, context('codebuild.amazonaws.com', own)],
      ['ec2:CreateNetworkInterface', interfaces],
    ]);
    await expectDenied(role, [
      [hand, interfaces, context('codebuild.amazonaws.com', other)],
      [hand, interfaces, context('ec2.amazonaws.com', own)],
      ['ec2:RunInstances', here('ec2', 'instance/*')],
      ['ec2:AuthorizeSecurityGroupIngress', here('ec2', 'security-group/sg-1')],
    ]);
  });

  test('may start no builds, its own neither, and pass no role', async () => {
    await expectDenied(role, [
      ...all(['codebuild:StartBuild', 'codebuild:UpdateProject'], here('codebuild', 'project/unit')),
      ['iam:PassRole', role.arn],
    ]);
  });
});

test('a batch may start builds of its own project, and nothing else', async () => {
  const role = roleOf(templates, 'BuildBatchRole', 'Connected');
  const actions = ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:RetryBuild'];
  await expectAllowed(role, all(actions, here('codebuild', 'project/unit')));
  await expectDenied(role, [
    ...all(actions, here('codebuild', 'project/unit2')),
    ['codebuild:UpdateProject', here('codebuild', 'project/unit')],
    ['s3:GetObject', 'arn:aws:s3:::caches/unit/abc'],
  ]);
});

test('rules may start builds of their own project, and nothing else', async () => {
  const role = roleOf(templates, 'BuildStartRole', 'Committed');
  await expectAllowed(role, [['codebuild:StartBuild', here('codebuild', 'project/nightly')]]);
  await expectDenied(role, [
    ['codebuild:StartBuild', here('codebuild', 'project/nightly2')],
    ['codebuild:StopBuild', here('codebuild', 'project/nightly')],
    ['codecommit:GitPull', here('codecommit', 'orders')],
  ]);
});

test('a build of CodeCommit may pull from its repository, and not push', async () => {
  const role = roleOf(templates, 'BuildRole', 'Committed');
  await expectAllowed(role, [['codecommit:GitPull', here('codecommit', 'orders')]]);
  await expectDenied(role, [
    ['codecommit:GitPull', here('codecommit', 'orders2')],
    ['codecommit:GitPush', here('codecommit', 'orders')],
  ]);
});

test('a build of S3 may read its object, and no other', async () => {
  const role = roleOf(templates, 'BuildRole', 'Dropped');
  await expectAllowed(role, [['s3:GetObject', 'arn:aws:s3:::drops/app/source.zip']]);
  await expectDenied(role, [
    ['s3:GetObject', 'arn:aws:s3:::drops/app/source.zip2'],
    ['s3:PutObject', 'arn:aws:s3:::drops/app/source.zip'],
  ]);
});

test('the user’s role may do what a role of the library’s own may', async () => {
  const role = roleOf(templates, 'Mine', 'Given');
  await expectAllowed(role, [
    ['codeconnections:GetConnectionToken', CONNECTION],
    ['codebuild:CreateReportGroup', here('codebuild', 'report-group/given-unit')],
  ]);
  await expectDenied(role, [['codebuild:CreateReportGroup', here('codebuild', 'report-group/unit-unit')]]);
});

test('every role that is made has been looked at', () => {
  const names = rolesOf(templates).map(
    ({ stackName, logicalId }) => `${stackName}/${logicalId.replace(/[0-9A-F]{8}$/, '')}`,
  );
  expect(names.sort()).toEqual([
    'Committed/BuildRole',
    'Committed/BuildStartRole',
    'Connected/BuildBatchRole',
    'Connected/BuildRole',
    'Dropped/BuildRole',
    'Given/Mine',
  ]);
});

test('no statement has a star for an action that has a resource type, but for those of AWS’s own page', async () => {
  expect(await statementsWithNeedlessStar(templates, VPC_EXCEPTIONS)).toEqual([]);
  expect((await statementsWithNeedlessStar(templates)).map(({ action }) => action).sort()).toEqual(
    VPC_EXCEPTIONS.map(({ action }) => action),
  );
  expect(await unknownActions(templates)).toEqual([]);
});
