import { CreateDeploymentCommand, GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { clip, describe as describeError, isTransient } from '../shared/errors';
import { handle } from './handle';
import {
  awsError,
  busy,
  codeDeploy,
  codePipeline,
  deploymentIs,
  failures,
  jobEvent,
  lambda,
  LATER_JOB_ID,
  logged,
  onlyFailure,
  onlySuccess,
  resetWorld,
  run,
  SECRETS,
  services,
  successes,
  tokens,
} from './test-support';

beforeEach(resetWorld);

const throttled = awsError('ThrottlingException', 'Rate exceeded');

describe('a fault that goes away by itself', () => {
  const cases: [keyof typeof tokens, string, (error: Error) => unknown][] = [
    ['update', 'UpdateFunctionCode', (error) => lambda.on(UpdateFunctionCodeCommand).rejects(error)],
    ['settle', 'GetFunctionConfiguration', (error) => lambda.on(GetFunctionConfigurationCommand).rejects(error)],
    ['publish', 'PublishVersion', (error) => lambda.on(PublishVersionCommand).rejects(error)],
    ['activate', 'GetFunctionConfiguration', (error) => lambda.on(GetFunctionConfigurationCommand).rejects(error)],
    ['deploy', 'ListDeployments', (error) => codeDeploy.on(ListDeploymentsCommand).rejects(error)],
    ['deploy', 'GetAlias', (error) => lambda.on(GetAliasCommand).rejects(error)],
    ['deploy', 'CreateDeployment', (error) => codeDeploy.on(CreateDeploymentCommand).rejects(error)],
    ['watch', 'GetDeployment', (error) => codeDeploy.on(GetDeploymentCommand).rejects(error)],
  ];

  test.each(cases)('keeps the step %s when %s is throttled', async (step, _, throttle) => {
    throttle(throttled);
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens[step] });
    expect(onlySuccess()).toMatchObject({
      jobId: LATER_JOB_ID,
      continuationToken: step === 'watch' ? tokens.watch : busy(step),
      executionDetails: { summary: 'Waiting to try again: ThrottlingException: Rate exceeded' },
    });
  });

  test('keeps the progress of this call: the token is that of the step that was throttled', async () => {
    lambda.on(PublishVersionCommand).rejects(throttled);
    await run();
    expect(onlySuccess().continuationToken).toBe(busy('publish'));
  });

  test.each([
    ['throttling of Lambda', awsError('TooManyRequestsException')],
    ['a fault of the service', awsError('SomeException', 'no', { $fault: 'server' })],
    ['an answer 503', awsError('Unknown', 'no', { $metadata: { httpStatusCode: 503 } })],
    ['an answer 429', awsError('Unknown', 'no', { $metadata: { httpStatusCode: 429 } })],
    ['an error that the SDK calls retryable', awsError('Unknown', 'no', { $retryable: {} })],
    ['a connection that broke', awsError('Error', 'socket hang up', { code: 'ECONNRESET' })],
    ['a timeout', awsError('TimeoutError')],
  ])('is %s', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });

  test.each([
    ['missing permission', awsError('AccessDeniedException', 'no', { $fault: 'client' })],
    ['an answer 400', awsError('Unknown', 'no', { $metadata: { httpStatusCode: 400 } })],
    ['a key that is disabled', awsError('KMSDisabledException', 'no', { $fault: 'server' })],
    ['a key without access', awsError('KMSAccessDeniedException', 'no', { $metadata: { httpStatusCode: 502 } })],
    ['an error of the program', new TypeError('x is not a function')],
    ['no error at all', undefined],
    ['text', 'oops'],
  ])('is not %s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

describe('an unexpected error', () => {
  test('fails the job with its step, name and message', async () => {
    lambda.on(UpdateFunctionCodeCommand).rejects(awsError('AccessDeniedException', 'Not allowed'));
    await run();
    expect(onlyFailure()).toEqual({
      type: 'JobFailed',
      message: 'The release failed at step update. AccessDeniedException: Not allowed',
    });
  });

  test('names the deployment that is not watched any more', async () => {
    codeDeploy.on(GetDeploymentCommand).rejects(awsError('DeploymentDoesNotExistException', 'Gone'));
    await run({ continuationToken: tokens.watch });
    expect(onlyFailure()).toEqual({
      type: 'JobFailed',
      message: 'The release failed at step watch. DeploymentDoesNotExistException: Gone',
      externalExecutionId: 'd-1',
    });
  });

  test.each<[string, () => unknown, string]>([
    [
      'the hash of the code',
      () => lambda.on(UpdateFunctionCodeCommand).resolves({}),
      'step update. Error: Lambda did not tell the CodeSha256 of the code that it took.',
    ],
    [
      'the version',
      () => lambda.on(PublishVersionCommand).resolves({}),
      'step publish. Error: Lambda did not tell the number of the version that it published.',
    ],
    [
      'the version of the alias',
      () => lambda.on(GetAliasCommand).resolves({}),
      'step deploy. Error: Lambda did not tell the version of alias live.',
    ],
    [
      'the id of the deployment',
      () => codeDeploy.on(CreateDeploymentCommand).resolves({}),
      'step deploy. Error: CodeDeploy did not tell the id of the deployment that it made.',
    ],
  ])('is an answer without %s', async (_, arrange, end) => {
    arrange();
    await run();
    expect(onlyFailure().message).toBe(`The release failed at ${end}`);
  });

  test('outside of the steps fails the job too', async () => {
    const now = (): number => {
      throw new Error('No clock');
    };
    await handle(jobEvent(), { ...services, now });
    expect(onlyFailure()).toEqual({ type: 'JobFailed', message: 'Error: No clock' });
  });

  test('is described even when it is no Error', () => {
    expect(describeError('oops')).toBe('Error: oops');
  });
});

describe('the answer to the job', () => {
  test.each(['InvalidJobStateException', 'JobNotFoundException'])(
    'that CodePipeline refuses with %s is left alone: another delivery has given it',
    async (name) => {
      codePipeline.on(PutJobSuccessResultCommand).rejects(awsError(name));
      await run();
      expect(failures()).toEqual([]);
      expect(logged.at(-1)).toContain(name);

      codePipeline.on(PutJobFailureResultCommand).rejects(awsError(name));
      await run({ userParameters: '' });
      expect(failures()).toHaveLength(1);
    },
  );

  test('throws when it is throttled, so that Lambda delivers the event again', async () => {
    codePipeline.on(PutJobSuccessResultCommand).rejects(throttled);
    await expect(run()).rejects.toThrow('Rate exceeded');
    expect(failures()).toEqual([]);

    codePipeline.on(PutJobFailureResultCommand).rejects(throttled);
    await expect(run({ userParameters: '' })).rejects.toThrow('Rate exceeded');
  });

  test('becomes a failure when CodePipeline refuses a success for another reason', async () => {
    deploymentIs({ status: 'Succeeded' });
    codePipeline.on(PutJobSuccessResultCommand).rejects(awsError('OutputVariablesSizeExceededException', 'Too much'));
    await run({ continuationToken: tokens.watch });
    expect(failures().map(({ failureDetails }) => failureDetails?.message)).toEqual([
      'CodePipeline refused the result of the release (Deployment d-1 of orders:live from version 3 to 4 succeeded.). ' +
        'OutputVariablesSizeExceededException: Too much',
    ]);
  });

  test('throws when CodePipeline refuses a failure too', async () => {
    codePipeline.on(PutJobFailureResultCommand).rejects(awsError('AccessDeniedException', 'Not allowed'));
    await expect(run({ userParameters: '' })).rejects.toThrow('Not allowed');
    expect(failures()).toHaveLength(1);
  });

  test('has a message of at most 5000 characters', async () => {
    lambda.on(UpdateFunctionCodeCommand).rejects(awsError('AccessDeniedException', 'x'.repeat(6000)));
    await run();
    expect(onlyFailure().message).toHaveLength(5000);
    expect(onlyFailure().message).toMatch(/x…$/);
  });

  test('has a summary of at most 2048 characters', async () => {
    codeDeploy.on(CreateDeploymentCommand).rejects(awsError('DeploymentLimitExceededException', 'x'.repeat(3000)));
    await run();
    expect(onlySuccess().executionDetails?.summary).toHaveLength(2048);
  });

  test('is never cut inside of a character', () => {
    expect(clip('ab😀cd', 4)).toBe('ab…');
    expect(clip('ab😀cd', 5)).toBe('ab😀…');
    expect(clip('abcd', 4)).toBe('abcd');
  });
});

describe('the log', () => {
  test('has one line of JSON for each step and one for the answer', async () => {
    await run();
    const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ step, kind, answer }) => [step ?? 'answer', kind ?? answer])).toEqual([
      ['update', 'advance'],
      ['settle', 'advance'],
      ['publish', 'advance'],
      ['activate', 'advance'],
      ['deploy', 'advance'],
      ['watch', 'waiting'],
      ['answer', 'waiting'],
    ]);
  });

  test('has a line for the step that failed and its message', async () => {
    lambda.on(PublishVersionCommand).rejects(awsError('AccessDeniedException', 'Not allowed'));
    await run();
    expect(logged.slice(-2).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { step: 'publish', kind: 'failed', functionName: 'orders' },
      { answer: 'failed', text: 'The release failed at step publish. AccessDeniedException: Not allowed' },
    ]);
  });

  test('and the answers never have the credentials of the artifacts, however the release ends', async () => {
    await run();
    await run({ userParameters: '{"password":"hunter2' });
    await run({ continuationToken: 'nonsense' });
    deploymentIs({ status: 'Failed' });
    await run({ continuationToken: tokens.watch });
    lambda.on(UpdateFunctionCodeCommand).rejects(awsError('AccessDeniedException'));
    await run();
    codePipeline.on(PutJobFailureResultCommand).rejects(throttled);
    await expect(run()).rejects.toThrow('Rate exceeded');
    const written = logged.join('\n') + JSON.stringify([...successes(), ...failures()]);
    for (const secret of [...SECRETS, 'hunter2', 'artifactCredentials']) expect(written).not.toContain(secret);
    expect(logged.length).toBeGreaterThan(10);
  });
});
