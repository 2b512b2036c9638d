import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ComputeType, LinuxLambdaBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildProject, BuildSource } from '../../lib';
import type { BuildBatch, BuildProjectProps } from '../../lib';
import { lockedStacks, logicalIdOf, statementsOf } from '../support/fixtures';
import { allowed, arn, CONNECTION, errorsIn, gitHub, join, projectOf, templateOf } from './support';

const connected = { connectionArn: CONNECTION, repository: 'acme/orders' };
const batch = (options: BuildBatch = {}, more: BuildProjectProps = {}): Template =>
  templateOf({ projectName: 'unit', source: gitHub(), batch: options, ...more });
const batchOf = (given: Template): Record<string, unknown> =>
  projectOf(given).Properties.BuildBatchConfig as Record<string, unknown>;
const codeCommit = (stack: Stack): BuildSource =>
  BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders'));
const MAY_START = {
  Effect: 'Allow',
  Action: ['codebuild:RetryBuild', 'codebuild:StartBuild', 'codebuild:StopBuild'],
  Resource: arn('codebuild', ':project/unit'),
};

describe('a batch', () => {
  test('may have 100 builds, and tells the host of itself as a whole', () => {
    const given = batch();
    expect(batchOf(given)).toEqual({
      ServiceRole: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role', 'BatchRole'), 'Arn'] },
      Restrictions: { MaximumBuildsAllowed: 100 },
    });
  });

  test('is what the user says', () => {
    const given = batch({
      combineArtifacts: true,
      timeout: Duration.hours(2),
      maximumBuilds: 7,
      computeTypes: [ComputeType.SMALL, ComputeType.LARGE],
      reportEachBuild: true,
    });
    expect(batchOf(given)).toMatchObject({
      CombineArtifacts: true,
      TimeoutInMins: 120,
      BatchReportMode: 'REPORT_INDIVIDUAL_BUILDS',
      Restrictions: {
        MaximumBuildsAllowed: 7,
        ComputeTypesAllowed: ['BUILD_GENERAL1_SMALL', 'BUILD_GENERAL1_LARGE'],
      },
    });
  });

  test('has a role of its own, that starts builds of that project and does nothing else', () => {
    const given = batch();
    expect(statementsOf(given, 'BuildBatchRole')).toEqual([MAY_START]);
    expect(statementsOf(given, 'BuildRole')).not.toContainEqual(MAY_START);
    const policies = Object.keys(given.findResources('AWS::IAM::Policy')).filter((id) => id.includes('BatchRole'));
    expect(projectOf(given).DependsOn).toEqual(expect.arrayContaining(policies));
  });

  test('may have the user’s role, which gets just that', () => {
    const given = templateOf((stack) => ({
      projectName: 'unit',
      batch: { role: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }) },
    }));
    expect(batchOf(given).ServiceRole).toEqual({
      'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role', 'Mine'), 'Arn'],
    });
    expect(statementsOf(given, 'Mine')).toEqual([MAY_START]);
  });

  test('may have a role of another stack without a lock', () => {
    const app = new App();
    const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
    const role = new Role(owner, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    new BuildProject(stack, 'Build', { batch: { role } });
    expect(lockedStacks(app)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => BuildSource]>([
    ['GitLab', () => BuildSource.gitLab(connected)],
    [
      'a GitLab of one’s own',
      () => BuildSource.gitLabSelfManaged({ ...connected, serverUrl: 'https://g.example.com' }),
    ],
    ['CodeCommit', codeCommit],
    ['S3', (stack) => BuildSource.s3(Bucket.fromBucketName(stack, 'B', 'drops'), 'a.zip')],
  ])('cannot tell %s of each of its builds', (_, source) => {
    const errors = errorsIn((stack) => ({ source: source(stack), batch: { reportEachBuild: true } }));
    expect(errors).toEqual(['batch.reportEachBuild: must not be given: only GitHub and Bitbucket are told of batches']);
  });

  test.each<[string, BuildSource]>([
    ['GitHub', gitHub()],
    ['GitHub Enterprise', BuildSource.gitHubEnterprise({ ...connected, serverUrl: 'https://g.example.com' })],
    ['Bitbucket', BuildSource.bitbucket(connected)],
  ])('can tell %s of each of its builds', (_, source) => {
    expect(batchOf(templateOf({ source, batch: { reportEachBuild: true } })).BatchReportMode).toBe(
      'REPORT_INDIVIDUAL_BUILDS',
    );
  });

  test.each<[BuildBatch, string]>([
    [{ timeout: Duration.minutes(4) }, 'batch.timeout: must be 5 to 2160 minutes, got 4'],
    [{ timeout: Duration.hours(37) }, 'batch.timeout: must be 5 to 2160 minutes, got 2220'],
    [{ timeout: Duration.seconds(330) }, "batch.timeout: must be whole minutes, got '5 minutes 30 seconds'"],
    [{ maximumBuilds: 0 }, 'batch.maximumBuilds: must be 1 to 100 builds, got 0'],
    [{ maximumBuilds: 101 }, 'batch.maximumBuilds: must be 1 to 100 builds, got 101'],
  ])('%p is refused', (options, says) => {
    expect(errorsIn({ batch: options })).toEqual([says]);
  });

  test.each<BuildBatch>([{ timeout: Duration.minutes(5) }, { maximumBuilds: 1 }, { maximumBuilds: 100 }])(
    '%p is taken',
    (options) => {
      expect(errorsIn({ batch: options })).toEqual([]);
    },
  );
});

describe('how many builds there may be, and how long they may wait', () => {
  test('is said to CodeBuild', () => {
    const given = templateOf({
      concurrentBuilds: 2,
      retries: 3,
      queuedTimeout: Duration.minutes(10),
      source: gitHub(),
    });
    expect(projectOf(given).Properties).toMatchObject({
      ConcurrentBuildLimit: 2,
      AutoRetryLimit: 3,
      QueuedTimeoutInMinutes: 10,
    });
  });

  test('is left to CodeBuild', () => {
    const { Properties } = projectOf(templateOf());
    for (const name of ['ConcurrentBuildLimit', 'AutoRetryLimit', 'QueuedTimeoutInMinutes', 'BuildBatchConfig']) {
      expect(Properties).not.toHaveProperty(name);
    }
  });

  test.each<[BuildProjectProps, string]>([
    [{ concurrentBuilds: 0 }, 'concurrentBuilds: must be 1 to 100000 builds, got 0'],
    [{ source: gitHub(), retries: 11 }, 'retries: must be 0 to 10 retries, got 11'],
    [{ source: gitHub(), retries: 1.5 }, 'retries: must be a whole number of 0 to 10 retries, got 1.5'],
    [{ queuedTimeout: Duration.minutes(4) }, 'queuedTimeout: must be 5 to 480 minutes, got 4'],
    [{ queuedTimeout: Duration.hours(9) }, 'queuedTimeout: must be 5 to 480 minutes, got 540'],
  ])('%p is refused', (props, says) => {
    expect(errorsIn(props)).toEqual([says]);
  });
});

describe('a badge', () => {
  test.each<[string, (stack: Stack) => BuildSource]>([
    ['GitHub', () => gitHub()],
    ['GitLab', () => BuildSource.gitLab(connected)],
    ['Bitbucket', () => BuildSource.bitbucket(connected)],
    ['CodeCommit', codeCommit],
  ])('shows the state of a build of %s', (_, source) => {
    expect(projectOf(templateOf((stack) => ({ source: source(stack), badge: true }))).Properties.BadgeEnabled).toBe(
      true,
    );
    expect(projectOf(templateOf((stack) => ({ source: source(stack) }))).Properties.BadgeEnabled ?? false).toBe(false);
  });

  test.each<[string, (stack: Stack) => BuildProjectProps]>([
    ['of a pipeline', () => ({})],
    ['of S3', (stack) => ({ source: BuildSource.s3(Bucket.fromBucketName(stack, 'B', 'drops'), 'a.zip') })],
    [
      'on Lambda compute',
      () => ({ source: gitHub(), environment: { buildImage: LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 } }),
    ],
  ])('cannot be had of a build %s', (_, props) => {
    expect(errorsIn((stack) => ({ ...props(stack), badge: true }))).toEqual([
      'badge: must not be set without a source that is a Git repository, nor on Lambda compute',
    ]);
  });
});

describe('a bucket for the output', () => {
  const given = templateOf((stack) => ({
    projectName: 'unit',
    source: gitHub(),
    commands: ['make'],
    outputBucket: new Bucket(stack, 'Output', { encryptionKey: new Key(stack, 'Key') }),
  }));
  const bucket = logicalIdOf(given, 'AWS::S3::Bucket');
  const bucketArn = { 'Fn::GetAtt': [bucket, 'Arn'] };

  test('gets an archive for each build, encrypted, below the name of the project', () => {
    const { Artifacts } = projectOf(given).Properties;
    expect(Artifacts).toEqual({
      Type: 'S3',
      Location: { Ref: bucket },
      Path: 'unit',
      NamespaceType: 'BUILD_ID',
      Name: 'output.zip',
      Packaging: 'ZIP',
    });
    expect(Artifacts).not.toHaveProperty('EncryptionDisabled');
  });

  test('is written to there and nowhere else', () => {
    expect(allowed(given, 's3')).toEqual([
      { Effect: 'Allow', Action: ['s3:GetBucketAcl', 's3:GetBucketLocation'], Resource: bucketArn },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: join([bucketArn, '/unit/*']) },
    ]);
    const key = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] };
    const uses = allowed(given, 'kms').filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(key));
    expect(uses.flatMap(({ Action }) => Action)).toContain('kms:GenerateDataKey');
  });

  test('needs a source, as a pipeline takes the output of its builds', () => {
    expect(errorsIn((stack) => ({ outputBucket: new Bucket(stack, 'Output') }))).toEqual([
      'outputBucket: needs a source; a pipeline takes what its builds put out',
    ]);
  });

  test('is not there by default: the output of a build alone is thrown away', () => {
    expect(projectOf(templateOf({ source: gitHub() })).Properties.Artifacts).toEqual({ Type: 'NO_ARTIFACTS' });
  });

  test('may be of another stack without a lock', () => {
    const app = new App();
    const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
    new BuildProject(stack, 'Build', { source: gitHub(), outputBucket: new Bucket(owner, 'Output') });
    expect(lockedStacks(app)).toEqual([]);
    expect(Template.fromStack(stack).toJSON()).toHaveProperty('Resources');
  });
});
