import type { Stack } from 'aws-cdk-lib';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository as Images } from 'aws-cdk-lib/aws-ecr';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildCache, BuildProject, BuildSource, BuildVariable, ImageFile, ImageRepository, Trigger } from '../../lib';
import { untyped } from '../support/mistakes';
import { each, expectCollected } from '../support/wrong-javascript';
import type { Give } from '../support/wrong-javascript';
import { CONNECTION } from './support';

const build = (props: Record<string, unknown>) => (stack: Stack) => new BuildProject(stack, 'Build', untyped(props));
const gitHub = (options: Record<string, unknown>): BuildSource =>
  BuildSource.gitHub(
    untyped({ connectionArn: CONNECTION, repository: 'acme/orders', triggers: [Trigger.pullRequest()], ...options }),
  );
const image = (stack: Stack, options: Record<string, unknown>): unknown =>
  build({ commands: ['a'], image: { repository: new Images(stack, 'Images'), ...options } })(stack);

const PROJECT = [
  ...['projectName', 'variables', 'environment', 'network', 'feeds', 'docker', 'image', 'cache', 'batch', 'timeout'],
  ...['queuedTimeout', 'concurrentBuilds', 'retries', 'role', 'source', 'badge', 'outputBucket', 'encryptionKey'],
  ...['logGroup', 'logEncryptionKey', 'logBucket', 'buildSpec', 'commands', 'phases', 'runtimes', 'reports', 'output'],
];
const SPEC = ['version', 'env', 'proxy', 'batch', 'phases', 'reports', 'artifacts', 'cache'];
const PHASE = ['commands', 'finally', 'on-failure', 'runtime-versions', 'run-as'];
const FILTERS = ['branches', 'excludeBranches', 'tags', 'excludeTags', 'paths', 'excludePaths', 'events'];
const CODE_BUILD = { version: '0.2', phases: { build: { commands: ['a'] } } };

const spec = (stack: Stack, given: Record<string, unknown>): unknown =>
  build({
    buildSpec: BuildSpec.fromObject({ ...CODE_BUILD, ...given }),
    variables: { A: BuildVariable.plain('a') },
    reports: { unit: { files: ['a.xml'] } },
    cache: BuildCache.bucket(new Bucket(stack, 'Bucket'), ['a']),
  })(stack);

const ROWS: [string, Give][] = [
  ['BuildProject', (stack, value) => new BuildProject(stack, 'Build', untyped(value))],
  ['ImageRepository', (stack, value) => new ImageRepository(stack, 'Images', untyped(value))],
  ...each('BuildProject', PROJECT, (stack, given) => build(given)(stack)),
  ...each('BuildProject with commands', PROJECT, (stack, given) => build({ commands: ['a'], ...given })(stack)),
  ...each(
    'ConnectedBuildOptions',
    ['connectionArn', 'repository', 'branch', 'triggers', 'cloneDepth', 'statusContext', 'pullRequestBuildPolicy'],
    (stack, given) => build({ source: gitHub(given) })(stack),
  ),
  ...each('PullRequestBuildPolicy', ['approverRoles'], (stack, given) =>
    build({ source: gitHub({ pullRequestBuildPolicy: given }) })(stack),
  ),
  ...each('PushTriggerOptions', FILTERS, (stack, given) =>
    build({ source: gitHub({ triggers: [Trigger.push(untyped(given))] }) })(stack),
  ),
  ...each('PullRequestTriggerOptions', FILTERS, (stack, given) =>
    build({ source: gitHub({ triggers: [Trigger.pullRequest(untyped(given))] }) })(stack),
  ),
  ...each('Trigger', ['push', 'pullRequest', 'schedule'], (stack, given) => {
    const [[name, value]] = Object.entries(given);
    const trigger = (Trigger as unknown as Record<string, (value: unknown) => Trigger>)[name](value);
    return build({ source: gitHub({ triggers: [trigger] }) })(stack);
  }),
  ...each(
    'BuildSource',
    ['gitHub', 'gitHubEnterprise', 'bitbucket', 'gitLab', 'gitLabSelfManaged', 'codeCommit', 's3'],
    (stack, given) => {
      const [[name, value]] = Object.entries(given);
      const source = (BuildSource as unknown as Record<string, (value: unknown) => BuildSource>)[name](value);
      return build({ source })(stack);
    },
  ),
  ...each('CodeCommitBuildOptions', ['branch', 'triggers', 'cloneDepth'], (stack, given) =>
    build({ source: BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'r'), untyped(given)) })(stack),
  ),
  [
    'BuildSource.s3 objectKey',
    (stack, value) => build({ source: BuildSource.s3(new Bucket(stack, 'B'), untyped(value)) })(stack),
  ],
  [
    'BuildCache.bucket',
    (stack, value) => build({ commands: ['a'], cache: BuildCache.bucket(untyped(value), ['a']) })(stack),
  ],
  [
    'BuildCache.bucket paths',
    (stack, value) =>
      build({ commands: ['a'], cache: BuildCache.bucket(new Bucket(stack, 'B'), untyped(value)) })(stack),
  ],
  [
    'BuildCache.bucket options',
    (stack, value) =>
      build({ commands: ['a'], cache: BuildCache.bucket(new Bucket(stack, 'B'), ['a'], untyped(value)) })(stack),
  ],
  [
    'BucketCacheOptions.prefix',
    (stack, value) =>
      build({ commands: ['a'], cache: BuildCache.bucket(new Bucket(stack, 'B'), ['a'], untyped({ prefix: value })) })(
        stack,
      ),
  ],
  ['BuildCache.local', (stack, value) => build({ commands: ['a'], cache: BuildCache.local(untyped(value)) })(stack)],
  ...each('LocalCacheOptions', ['paths', 'source', 'dockerLayers'], (stack, given) =>
    build({ commands: ['a'], cache: BuildCache.local(given) })(stack),
  ),
  ...each('BuildNetwork', ['vpc', 'subnets'], (stack, given) =>
    build({ network: { vpc: new Vpc(stack, 'V'), ...given } })(stack),
  ),
  ...each('DockerBuild', ['pullFrom', 'pushTo', 'dockerHub'], (stack, given) =>
    build({ commands: ['a'], docker: given })(stack),
  ),
  ...each('ImageBuild', ['repository', 'dockerfile', 'directory', 'buildArguments', 'file', 'containerName'], image),
  ...each('ImageBuild of definitions', ['containerName', 'buildArguments'], (stack, given) =>
    image(stack, { file: ImageFile.DEFINITIONS, ...given }),
  ),
  ...each('BuildBatch', ['timeout', 'maximumBuilds', 'reportEachBuild', 'role'], (stack, given) =>
    build({ batch: given })(stack),
  ),
  ...each(
    'ImageRepository',
    ['repositoryName', 'readerAccounts', 'encryptionKey'],
    (stack, given) => new ImageRepository(stack, 'I', untyped(given)),
  ),
  ...each('BuildPhases', ['install', 'preBuild', 'main', 'postBuild'], (stack, given) =>
    build({ phases: given })(stack),
  ),
  ...each('BuildOutput', ['files', 'baseDirectory'], (stack, given) =>
    build({ commands: ['a'], output: given })(stack),
  ),
  ...each('BuildReport', ['files', 'baseDirectory', 'format'], (stack, given) =>
    build({ commands: ['a'], reports: { unit: { files: ['a'], ...given } } })(stack),
  ),
  ...each('reports', ['unit'], (stack, given) => build({ commands: ['a'], reports: given })(stack)),
  ...each('runtimes', ['nodejs'], (stack, given) => build({ commands: ['a'], runtimes: given })(stack)),
  ...each('BuildEnvironment', ['buildImage', 'fleet', 'certificate'], (stack, given) =>
    build({ environment: given })(stack),
  ),
  ['BuildSpec.fromObject', (stack, value) => build({ buildSpec: BuildSpec.fromObject(untyped(value)) })(stack)],
  ...each('buildspec', SPEC, spec),
  ...each('buildspec phases', ['install', 'pre_build', 'build', 'post_build'], (stack, given) =>
    spec(stack, { phases: given }),
  ),
  ...each('buildspec phases.install', PHASE, (stack, given) => spec(stack, { phases: { install: given } })),
  ...each('buildspec phases.build', PHASE, (stack, given) =>
    spec(stack, { phases: { build: { commands: ['a'], ...given } } }),
  ),
  ...each('buildspec env', ['variables', 'parameter-store', 'secrets-manager', 'shell'], (stack, given) =>
    spec(stack, { env: given }),
  ),
  ...each('buildspec reports', ['unit', 'other'], (stack, given) => spec(stack, { reports: given })),
  ...each('buildspec cache', ['paths', 'key'], (stack, given) => spec(stack, { cache: given })),
];

test.each(ROWS)('%s is collected where it is wrong, and ends in no error of the runtime', (_, give) => {
  expectCollected(give);
});
