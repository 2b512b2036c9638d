import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { ComputeType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BeanstalkApplication,
  BranchProtection,
  Build,
  BuildProject,
  ConnectionProvider,
  DeliveryFoundation,
  ImageRepository,
  PackageDomain,
  PackageGroup,
  PackageRepository,
  SourceConnection,
  SourceRepository,
  Verification,
} from '../lib';
import type { DeliveryPipelineProps, IVerification } from '../lib';
import { newEnvironment } from './deploy/beanstalk/support';
import { errorsOf, newPipeline, newStack, newTarget } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import { messagesOf } from './support/wrong-javascript';

type Make = (stack: Stack, wrong: never) => unknown;

const domain = (stack: Stack): PackageDomain => new PackageDomain(stack, 'acme', { domainName: 'acme' });

const KEPT: [string, Make][] = [
  ['It (DeliveryFoundation)', (stack, removalPolicy) => new DeliveryFoundation(stack, 'It', { removalPolicy })],
  [
    'It (SourceRepository)',
    (stack, removalPolicy) => new SourceRepository(stack, 'It', { repositoryName: 'orders', removalPolicy }),
  ],
  [
    'It (SourceConnection)',
    (stack, removalPolicy) => new SourceConnection(stack, 'It', { provider: ConnectionProvider.GITHUB, removalPolicy }),
  ],
  ['It (ImageRepository)', (stack, removalPolicy) => new ImageRepository(stack, 'It', { removalPolicy })],
  ['It (PackageDomain)', (stack, removalPolicy) => new PackageDomain(stack, 'It', { domainName: 'it', removalPolicy })],
  [
    'It (PackageRepository)',
    (stack, removalPolicy) =>
      new PackageRepository(stack, 'It', { domain: domain(stack), repositoryName: 'team', removalPolicy }),
  ],
  [
    'It (PackageGroup)',
    (stack, removalPolicy) =>
      new PackageGroup(stack, 'It', { domain: domain(stack), pattern: '/npm/*', removalPolicy }),
  ],
  ['It (BeanstalkApplication)', (stack, removalPolicy) => new BeanstalkApplication(stack, 'It', { removalPolicy })],
  ['It (BeanstalkEnvironment)', (stack, removalPolicy) => newEnvironment(stack, 'It', { removalPolicy })],
];

test.each(KEPT)('%s is kept or not by a RemovalPolicy, and has no snapshots', (subject, make) => {
  for (const policy of ['KEEP', RemovalPolicy.SNAPSHOT]) {
    expectReport({
      what: policy,
      make: (stack) => make(stack, untyped(policy)),
      says: `${subject} removalPolicy: must be one of destroy, retain, retain-on-update-or-delete, got '${policy}'; use RemovalPolicy`,
    });
  }
});

test.each(KEPT)('%s is kept or not without null being a policy', (_, make) => {
  const stack = newStack();
  make(stack, untyped(null));
  expect(messagesOf(stack)).toEqual([]);
});

const image = LinuxBuildImage.STANDARD_7_0;
const days = Object.values(RetentionDays).filter((value) => typeof value === 'number');
const types = Object.values(ComputeType).join(', ');

test.each<[string, string, unknown, Make]>([
  [
    'Pipeline (DeliveryPipeline) executionMode',
    'must be one of QUEUED, SUPERSEDED, PARALLEL, got FAST; use ExecutionMode',
    'FAST',
    (stack, executionMode) => newPipeline(stack, { executionMode }),
  ],
  [
    'It (DeliveryFoundation) logRetention',
    `must be one of ${days.join(', ')}, got FOREVER; use RetentionDays`,
    'FOREVER',
    (stack, logRetention) => new DeliveryFoundation(stack, 'It', { logRetention }),
  ],
  [
    'It (BuildProject) logRetention',
    `must be one of ${days.join(', ')}, got ONE_DAY; use RetentionDays`,
    'ONE_DAY',
    (stack, logRetention) => new BuildProject(stack, 'It', { logRetention }),
  ],
  [
    'It (BuildProject) reports.unit.format',
    'must be one of JUNITXML, CUCUMBERJSON, NUNITXML, NUNIT3XML, TESTNGXML, VISUALSTUDIOTRX, CLOVERXML, COBERTURAXML, JACOCOXML, SIMPLECOV, got JUNIT; use BuildReportFormat',
    'JUNIT',
    (stack, format) => new BuildProject(stack, 'It', { reports: { unit: { files: ['*.xml'], format } } }),
  ],
  [
    'It (BuildProject) batch.computeTypes[1]',
    `must be one of ${types}, got LARGE; use ComputeType`,
    'LARGE',
    (stack, wrong) => new BuildProject(stack, 'It', { batch: { computeTypes: [ComputeType.SMALL, wrong] } }),
  ],
  [
    'LoadTest (Verification.loadTest) computeType',
    `must be one of ${types}, got LARGE; use ComputeType`,
    'LARGE',
    (stack, computeType) => {
      const test = Verification.loadTest({
        verificationName: 'LoadTest',
        image,
        commands: ['k6'],
        targetUrl: 'https://it.test',
        computeType,
      });
      return newPipeline(stack, { stages: [{ stageName: 'P', verifications: [test] }] });
    },
  ],
])('%s %s', (subject, rule, wrong, make) => {
  expectReport({
    what: subject,
    make: (stack) => make(stack, untyped(wrong)),
    says: `${subject}: ${rule.replace(/got (\w+)/, "got '$1'")}`,
  });
});

test.each<[string, string, (stack: Stack) => unknown]>([
  [
    'readerAccounts[1]',
    "must be the 12 digits of an account, got 'acme'",
    (stack) => new ImageRepository(stack, 'It', { readerAccounts: [untyped(null), 'acme'] }),
  ],
  [
    'trustedAccounts[1]',
    "must be the 12 digits of an account, got 'acme'",
    (stack) =>
      new DeliveryFoundation(stack, 'It', {
        encryptionKey: new Key(stack, 'Key'),
        trustedAccounts: [untyped(undefined), 'acme'],
      }),
  ],
  [
    'branches[2]',
    "must be 1 to 256 characters of what Git allows, with * for any characters, and without refs/heads/, < and >, got 'a b'",
    (stack) =>
      new BranchProtection(stack, 'It', {
        branches: ['main', untyped(null), 'a b'],
        repositories: [new SourceRepository(stack, 'R', { repositoryName: 'r' })],
      }),
  ],
])('behind a missing member, %s is told by its own place', (prop, rule, make) => {
  const stack = newStack();
  make(stack);
  expect(messagesOf(stack).filter((message) => message.endsWith(`${prop}: ${rule}`))).toHaveLength(1);
});

test.each<[string, (targetUrl: string) => IVerification]>([
  ['loadTest', (targetUrl) => Verification.loadTest({ verificationName: 'It', image, commands: ['k6'], targetUrl })],
  ['test', (targetUrl) => Verification.test({ verificationName: 'It', commands: ['npm test'], targetUrl })],
  ['commands', (targetUrl) => Verification.commands({ verificationName: 'It', commands: ['true'], targetUrl })],
])('an address of a %s that is empty or no text is none', (kind, make) => {
  for (const [wrong, told] of [
    ['', "''"],
    [' ', "' '"],
    [7, '7'],
  ]) {
    expectReport({
      what: kind,
      make: (stack) =>
        newPipeline(stack, { stages: [{ stageName: 'P', verifications: [make(untyped<string>(wrong))] }] }),
      says: `It (Verification.${kind}) targetUrl: must be an address, got ${told}`,
    });
  }
});

test.each([
  ['Prod uction', 'Prod-uction-invalid'],
  ['Build', 'Build-invalid'],
  [undefined, 'stages-0-invalid'],
  ['%%', 'stages-0-invalid'],
])('a stage that is called %p has a path that tells which one it is', (stageName, id) => {
  const stack = newStack();
  newPipeline(stack, { stages: [{ stageName: untyped<string>(stageName), targets: [newTarget(stack)] }] });
  expect(stack.node.findAll().map(({ node }) => node.path)).toContain(`Test/Pipeline/Stages/${id}`);
});

test.each<[string, Partial<DeliveryPipelineProps>, number]>([
  ['name of a build', { builds: [Build.project({ buildName: 'a b', commands: ['true'] })] }, 1],
  ['list without sources', { sources: [] }, 2],
  ['pipeline of sources alone', { builds: [], stages: [] }, 1],
])('aws-cdk-lib adds nothing of its own to what is said of a wrong %s', (_, props, count) => {
  const stack = newStack();
  newPipeline(stack, props);
  const errors = errorsOf(stack);
  expect(errors.filter((error) => error.startsWith('Pipeline (DeliveryPipeline) '))).toHaveLength(count);
  expect(errors).toHaveLength(count);
});

test('aws-cdk-lib says what it finds where nothing else is wrong', () => {
  const stack = newStack();
  const { pipeline } = newPipeline(stack);
  pipeline.node.addValidation({ validate: () => ['of the user'] });
  expect(errorsOf(stack)).toEqual(['of the user']);
});
