import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as Images } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  BuildCache,
  BuildProject,
  BuildSource,
  BuildVariable,
  CommentApproval,
  ImageFile,
  ImageRepository,
  PullRequestEvent,
  Trigger,
} from '../lib';
import type { BuildProjectProps, CodeCommitBuildOptions, ConnectedBuildOptions, ImageBuild } from '../lib';
import { CONNECTION } from './build/support';
import { errorsOf, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

const BUILD = 'Build (BuildProject)';
type Make = (stack: Stack) => unknown;

const build =
  (props: (stack: Stack) => BuildProjectProps): Make =>
  (stack) =>
    new BuildProject(stack, 'Build', props(stack));
const gitHub = (options: Partial<ConnectedBuildOptions>): Make =>
  build(() => ({
    source: BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders', ...options }),
  }));
const codeCommit = (options: CodeCommitBuildOptions): Make =>
  build((stack) => ({
    source: BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders'), options),
  }));
const server = (serverUrl: unknown): Make =>
  build(() => ({
    source: BuildSource.gitLabSelfManaged({
      connectionArn: CONNECTION,
      repository: 'a/b',
      serverUrl: untyped(serverUrl),
    }),
  }));
const cache = (make: (stack: Stack) => BuildCache): Make =>
  build((stack) => ({ commands: ['make'], cache: make(stack) }));
const image = (options: Partial<ImageBuild>): Make =>
  build((stack) => ({ image: { repository: new Images(stack, 'Images'), ...options } }));
const spec = (object: Record<string, unknown>): Make => build(() => ({ buildSpec: BuildSpec.fromObject(object) }));

const CONNECTION_CURE =
  'take that of a SourceConnection, or copy it from the console (Developer Tools, Settings, Connections)';
const SHELL = 'must be a text without quotes, backslashes, line ends and commands';
const NO_FILTERS =
  'CodeCommit tells pushes to a branch and nothing more; name the branch by branch, and check pull requests by PullRequestChecks';

/** What is wrong, the prop of the build that it is reported in, and the words. */
const ROWS: [what: string, make: Make, says: string][] = [
  [
    'a source that is a text',
    build(() => ({ source: untyped('x') })),
    "source: must be a BuildSource, got 'x'; use the functions of BuildSource",
  ],
  [
    'a connection without an ARN',
    gitHub({ connectionArn: 'main' }),
    `source.connectionArn: must be the ARN of a connection, got 'main'; ${CONNECTION_CURE}`,
  ],
  [
    'a connection that is not there',
    gitHub({ connectionArn: untyped(undefined) }),
    `source.connectionArn: must be the ARN of a connection, got nothing; ${CONNECTION_CURE}`,
  ],
  [
    'a repository without its owner',
    gitHub({ repository: 'orders' }),
    "source.repository: must be a literal of the form OWNER/REPOSITORY, without .git, got 'orders'",
  ],
  [
    'a repository that is an address',
    gitHub({ repository: 'https://github.com/a/b' }),
    "source.repository: must be a literal of the form OWNER/REPOSITORY, without .git, got 'https://github.com/a/b'",
  ],
  [
    'a clone of less than nothing',
    gitHub({ cloneDepth: -1 }),
    'source.cloneDepth: must be 0 to 1000000 commits, got -1',
  ],
  [
    'a name of a status of no characters',
    gitHub({ statusContext: '' }),
    "source.statusContext: must be 1 to 255 characters, got ''",
  ],
  [
    'triggers that are a trigger',
    gitHub({ triggers: untyped(Trigger.push()) }),
    'source.triggers: must be a list, got a value of class Trigger',
  ],
  ['no triggers', gitHub({ triggers: [] }), 'source.triggers: must have at least 1, got 0'],
  [
    'a trigger that is a text',
    gitHub({ triggers: [untyped('push')] }),
    "source.triggers[0]: must be a Trigger, got 'push'; use the functions of Trigger",
  ],
  [
    'a person and a push as triggers',
    gitHub({ triggers: [Trigger.manual(), Trigger.push()] }),
    'source.triggers: must have no others beside Trigger.manual()',
  ],
  [
    'tags beside branches',
    gitHub({ triggers: [Trigger.push({ tags: ['v*'], branches: ['main'] })] }),
    'source.triggers[0].tags: must not be given beside branches; use one Trigger.push for tags and another for branches',
  ],
  [
    'an event that is not one',
    gitHub({ triggers: [Trigger.pullRequest({ events: [untyped('MERGED')] })] }),
    "source.triggers[0].events[0]: must be one of OPEN, UPDATED, CLOSED, got 'MERGED'; use PullRequestEvent",
  ],
  [
    'nine patterns',
    gitHub({ triggers: [Trigger.push({ branches: Array.from({ length: 9 }, (_, index) => `b${index}`) })] }),
    'source.triggers[0].branches: must be 0 to 8 patterns, got 9',
  ],
  [
    'a policy without pull requests',
    gitHub({ triggers: [Trigger.push()], pullRequestBuildPolicy: {} }),
    'source.pullRequestBuildPolicy: needs a pull request among triggers',
  ],
  [
    'no approvers',
    gitHub({ triggers: [Trigger.pullRequest()], pullRequestBuildPolicy: { approverRoles: [] } }),
    'source.pullRequestBuildPolicy.approverRoles: must have at least 1, got 0',
  ],
  [
    'a server without an address',
    server(undefined),
    'source.serverUrl: must be the address of the server, beginning with https://, got nothing',
  ],
  [
    'a server without TLS',
    server('http://git.example.com'),
    "source.serverUrl: must be the address of the server, beginning with https://, got 'http://git.example.com'",
  ],
  [
    'a repository of CodeCommit that is a name',
    build(() => ({ source: BuildSource.codeCommit(untyped('orders')) })),
    "source.repository: must be a CodeCommit repository, got 'orders'",
  ],
  [
    'filters at CodeCommit',
    codeCommit({ triggers: [Trigger.push({ paths: ['src/**'] })] }),
    `source.triggers[0].paths: must not be given: ${NO_FILTERS}`,
  ],
  [
    'pull requests at CodeCommit',
    codeCommit({ triggers: [Trigger.pullRequest()] }),
    `source.triggers[0]: must not be a pull request: ${NO_FILTERS}`,
  ],
  [
    'a branch at CodeCommit with a reference',
    codeCommit({ branch: 'refs/heads/main' }),
    "source.branch: must be 1 to 256 characters of what Git allows, without wildcards and without refs/heads/, got 'refs/heads/main'",
  ],
  [
    'a bucket of a source that is a name',
    build(() => ({ source: BuildSource.s3(untyped('drops'), 'a.zip') })),
    "source.bucket: must be a bucket, got 'drops'",
  ],
  [
    'an object that is not named',
    build((stack) => ({ source: BuildSource.s3(new Bucket(stack, 'B'), untyped(undefined)) })),
    'source.objectKey: must be given, got nothing',
  ],
  [
    'a cache that is a text',
    build(() => ({ cache: untyped('npm') })),
    "cache: must be a BuildCache, got 'npm'; use the functions of BuildCache",
  ],
  [
    'a bucket of a cache that is a name',
    cache(() => BuildCache.bucket(untyped('caches'), ['a'])),
    "cache.bucket: must be a bucket, got 'caches'",
  ],
  [
    'paths of a cache that are a text',
    cache((stack) => BuildCache.bucket(new Bucket(stack, 'B'), untyped('node_modules'))),
    "cache.paths: must be a list, got 'node_modules'",
  ],
  [
    'a path of a cache that is missing',
    cache(() => BuildCache.local({ paths: [untyped(null)] })),
    'cache.paths[0]: must not be empty, got nothing',
  ],
  [
    'a local cache without options',
    cache(() => BuildCache.local(untyped(undefined))),
    'cache: must keep something; give paths, source or dockerLayers',
  ],
  ['a network without a VPC', build(() => ({ network: untyped({}) })), 'network.vpc: must be a VPC, got nothing'],
  [
    'a VPC that is an id',
    build(() => ({ network: { vpc: untyped('vpc-1') } })),
    "network.vpc: must be a VPC, got 'vpc-1'",
  ],
  [
    'a security group that is an id',
    build((stack) => ({ network: { vpc: new Vpc(stack, 'V'), securityGroups: [untyped('sg-1')] } })),
    "network.securityGroups[0]: must be a security group, got 'sg-1'",
  ],
  [
    'an image without a repository',
    build(() => ({ image: untyped({}) })),
    'image.repository: must be an ECR repository, got nothing',
  ],
  [
    'a repository of images that is a name',
    image({ repository: untyped('orders') }),
    "image.repository: must be an ECR repository, got 'orders'",
  ],
  ['a Dockerfile that is missing', image({ dockerfile: untyped(null) }), `image.dockerfile: ${SHELL}, got nothing`],
  ['a folder with a command', image({ directory: '$(pwd)' }), `image.directory: ${SHELL}, got '$(pwd)'`],
  [
    'a build argument that is a number',
    image({ buildArguments: untyped({ PORT: 80 }) }),
    `image.buildArguments.PORT: ${SHELL}, got 80`,
  ],
  [
    'definitions without a container',
    image({ file: ImageFile.DEFINITIONS }),
    'image.containerName: must be given for imagedefinitions.json',
  ],
  [
    'a repository to pull from that is a name',
    build(() => ({ commands: ['a'], docker: { pullFrom: [untyped('base')] } })),
    "docker.pullFrom[0]: must be an ECR repository, got 'base'",
  ],
  [
    'repositories to push to that are one',
    build((stack) => ({ commands: ['a'], docker: { pushTo: untyped(new Images(stack, 'I')) } })),
    'docker.pushTo: must be a list, got the Repository Test/I',
  ],
  [
    'Docker beside a buildspec of the source',
    build(() => ({ docker: {} })),
    'docker: needs commands, phases, or a buildspec that is an object; the library cannot add its commands to a buildspec of the source',
  ],
  [
    'an image beside a buildspec of the source',
    build((stack) => ({
      buildSpec: BuildSpec.fromSourceFilename('b.yml'),
      image: { repository: new Images(stack, 'I') },
    })),
    'image: needs commands, phases, or a buildspec that is an object; the library cannot add its commands to a buildspec of the source',
  ],
  [
    'a log group that is a name',
    build(() => ({ logGroup: untyped('/builds') })),
    "logGroup: must be a log group, got '/builds'",
  ],
  [
    'a key of logs that is an ARN',
    build(() => ({ logEncryptionKey: untyped('arn') })),
    "logEncryptionKey: must be a key, got 'arn'",
  ],
  [
    'a bucket of logs that is a name',
    build(() => ({ logBucket: untyped('logs') })),
    "logBucket: must be a bucket, got 'logs'",
  ],
  [
    'a batch of 101 builds',
    build(() => ({ batch: { maximumBuilds: 101 } })),
    'batch.maximumBuilds: must be 1 to 100 builds, got 101',
  ],
  [
    'a timeout of a batch that is a number',
    build(() => ({ batch: { timeout: untyped(60) } })),
    'batch.timeout: must be a Duration, got 60',
  ],
  [
    'a role of a batch that is an ARN',
    build(() => ({ batch: { role: untyped('arn') } })),
    "batch.role: must be a role, got 'arn'",
  ],
  [
    'a queue of nine hours',
    build(() => ({ queuedTimeout: Duration.hours(9) })),
    'queuedTimeout: must be 5 to 480 minutes, got 540',
  ],
  [
    'no builds side by side',
    build(() => ({ concurrentBuilds: 0 })),
    'concurrentBuilds: must be 1 to 100000 builds, got 0',
  ],
  [
    'an image of a build that is a text',
    build(() => ({ environment: { buildImage: untyped('node:22') } })),
    "environment.buildImage: must be a build image, got 'node:22'; use LinuxBuildImage, or another of its kind",
  ],
  [
    'variables of the environment',
    build(() => ({ environment: { buildImage: LinuxBuildImage.STANDARD_7_0, environmentVariables: {} } })),
    'environment.environmentVariables: must not be given; use variables',
  ],
  ['phases that are a list', build(() => ({ phases: untyped(['make']) })), 'phases: must be an object, got a list'],
  [
    'a phase that is a text',
    build(() => ({ phases: { main: untyped('make') } })),
    "phases.main: must be a list, got 'make'",
  ],
  [
    'a command that is a number',
    build(() => ({ commands: ['a', untyped(1)] })),
    'commands[1]: must be a string, got 1',
  ],
  [
    'runtimes that are a list',
    build(() => ({ commands: ['a'], runtimes: untyped(['nodejs']) })),
    'runtimes: must be an object, got a list',
  ],
  ['a buildspec without phases', spec({ version: '0.2' }), 'buildSpec.phases: must be given'],
  [
    'a buildspec of another version',
    spec({ version: 2, phases: { build: { commands: ['a'] } } }),
    "buildSpec.version: must be '0.2' or '0.1', got 2",
  ],
  [
    'a buildspec with a section that is misspelt',
    spec({ version: '0.2', phases: { build: { commands: ['a'] } }, artefacts: {} }),
    "buildSpec.artefacts: must be one of version, run-as, env, proxy, batch, phases, reports, artifacts, cache, got 'artefacts'",
  ],
];

const MISTAKES: Mistake[] = [
  ...ROWS.map(([what, make, says]) => ({ what, make, says: `${BUILD} ${says}` })),
  {
    what: 'a repository of images with a capital',
    make: (stack) => new ImageRepository(stack, 'Images', { repositoryName: 'Orders' }),
    says: "Images (ImageRepository) repositoryName: must be 2 to 256 characters of lower-case letters, digits and single . _ - /, a letter or digit at both ends, got 'Orders'",
  },
  {
    what: 'a reader that is no account',
    make: (stack) => new ImageRepository(stack, 'Images', { readerAccounts: ['acme'] }),
    says: "Images (ImageRepository) readerAccounts[0]: must be the 12 digits of an account, got 'acme'",
  },
  {
    what: 'readers that are a text',
    make: (stack) => new ImageRepository(stack, 'Images', { readerAccounts: untyped('111122223333') }),
    says: "Images (ImageRepository) readerAccounts: must be a list, got '111122223333'",
  },
];

test.each(MISTAKES)('$what is reported in the user’s own props', expectReport);

test('mistakes in all parts of a build are reported at once', () => {
  const stack = newStack();
  new BuildProject(stack, 'Build', {
    source: BuildSource.gitHub({
      connectionArn: 'x',
      repository: 'y',
      triggers: [Trigger.pullRequest({ events: [PullRequestEvent.OPENED] })],
      pullRequestBuildPolicy: { requiresCommentApproval: CommentApproval.DISABLED, approverRoles: [] },
    }),
    commands: [],
    phases: {},
    cache: BuildCache.local({}),
    batch: { maximumBuilds: 0 },
    docker: { pullFrom: [untyped('base')] },
    logBucket: untyped('logs'),
    retries: 99,
    variables: { '1': BuildVariable.plain('a') },
  });
  const props = errorsOf(stack).map((error) => /^Build \(BuildProject\) ([\w.[\]]+):/.exec(error)?.[1]);
  expect(props).toEqual(
    expect.arrayContaining([
      'source.connectionArn',
      'source.repository',
      'source.pullRequestBuildPolicy.approverRoles',
      'commands',
      'cache',
      'batch.maximumBuilds',
      'docker.pullFrom[0]',
      'logBucket',
      'retries',
      'variables.1',
    ]),
  );
});
