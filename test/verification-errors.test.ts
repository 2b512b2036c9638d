import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository as CodeCommitRepository } from 'aws-cdk-lib/aws-codecommit';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { JenkinsProvider } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { BuildVariable, DeployTarget, ExecutionInput, Source, Verification } from '../lib';
import type { IDeployTarget, IVerification } from '../lib';
import { errorsOf, littleBeside, newFunction, newPipeline, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';
import { verify } from './support/verifications';
import { each, expectCollected } from './support/wrong-javascript';
import type { Give } from './support/wrong-javascript';

const TOKEN = Lazy.string({ produce: () => 'x' });
const LONG = 'x'.repeat(1001);

const machine = (stack: Stack, stateMachineType?: StateMachineType): StateMachine =>
  new StateMachine(stack, 'Machine', {
    definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
    stateMachineType,
  });
const newRole = (stack: Stack): Role => new Role(stack, 'Mine', { assumedBy: new AccountRootPrincipal() });
const images = (stack: Stack): Repository => new Repository(stack, 'Images');
const nightly = (stack: Stack) => Pipeline.fromPipelineArn(stack, 'Other', 'arn:aws:codepipeline:eu-west-1:1:nightly');

/** A row whose verification is made of options, some of them wrong. */
const row =
  (make: (options: never, stack: Stack) => IVerification, kind: string, good: (stack: Stack) => object = () => ({})) =>
  (what: string, wrong: object | ((stack: Stack) => object), says: string): Mistake => ({
    what: `${kind} with ${what}`,
    make: (stack) => {
      const given = typeof wrong === 'function' ? (wrong as (stack: Stack) => object)(stack) : wrong;
      verify(stack, () => make(untyped({ verificationName: 'It', ...good(stack), ...given }), stack));
    },
    says: `It (Verification.${kind}) ${says}`,
  });

const commands = row(
  (it) => Verification.commands(it),
  'commands',
  () => ({ commands: ['true'] }),
);
const load = row(
  (it) => Verification.loadTest(it),
  'loadTest',
  () => ({
    image: LinuxBuildImage.STANDARD_7_0,
    commands: ['true'],
    targetUrl: 'https://orders.test',
  }),
);
const check = row(
  (it) => Verification.syntheticCheck(it),
  'syntheticCheck',
  () => ({ url: 'https://orders.test' }),
);
const judge = row((options, stack) => Verification.lambdaFunction(newFunction(stack), options), 'lambdaFunction');
const state = row((options, stack) => Verification.stateMachine(machine(stack), options), 'stateMachine');
const source = row((it) => Verification.sourceScan(it), 'sourceScan');
const image = row(
  (it) => Verification.imageScan(it),
  'imageScan',
  (stack) => ({ repository: images(stack) }),
);
const jenkins = row(
  (options, stack) =>
    Verification.jenkins(new JenkinsProvider(stack, 'J', { providerName: 'J', serverUrl: 'https://j.test' }), options),
  'jenkins',
  () => ({ projectName: 'orders' }),
);
const other = row((options, stack) => Verification.pipeline(nightly(stack), options), 'pipeline');
const test_ = row(
  (it) => Verification.test(it),
  'test',
  () => ({ commands: ['true'] }),
);

const only = (what: string, make: (stack: Stack) => IVerification, says: string): Mistake => ({
  what,
  make: (stack) => {
    verify(stack, make);
  },
  says,
});

const target = (what: string, make: (stack: Stack) => IDeployTarget, says: string): Mistake => ({
  what,
  make: (stack) => {
    newPipeline(stack, { stages: [{ stageName: 'Staging', targets: [make(stack)] }] });
  },
  says,
});

const NAME = 'Pipeline (DeliveryPipeline) stages[0].verifications[0].verificationName:';

const MISTAKES: Mistake[] = [
  only(
    'a verification without a name',
    () => Verification.commands(untyped({ commands: ['true'] })),
    `${NAME} must be given, got nothing`,
  ),
  only(
    'a verification with a space in its name',
    () => Verification.test({ verificationName: 'My test', commands: ['true'] }),
    `${NAME} must be 1 to 100 characters of letters, digits and . @ - _, got 'My test'`,
  ),
  commands('no commands', { commands: undefined }, 'commands: must be a list, got nothing'),
  commands('an empty list', { commands: [] }, 'commands: must have at least 1, got 0'),
  commands(
    'too many',
    { commands: Array.from({ length: 51 }, () => 'true') },
    'commands: must be 1 to 50 commands, got 51',
  ),
  commands('a long one', { commands: [LONG] }, 'commands[0]: must be 1 to 1000 characters together, got 1001'),
  commands('a number', { commands: [7] }, 'commands[0]: must be a string, got 7'),
  commands(
    'two lines in one',
    { commands: ['a\nb'] },
    'commands[0]: must be one line, as CodePipeline takes no others; join them by &&',
  ),
  commands(
    'too many outputs',
    { outputVariables: Array.from({ length: 16 }, (_, index) => `V${index}`) },
    'outputVariables: must be 0 to 15 variables, got 16',
  ),
  commands(
    'an output with a dash',
    { outputVariables: ['my-url'] },
    "outputVariables[0]: must be 1 to 128 characters of letters, digits and _, no digit first, got 'my-url'",
  ),
  commands(
    'too many variables',
    { variables: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`V${i}`, BuildVariable.plain('x')])) },
    'variables: must be 0 to 10 variables, got 11',
  ),
  commands(
    'a long name of a variable',
    { variables: { ['V'.repeat(129)]: BuildVariable.plain('x') } },
    `variables.${'V'.repeat(129)}: must be 1 to 128 characters of letters, digits and _, no digit first, got '${'V'.repeat(117)}...'`,
  ),
  commands(
    'a long value',
    { variables: { V: BuildVariable.plain('x'.repeat(2001)) } },
    'variables.V: must be 1 to 2000 characters, got 2001',
  ),
  commands(
    'a parameter',
    { variables: { V: BuildVariable.parameter('/orders/url') } },
    'variables.V: must be a plain value or a secret: commands take no parameters; read the parameter in a command, or use Verification.test',
  ),
  commands(
    'a text for a variable',
    { variables: { V: 'x' } },
    'variables.V: must be a BuildVariable; use BuildVariable.plain, .parameter or .secret',
  ),
  commands(
    'a name for a statement',
    { statements: ['Admin'] },
    "statements[0]: must be a PolicyStatement, got 'Admin'",
  ),
  commands('a role that is none', { role: 7 }, 'role: must be a role, got 7'),
  commands(
    'both a role and statements',
    (stack: Stack) => ({
      role: newRole(stack),
      statements: [new PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] })],
    }),
    'statements: must not be given beside role; add them to the role',
  ),
  test_(
    'many values of earlier actions',
    { variables: { V: BuildVariable.plain(`#{a.b}${LONG}`) } },
    'variables: must have at most 1000 characters of JSON together, got 1051; take fewer values from earlier actions',
  ),
  load('no image', { image: undefined }, 'image: must be given, got nothing'),
  load('no target', { targetUrl: undefined }, 'targetUrl: must be given, got nothing'),
  load(
    'a maximum that is a text',
    { maximums: { p95: '4' } },
    "maximums['p95']: must be a number that is known at synthesis, got '4'",
  ),
  load(
    'a maximum with brackets',
    { maximums: { 'p(95)': 4 } },
    "maximums['p(95)']: must be 1 to 100 characters of letters, digits and _, got 'p(95)'",
  ),
  load('no maximums in their object', { maximums: {} }, 'maximums: must be 1 to 20 figures, got 0'),
  load('maximums that are one', { maximums: 4 }, 'maximums: must be an object, got 4'),
  load(
    'results that nobody compares',
    { resultsFile: 'results.json' },
    'resultsFile: must not be given without maximums; say what the figures may be',
  ),
  load(
    'results elsewhere',
    { resultsFile: '/tmp/a.json', maximums: { a: 1 } },
    "resultsFile: must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '/tmp/a.json'",
  ),
  load('reports that are a list', { reports: ['a'] }, 'reports: must be an object, got a list'),
  check('no address', { url: undefined }, 'url: must be given, got nothing'),
  check(
    'another protocol',
    { url: 'ftp://a' },
    "url: must be an address that begins with https:// or http://, got 'ftp://a'",
  ),
  check('a status of 99', { status: 99 }, 'status: must be 100 to 599 as a status of HTTP, got 99'),
  check('two lines of text', { bodyContains: 'a\nb' }, 'bodyContains: must be one line'),
  check('a long text', { bodyContains: LONG }, 'bodyContains: must be 1 to 1000 characters, got 1001'),
  check('no attempt', { attempts: 0 }, 'attempts: must be 1 to 100 attempts, got 0'),
  check('no time between attempts', { interval: Duration.millis(1) }, "interval: must be whole seconds, got '1 milli'"),
  check('a number as its time', { timeout: 5 }, 'timeout: must be a Duration, got 5'),
  check(
    'more than an hour of attempts',
    { attempts: 100, interval: Duration.minutes(1) },
    'attempts: must all end within 3300 seconds, got 6940; ask less often, or shorten interval or timeout',
  ),
  only(
    'no function',
    () => Verification.lambdaFunction(untyped(undefined), { verificationName: 'It' }),
    'It (Verification.lambdaFunction) function: must be a function, got nothing',
  ),
  judge('a list of parameters', { parameters: ['a'] }, 'parameters: must be an object, got a list'),
  judge('a parameter that is a number', { parameters: { a: 1 } }, "parameters['a']: must be a string, got 1"),
  judge('long parameters', { parameters: { a: LONG } }, 'parameters: must be 1 to 1000 characters, got 1009'),
  only(
    'no state machine',
    () => Verification.stateMachine(untyped(null), { verificationName: 'It' }),
    'It (Verification.stateMachine) stateMachine: must be a state machine, got nothing',
  ),
  only(
    'an express state machine',
    (stack) => Verification.stateMachine(machine(stack, StateMachineType.EXPRESS), { verificationName: 'It' }),
    "It (Verification.stateMachine) stateMachine: must be a standard one: the action succeeds when an express one has started, got 'Machine'; let a standard one start it, and wait for it",
  ),
  state(
    'an input that is none',
    { input: {} },
    'input: must be an ExecutionInput, got a value of type object; use the functions of ExecutionInput',
  ),
  state(
    'a long input',
    { input: ExecutionInput.values({ a: LONG }) },
    'input.values: must be 1 to 1000 characters, got 1009',
  ),
  state('no values', { input: ExecutionInput.values(untyped(undefined)) }, 'input.values: must be given, got nothing'),
  state(
    'a value that is a number',
    { input: ExecutionInput.values(untyped({ a: 1 })) },
    "input.values['a']: must be a string, got 1",
  ),
  state(
    'text that is no JSON',
    { input: ExecutionInput.json('{') },
    "input.json: must be JSON text, got '{'; use JSON.stringify",
  ),
  state('a number as JSON', { input: ExecutionInput.json(untyped(7)) }, 'input.json: must be a string, got 7'),
  state(
    'a file outside of the artifact',
    { input: ExecutionInput.file('../a.json') },
    "input.file: must be 1 to 255 characters of any character but backslashes and colons, from the root of the artifact on, got '../a.json'",
  ),
  state('no file', { input: ExecutionInput.file(untyped(undefined)) }, 'input.file: must be given, got nothing'),
  state(
    'a long prefix',
    { executionNamePrefix: 'x'.repeat(44) },
    `executionNamePrefix: must be 1 to 43 characters of letters, digits, - and _, got '${'x'.repeat(44)}'`,
  ),
  source(
    'thresholds that say nothing',
    { thresholds: {} },
    'thresholds: must have at least one of critical, high, medium, low; a scan without a threshold never fails',
  ),
  source(
    'a negative threshold',
    { thresholds: { high: -1 } },
    'thresholds.high: must be 0 to 9007199254740991 findings, got -1',
  ),
  source('a number for thresholds', { thresholds: 3 }, 'thresholds: must be an object, got 3'),
  source(
    'a name for its output',
    { output: 'findings' },
    "output: must be a DeliveryArtifact, got 'findings'; use the functions of DeliveryArtifact",
  ),
  image('a repository by name', { repository: 'orders' }, "repository: must be an ECR repository, got 'orders'"),
  image(
    'a tag with a colon',
    { imageTag: 'a:b' },
    "imageTag: must be 1 to 128 characters of letters, digits and _ . -, no . or - first, got 'a:b'",
  ),
  jenkins('no job', { projectName: undefined }, 'projectName: must be given, got nothing'),
  only(
    'a provider by its name',
    () => Verification.jenkins(untyped('J'), { verificationName: 'It', projectName: 'orders' }),
    "It (Verification.jenkins) provider: must be a provider of Jenkins, got 'J'; use JenkinsProvider",
  ),
  only(
    'no other pipeline',
    () => Verification.pipeline(untyped('nightly'), { verificationName: 'It' }),
    "It (Verification.pipeline) pipeline: must be a pipeline, got 'nightly'",
  ),
  other('a role that is none', { role: 'admin' }, "role: must be a role, got 'admin'"),
  other(
    'a role that nothing would take',
    (stack: Stack) => ({ role: newRole(stack), wait: false }),
    'role: must not be given beside wait: false: the role of the pipeline starts the other one then',
  ),
  other('a wait that is a number', { wait: 5 }, 'wait: must be true or false, got 5'),
  other('an interval of nothing', { interval: Duration.seconds(0) }, 'interval: must be 1 to 3300 seconds, got 0'),
  other(
    'a variable with a dot',
    { variables: { 'a.b': 'x' } },
    "variables['a.b']: must be 1 to 128 characters of letters, digits and @ - _, got 'a.b'",
  ),
  other('a variable of nothing', { variables: { a: undefined } }, "variables['a']: must be given, got nothing"),
  other('an empty variable', { variables: { a: '' } }, "variables['a']: must be 1 to 1000 characters, got ''"),
  other(
    'too many variables',
    { variables: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`V${index}`, 'x'])) },
    'variables: must be 0 to 50 variables, got 51',
  ),
  other(
    'long variables',
    { variables: { a: 'x'.repeat(600), b: 'x'.repeat(600) } },
    'variables: must have at most 1000 characters of JSON together, got 1249',
  ),
  only(
    'an action that is none',
    () => Verification.action(untyped({})),
    'Action (Verification.action) action: must be an action of aws-cdk-lib, got a value of type object',
  ),
  target(
    'a target that is no action',
    () => DeployTarget.action(untyped(undefined)),
    'Action (DeployTarget.action) action: must be an action of aws-cdk-lib, got nothing',
  ),
  target(
    'an archive in no bucket',
    () => DeployTarget.archive(untyped('downloads'), { objectKey: 'a.zip' }),
    "Archive (DeployTarget.archive) bucket: must be a bucket, got 'downloads'",
  ),
  target(
    'an archive without a key',
    (stack) => DeployTarget.archive(new Bucket(stack, 'Downloads'), untyped({})),
    'Downloads (DeployTarget.archive) objectKey: must be given, got nothing',
  ),
  target(
    'an archive with a pattern as its key',
    (stack) => DeployTarget.archive(new Bucket(stack, 'Downloads'), { objectKey: '*.zip' }),
    "Downloads (DeployTarget.archive) objectKey: must be 1 to 1000 characters of any character but * and ?, no / first, got '*.zip'",
  ),
  target(
    'an image in no repository',
    () => DeployTarget.image(untyped(7)),
    'Image (DeployTarget.image) repository: must be an ECR repository, got 7',
  ),
  target(
    'an image with no tags',
    (stack) => DeployTarget.image(images(stack), { imageTags: [] }),
    'Images (DeployTarget.image) imageTags: must have at least 1, got 0',
  ),
  target(
    'an image with two tags in one',
    (stack) => DeployTarget.image(images(stack), { imageTags: ['a,b'] }),
    "Images (DeployTarget.image) imageTags[0]: must be 1 to 128 characters of letters, digits and _ . -, no . or - first, got 'a,b'",
  ),
  target(
    'an image with long tags',
    (stack) => DeployTarget.image(images(stack), { imageTags: Array.from({ length: 9 }, () => 'x'.repeat(128)) }),
    'Images (DeployTarget.image) imageTags: must be 1 to 1000 characters, got 1160',
  ),
  target(
    'an image with a Dockerfile elsewhere',
    (stack) => DeployTarget.image(images(stack), { directory: '/docker' }),
    "Images (DeployTarget.image) directory: must be 1 to 255 characters of any character but backslashes and colons, from the root of the artifact on, got '/docker'",
  ),
];

test.each(MISTAKES)('of $what, the report says so', expectReport);

test('a pipeline that verifies itself by another run of itself is refused', () => {
  const stack = newStack();
  const self = Pipeline.fromPipelineArn(stack, 'Self', 'arn:aws:codepipeline:eu-west-1:1:orders');
  newPipeline(stack, {
    pipelineName: 'orders',
    stages: [{ stageName: 'Staging', verifications: [Verification.pipeline(self, { verificationName: 'It' })] }],
  });
  expect(errorsOf(stack)).toEqual([
    "It (Verification.pipeline) pipeline: must be another one: a run that starts the next never ends, got 'orders'",
  ]);
});

test('what needs files takes no full clone, and what needs none does not mind', () => {
  const stack = newStack();
  const repository = CodeCommitRepository.fromRepositoryName(stack, 'Orders', 'orders');
  newPipeline(stack, {
    sources: [Source.codeCommit(repository, { fullClone: true })],
    builds: [],
    stages: [
      {
        stageName: 'Staging',
        verifications: [
          Verification.commands({ verificationName: 'Commands', commands: ['true'] }),
          Verification.stateMachine(machine(stack), { verificationName: 'Machine' }),
          Verification.lambdaFunction(newFunction(stack), { verificationName: 'Judge' }),
          Verification.imageScan({ verificationName: 'Scan', repository: images(stack) }),
          Verification.test({ verificationName: 'Test', commands: ['true'] }),
        ],
      },
    ],
  });
  expect(errorsOf(stack)).toEqual([
    "Pipeline (DeliveryPipeline) stages[0].verifications[0].artifact: must not be a full clone, which only builds can take, got 'the output of source Source'; " +
      'add a build that puts the files out, or leave fullClone out',
  ]);
});

test('what is in another region is refused', () => {
  const app = new App();
  const there = new Stack(app, 'There', { env: { account: '111122223333', region: 'eu-west-1' } });
  const here = new Stack(app, 'Here', { env: { account: '111122223333', region: 'us-east-1' } });
  const judged = newFunction(there);
  verify(here, () => Verification.lambdaFunction(judged, { verificationName: 'It' }));
  expect(errorsOf(here)).toEqual([
    "It (Verification.lambdaFunction) function: must be in the region of the stack that uses it, us-east-1, got 'eu-west-1'; use one of that region",
  ]);
});

test('a long variable of commands warns, as the pages of AWS say two figures', () => {
  const stack = newStack();
  const variables = { V: BuildVariable.plain(LONG), W: BuildVariable.plain(TOKEN) };
  verify(stack, () => Verification.commands({ verificationName: 'It', commands: ['true'], variables }));
  expect(errorsOf(stack)).toEqual([]);
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
  expect(warnings.filter((text) => text.includes('longer than 1000 characters'))).toHaveLength(1);
});

const giving =
  (make: (given: never, stack: Stack) => IVerification): ((stack: Stack, given: Record<string, unknown>) => unknown) =>
  (stack, given) => {
    verify(stack, () => make(untyped({ verificationName: 'It', ...given }), stack), littleBeside(stack));
  };

/** Every verification, made of something wrong alone. */
const FACADE: Record<string, (wrong: never) => IVerification> = {
  test: (wrong) => Verification.test(wrong),
  existing: (wrong) => Verification.existing(wrong, wrong),
  commands: (wrong) => Verification.commands(wrong),
  loadTest: (wrong) => Verification.loadTest(wrong),
  syntheticCheck: (wrong) => Verification.syntheticCheck(wrong),
  lambdaFunction: (wrong) => Verification.lambdaFunction(wrong, wrong),
  stateMachine: (wrong) => Verification.stateMachine(wrong, wrong),
  sourceScan: (wrong) => Verification.sourceScan(wrong),
  imageScan: (wrong) => Verification.imageScan(wrong),
  jenkins: (wrong) => Verification.jenkins(wrong, wrong),
  pipeline: (wrong) => Verification.pipeline(wrong, wrong),
  action: (wrong) => Verification.action(wrong),
};

const GIVEN: [string, Give][] = [
  ...each(
    'test',
    ['artifact', 'targetUrl', 'variables', 'commands', 'verificationName'],
    giving((it) => Verification.test(it)),
  ),
  ...each(
    'commands',
    ['artifact', 'commands', 'variables', 'targetUrl', 'outputVariables', 'statements', 'role', 'verificationName'],
    giving((it) => Verification.commands(it)),
  ),
  ...each(
    'loadTest',
    ['image', 'commands', 'targetUrl', 'maximums', 'resultsFile', 'reports', 'variables', 'computeType', 'timeout'],
    giving((it) => Verification.loadTest(it)),
  ),
  ...each(
    'syntheticCheck',
    ['url', 'status', 'bodyContains', 'attempts', 'interval', 'timeout', 'verificationName'],
    giving((it) => Verification.syntheticCheck(it)),
  ),
  ...each(
    'lambdaFunction',
    ['parameters', 'artifact'],
    giving((it, stack) => Verification.lambdaFunction(newFunction(stack), it)),
  ),
  ...each(
    'stateMachine',
    ['input', 'executionNamePrefix'],
    giving((it, stack) => Verification.stateMachine(machine(stack), it)),
  ),
  ...each(
    'sourceScan',
    ['thresholds', 'output', 'artifact', 'verificationName'],
    giving((it) => Verification.sourceScan(it)),
  ),
  ...each(
    'imageScan',
    ['repository', 'imageTag', 'thresholds', 'output'],
    giving((it) => Verification.imageScan(it)),
  ),
  ...each(
    'pipeline',
    ['variables', 'wait', 'interval'],
    giving((it, stack) => Verification.pipeline(nightly(stack), it)),
  ),
  ...Object.entries(FACADE).map(([name, make]): [string, Give] => [
    `Verification.${name}`,
    (stack, value) => {
      verify(stack, () => make(untyped(value)), littleBeside(stack));
    },
  ]),
  ...(['values', 'json', 'file'] as const).map((way): [string, Give] => [
    `ExecutionInput.${way}`,
    (stack, value) => {
      const input = ExecutionInput[way](untyped(value));
      verify(
        stack,
        () => Verification.stateMachine(machine(stack), { verificationName: 'It', input }),
        littleBeside(stack),
      );
    },
  ]),
];

test.each(GIVEN)('nothing that plain JavaScript gives to %s ends in an error at once', (_what, give) => {
  expectCollected(give);
});
