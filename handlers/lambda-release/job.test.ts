import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { handle } from './handle';
import { parseJob } from './job';
import {
  artifact,
  codeDeploy,
  jobEvent,
  lambda,
  onlyFailure,
  parameters,
  resetWorld,
  run,
  services,
  START,
  tokens,
  type EventOptions,
} from './test-support';

beforeEach(resetWorld);

async function refusal(options: EventOptions): Promise<string> {
  await run(options);
  const { type, message } = onlyFailure();
  expect(type).toBe('ConfigurationError');
  expect(lambda.calls()).toHaveLength(0);
  expect(codeDeploy.calls()).toHaveLength(0);
  return message;
}

const without = (key: string): string => JSON.stringify({ ...parameters, [key]: undefined });

test.each([
  ['no UserParameters', null, 'UserParameters: must be JSON text, the action has none.'],
  ['text that is not JSON', 'orders,live', 'UserParameters: must be JSON text, cannot be parsed.'],
  ['empty text', '', 'UserParameters: must be JSON text, cannot be parsed.'],
  ['a list', '[]', 'UserParameters: must be an object, got a list.'],
  ['null', 'null', 'UserParameters: must be an object, got null.'],
  [
    'no function',
    without('functionName'),
    'UserParameters.functionName: must be text of at least one character, got nothing.',
  ],
  ['no alias', without('aliasName'), 'UserParameters.aliasName: must be text of at least one character, got nothing.'],
  [
    'an empty application',
    JSON.stringify({ ...parameters, applicationName: '' }),
    'UserParameters.applicationName: must be text of at least one character, got empty text.',
  ],
  [
    'a group that is a number',
    JSON.stringify({ ...parameters, deploymentGroupName: 7 }),
    'UserParameters.deploymentGroupName: must be text of at least one character, got number.',
  ],
  [
    'an empty hook',
    JSON.stringify({ ...parameters, beforeTraffic: '' }),
    'UserParameters.beforeTraffic: must be text of at least one character, got empty text.',
  ],
  [
    'a hook that is no text',
    JSON.stringify({ ...parameters, afterTraffic: 1 }),
    'UserParameters.afterTraffic: must be text of at least one character, got number.',
  ],
  [
    'an unknown key',
    JSON.stringify({ ...parameters, colour: {} }),
    'UserParameters: must have no other keys than functionName, aliasName, applicationName, deploymentGroupName, ' +
      'beforeTraffic, afterTraffic, versionAlarm, got ' +
      'colour.',
  ],
])('UserParameters with %s fail the job and say what is wrong', async (_, userParameters, message) => {
  expect(await refusal({ userParameters })).toBe(message);
});

test('a text that cannot be parsed is not quoted in the failure', async () => {
  expect(await refusal({ userParameters: '{"password":"hunter2' })).not.toContain('hunter2');
});

test.each([
  ['text that is not JSON', 'd-1', 'continuationToken: must be JSON text, cannot be parsed.'],
  ['no text', 7, 'continuationToken: must be text.'],
  ['a list', '[]', 'continuationToken: must be an object, got a list.'],
  ['no version', '{}', 'continuationToken.v: must be a number, got nothing.'],
  ['another version', '{"v":2}', 'continuationToken.v: must be 1, got 2: another version of this function wrote it.'],
  [
    'no original job',
    '{"v":1}',
    'continuationToken.originalJobId: must be text of at least one character, got nothing.',
  ],
  [
    'a start that is text',
    JSON.stringify({ v: 1, originalJobId: 'a', startedAt: 'now', step: 'update' }),
    'continuationToken.startedAt: must be a number, got string.',
  ],
  [
    'a time of the first error that is text',
    JSON.stringify({ v: 1, originalJobId: 'a', startedAt: 1, busySince: 'now', step: 'update' }),
    'continuationToken.busySince: must be a number, got string.',
  ],
  [
    'an unknown step',
    JSON.stringify({ v: 1, originalJobId: 'a', startedAt: 1, step: 'dance' }),
    'continuationToken.step: must be update, settle, publish, activate, deploy or watch.',
  ],
  [
    'a step without its fields',
    JSON.stringify({ v: 1, originalJobId: 'a', startedAt: 1, step: 'watch', version: '4', currentVersion: '3' }),
    'continuationToken.deploymentId: must be text of at least one character, got nothing.',
  ],
])('a continuation token with %s fails the job and says what is wrong', async (_, continuationToken, message) => {
  expect(await refusal({ continuationToken })).toBe(message);
});

test.each([
  ['no artifact', [], 'got 0.'],
  ['no list', null, 'got 0.'],
  ['two artifacts', [artifact, artifact], 'got 2.'],
])('a job with %s fails: it needs exactly one', async (_, inputArtifacts, end) => {
  expect(await refusal({ inputArtifacts })).toBe(
    `inputArtifacts: must be exactly one, the function's deployment package, ${end}`,
  );
});

test.each([
  ['is not in S3', { type: 'GIT' }, '.type: must be S3.'],
  ['has no location', undefined, ': must be an object, got nothing.'],
  ['has no object', { type: 'S3' }, '.s3Location: must be an object, got nothing.'],
  [
    'has no bucket',
    { type: 'S3', s3Location: { objectKey: 'a.zip' } },
    '.s3Location.bucketName: must be text of at least one character, got nothing.',
  ],
  [
    'has no key',
    { type: 'S3', s3Location: { bucketName: 'store' } },
    '.s3Location.objectKey: must be text of at least one character, got nothing.',
  ],
])('an artifact that %s fails the job', async (_, location, end) => {
  expect(await refusal({ inputArtifacts: [{ name: 'Package', location }] })).toBe(`inputArtifacts[0].location${end}`);
});

test('a job without data fails', async () => {
  await handle({ 'CodePipeline.job': { id: 'a' } }, services);
  expect(onlyFailure().message).toBe('CodePipeline.job.data: must be an object, got nothing.');
});

test.each([
  ['undefined', undefined],
  ['text', 'hello'],
  ['an empty object', {}],
  ['a job that is null', { 'CodePipeline.job': null }],
  ['an empty id', { 'CodePipeline.job': { id: '' } }],
])('an event that is %s throws, because no job can be answered', async (_, event) => {
  await expect(handle(event, services)).rejects.toThrow('The event has no job id at CodePipeline.job.id');
});

test('the first call begins at the start with its own job id and the present time', () => {
  expect(parseJob(jobEvent({ jobId: 'first', continuationToken: '' }), START).state).toEqual({
    originalJobId: 'first',
    startedAt: START,
    step: 'update',
  });
});

test('data of any shape without UserParameters fail the job, never with a TypeError', () => {
  fc.assert(
    fc.property(
      fc.object({ key: fc.constantFrom('data', 'actionConfiguration', 'configuration', 'inputArtifacts', 'location') }),
      (data) => {
        expect(() => parseJob({ 'CodePipeline.job': { id: 'a', ...data } }, START)).toThrow(
          expect.objectContaining({ name: 'JobFailure' }) as Error,
        );
      },
    ),
  );
});

test('a token of the upload step uploads the code again', async () => {
  await run({ continuationToken: tokens.update });
  expect(lambda.commandCalls(UpdateFunctionCodeCommand)).toHaveLength(1);
});
