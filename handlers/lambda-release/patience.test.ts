import { GetDeploymentCommand, ListDeploymentsCommand, CreateDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {
  awsError,
  busy,
  clock,
  codeDeploy,
  failures,
  lambda,
  onlyFailure,
  onlySuccess,
  resetWorld,
  run,
  START,
  successes,
  tokens,
} from './test-support';

beforeEach(resetWorld);

const MINUTE = 60 * 1000;
const PATIENCE = 30 * MINUTE;
const throttled = awsError('ThrottlingException', 'Rate exceeded');
const conflict = awsError('ResourceConflictException', 'An update is in progress');

const cases: [Exclude<keyof typeof tokens, 'watch'>, string, (error: Error) => unknown][] = [
  ['update', 'to send the code to Lambda', (error) => lambda.on(UpdateFunctionCodeCommand).rejects(error)],
  [
    'settle',
    'to learn whether Lambda has taken the code over',
    (error) => lambda.on(GetFunctionConfigurationCommand).rejects(error),
  ],
  ['publish', 'to publish a version', (error) => lambda.on(PublishVersionCommand).rejects(error)],
  [
    'activate',
    'to learn whether the version is ready',
    (error) => lambda.on(GetFunctionConfigurationCommand).rejects(error),
  ],
  ['deploy', 'to deploy the version', (error) => codeDeploy.on(ListDeploymentsCommand).rejects(error)],
];

test.each(cases)('the step %s is given up after 30 minutes of trying %s', async (step, tried, arrange) => {
  arrange(throttled);
  clock.now = START + PATIENCE;
  await run({ continuationToken: busy(step) });
  expect(onlyFailure()).toEqual({
    type: 'JobFailed',
    message:
      `The release of orders has tried ${tried} for 30 min, without success. The last error: ` +
      'ThrottlingException: Rate exceeded',
  });
});

test('a conflict is given up after 30 minutes too, and the message says for how long it was waited on', async () => {
  lambda.on(PublishVersionCommand).rejects(conflict);
  clock.now = START + PATIENCE + 2 * MINUTE;
  await run({ continuationToken: busy('publish') });
  expect(onlyFailure().message).toMatch(/for 32 min, .* ResourceConflictException: An update is in progress$/);
});

test('one millisecond before 30 minutes the release waits on, and still knows the first error', async () => {
  lambda.on(PublishVersionCommand).rejects(conflict);
  clock.now = START + PATIENCE - 1;
  await run({ continuationToken: busy('publish') });
  const { continuationToken } = onlySuccess();
  expect(JSON.parse(continuationToken ?? '')).toEqual(JSON.parse(busy('publish')));
});

test('the first error is counted from its own time, not from the start of the release', async () => {
  lambda.on(PublishVersionCommand).rejects(throttled);
  clock.now = START + 5 * PATIENCE;
  await run({ continuationToken: tokens.publish });
  expect(onlySuccess().continuationToken).toBe(busy('publish', clock.now));
});

test('errors of two kinds in a row are counted together', async () => {
  lambda.on(PublishVersionCommand).rejects(conflict);
  await run({ continuationToken: tokens.publish });
  lambda.on(PublishVersionCommand).rejects(throttled);
  clock.now = START + PATIENCE;
  await run({ continuationToken: successes()[0].continuationToken });
  expect(failures()).toHaveLength(1);
});

test('a step that succeeds ends the row: the next step has 30 minutes of its own', async () => {
  lambda.on(GetFunctionConfigurationCommand).rejects(throttled);
  clock.now = START + PATIENCE;
  await run({ continuationToken: busy('publish') });
  expect(onlySuccess().continuationToken).toBe(busy('activate', clock.now));
});

test('a step that succeeds after 30 minutes of errors goes on as if there had been none', async () => {
  clock.now = START + 2 * PATIENCE;
  await run({ continuationToken: busy('deploy') });
  expect(onlySuccess().continuationToken).toBe(tokens.watch);
});

test.each<[string, 'settle' | 'activate' | 'deploy', () => unknown]>([
  [
    'the update of the code',
    'settle',
    () => lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'InProgress' }),
  ],
  ['the new version', 'activate', () => lambda.on(GetFunctionConfigurationCommand).resolves({ State: 'Pending' })],
  [
    'another deployment',
    'deploy',
    () => codeDeploy.on(CreateDeploymentCommand).rejects(awsError('DeploymentLimitExceededException')),
  ],
])('waiting for %s is no error: it ends the row, and lasts longer than 30 minutes', async (_, step, arrange) => {
  arrange();
  clock.now = START + 2 * PATIENCE;
  await run({ continuationToken: busy(step) });
  expect(onlySuccess().continuationToken).toBe(tokens[step]);
});

test.each([
  ['throttling', throttled],
  ['a conflict', conflict],
])('a deployment is watched in spite of %s for as long as the release may last', async (_, error) => {
  codeDeploy.on(GetDeploymentCommand).rejects(error);
  clock.now = START + 40 * PATIENCE;
  await run({ continuationToken: tokens.watch });
  expect(onlySuccess().continuationToken).toBe(tokens.watch);
});

test('a key that Lambda cannot use fails the job at once', async () => {
  const fault = { $fault: 'server', $metadata: { httpStatusCode: 502 } };
  lambda.on(UpdateFunctionCodeCommand).rejects(awsError('KMSDisabledException', 'The key is disabled', fault));
  await run();
  expect(onlyFailure().message).toBe('The release failed at step update. KMSDisabledException: The key is disabled');
});
