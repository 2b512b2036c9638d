import { CreateDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { handler } from './index';
import {
  awsError,
  busy,
  clock,
  codeDeploy,
  deploymentIs,
  JOB_ID,
  jobEvent,
  lambda,
  LATER_JOB_ID,
  MARK,
  onlyFailure,
  onlySuccess,
  codePipeline,
  resetWorld,
  run,
  sleeps,
  START,
  stepOf,
  successes,
  tokens,
} from './test-support';

beforeEach(resetWorld);

const subject = 'Deployment d-1 of orders:live from version 3 to 4';

describe('a release that succeeds', () => {
  test('uploads, publishes and deploys in the first call, which ends with a token for the deployment', async () => {
    await run();
    expect(lambda.calls().map((call) => call.args[0].input)).toEqual([
      { FunctionName: 'orders', S3Bucket: 'store', S3Key: 'orders/Package/abc.zip', Publish: false },
      { FunctionName: 'orders' },
      { FunctionName: 'orders', CodeSha256: 'sha-4' },
      { FunctionName: 'orders', Qualifier: '4' },
      { FunctionName: 'orders', Name: 'live' },
    ]);
    expect(lambda.calls().map((call) => call.args[0].constructor)).toEqual([
      UpdateFunctionCodeCommand,
      GetFunctionConfigurationCommand,
      PublishVersionCommand,
      GetFunctionConfigurationCommand,
      GetAliasCommand,
    ]);
    expect(codeDeploy.commandCalls(CreateDeploymentCommand).map((call) => call.args[0].input)).toEqual([
      {
        applicationName: 'orders-app',
        deploymentGroupName: 'orders-group',
        description: MARK,
        revision: {
          revisionType: 'AppSpecContent',
          appSpecContent: {
            content:
              '{"version":0.0,"Resources":[{"Function":{"Type":"AWS::Lambda::Function","Properties":' +
              '{"Name":"orders","Alias":"live","CurrentVersion":"3","TargetVersion":"4"}}}]}',
          },
        },
      },
    ]);
    expect(onlySuccess()).toEqual({
      jobId: JOB_ID,
      continuationToken: tokens.watch,
      executionDetails: {
        summary: `Waiting: ${subject} is InProgress.`,
        externalExecutionId: 'd-1',
        percentComplete: 50,
      },
    });
    expect(sleeps).toEqual([]);
  });

  test('ends with output variables and no token when the deployment has succeeded', async () => {
    deploymentIs({ status: 'Succeeded' });
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens.watch });
    expect(onlySuccess()).toEqual({
      jobId: LATER_JOB_ID,
      executionDetails: { summary: `${subject} succeeded.`, externalExecutionId: 'd-1', percentComplete: 100 },
      outputVariables: { DeploymentId: 'd-1', FunctionVersion: '4' },
    });
    expect(lambda.calls()).toHaveLength(0);
  });

  test('ends in one call when the deployment is done at once', async () => {
    deploymentIs({ status: 'Succeeded' });
    await run();
    expect(onlySuccess().outputVariables).toEqual({ DeploymentId: 'd-1', FunctionVersion: '4' });
  });

  test.each(['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const)(
    'waits with the same token while the deployment is %s',
    async (status) => {
      deploymentIs({ status });
      await run({ continuationToken: tokens.watch });
      expect(onlySuccess()).toMatchObject({
        continuationToken: tokens.watch,
        executionDetails: { summary: `Waiting: ${subject} is ${status}.` },
      });
    },
  );

  test('makes no deployment when neither code nor configuration changed', async () => {
    lambda.on(GetAliasCommand).resolves({ FunctionVersion: '4', RoutingConfig: {} });
    await run();
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)).toHaveLength(0);
    expect(onlySuccess()).toEqual({
      jobId: JOB_ID,
      executionDetails: {
        summary: 'Nothing changed: alias live of orders is at version 4.',
        percentComplete: 100,
      },
      outputVariables: { DeploymentId: 'none', FunctionVersion: '4' },
    });
  });

  test('deploys the version that a change of the configuration alone has made', async () => {
    lambda.on(UpdateFunctionCodeCommand).resolves({ CodeSha256: 'sha-3' });
    lambda.on(PublishVersionCommand, { FunctionName: 'orders', CodeSha256: 'sha-3' }).resolves({ Version: '5' });
    await run();
    const [{ args }] = codeDeploy.commandCalls(CreateDeploymentCommand);
    expect(args[0].input.description).toBe(`CodePipeline job ${JOB_ID}: version 3 to 5`);
  });

  test('deploys when the alias is on the new version but shares its traffic with another', async () => {
    const RoutingConfig = { AdditionalVersionWeights: { 3: 0.1 } };
    lambda.on(GetAliasCommand).resolves({ FunctionVersion: '4', RoutingConfig });
    await run({ continuationToken: tokens.deploy });
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)).toHaveLength(1);
  });

  test('is what the exported handler does, with its own clients', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(START);
    await handler(jobEvent());
    jest.spyOn(Date, 'now').mockRestore();
    expect(onlySuccess().continuationToken).toBe(tokens.watch);
  });
});

describe('code that Lambda takes long to update', () => {
  test('is waited for within the call', async () => {
    lambda
      .on(GetFunctionConfigurationCommand, { FunctionName: 'orders' }, true)
      .resolvesOnce({ LastUpdateStatus: 'InProgress' })
      .resolves({ LastUpdateStatus: 'Successful' });
    await run();
    expect(sleeps).toEqual([2500]);
    expect(stepOf(onlySuccess().continuationToken)).toBe('watch');
  });

  test('is waited for by a token after six looks, and not uploaded again by the next call', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'InProgress' });
    await run();
    expect(sleeps).toEqual([2500, 2500, 2500, 2500, 2500]);
    expect(onlySuccess()).toEqual({
      jobId: JOB_ID,
      continuationToken: tokens.settle,
      executionDetails: { summary: 'Waiting for Lambda to update the code of orders.', percentComplete: 10 },
    });

    lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'Successful', State: 'Active' });
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens.settle });
    expect(lambda.commandCalls(UpdateFunctionCodeCommand)).toHaveLength(1);
    expect(successes()[1]).toMatchObject({ jobId: LATER_JOB_ID, continuationToken: tokens.watch });
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)[0].args[0].input.description).toBe(MARK);
  });

  test('fails the job with the reason of Lambda when the update fails', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReasonCode: 'InvalidZipFileException',
      LastUpdateStatusReason: 'The zip is broken.',
    });
    await run();
    expect(onlyFailure()).toMatchObject({
      type: 'JobFailed',
      message: 'Lambda could not update the code of orders: InvalidZipFileException: The zip is broken.',
    });
    expect(lambda.commandCalls(PublishVersionCommand)).toHaveLength(0);
  });

  test('fails the job also when Lambda gives no reason', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'Failed' });
    await run();
    expect(onlyFailure().message).toBe('Lambda could not update the code of orders: no code: no reason given');
  });

  test.each([
    ['update', UpdateFunctionCodeCommand],
    ['publish', PublishVersionCommand],
  ] as const)('keeps the step %s while another update is in progress', async (step, command) => {
    lambda.on(command).rejects(awsError('ResourceConflictException', 'An update is in progress for orders'));
    await run({ continuationToken: tokens[step] });
    expect(onlySuccess()).toMatchObject({
      continuationToken: busy(step),
      executionDetails: {
        summary: 'Waiting to try again: ResourceConflictException: An update is in progress for orders',
      },
    });
  });
});

describe('the new version', () => {
  test.each([
    [
      'InvalidParameterValueException',
      'CodeSHA256 (sha-4) is different from current CodeSHA256 in $LATEST (sha-9). Please try again.',
    ],
    ['PreconditionFailedException', 'The RevisionId provided does not match the latest RevisionId.'],
  ])('is not published when somebody else moved the code in between (%s)', async (name, message) => {
    lambda.on(PublishVersionCommand).rejects(awsError(name, message));
    await run();
    expect(onlyFailure().message).toBe(
      'Somebody else changed the code of orders after this release had uploaded its own (CodeSha256 sha-4), so no ' +
        `version was published. ${name}: ${message}`,
    );
    expect(codeDeploy.calls()).toHaveLength(0);
  });

  test('is not said to be moved when Lambda refuses it for another reason', async () => {
    lambda.on(PublishVersionCommand).rejects(awsError('InvalidParameterValueException', 'The role is not valid.'));
    await run();
    expect(onlyFailure().message).toBe(
      'The release failed at step publish. InvalidParameterValueException: The role is not valid.',
    );
  });

  test('is waited for while it is Pending, and deployed after that', async () => {
    lambda.on(GetFunctionConfigurationCommand, { Qualifier: '4' }).resolves({ State: 'Pending' });
    await run();
    expect(onlySuccess()).toEqual({
      jobId: JOB_ID,
      continuationToken: tokens.activate,
      executionDetails: { summary: 'Waiting for version 4 of orders to become ready.', percentComplete: 30 },
    });
    expect(codeDeploy.calls()).toHaveLength(0);

    lambda.on(GetFunctionConfigurationCommand, { Qualifier: '4' }).resolves({ State: 'Active' });
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens.activate });
    expect(successes()[1].continuationToken).toBe(tokens.watch);
  });

  test('fails the job when Lambda cannot make it ready', async () => {
    lambda.on(GetFunctionConfigurationCommand, { Qualifier: '4' }).resolves({
      State: 'Failed',
      StateReasonCode: 'FunctionError.InitTimeout',
      StateReason: 'The snapshot timed out.',
    });
    await run();
    expect(onlyFailure().message).toBe(
      'Lambda could not make version 4 of orders ready: FunctionError.InitTimeout: The snapshot timed out.',
    );
  });

  test('fails the job also when Lambda does not say why', async () => {
    lambda.on(GetFunctionConfigurationCommand, { Qualifier: '4' }).resolves({ State: 'Failed' });
    await run();
    expect(onlyFailure().message).toBe('Lambda could not make version 4 of orders ready: no code: no reason given');
  });
});

describe('the deadline', () => {
  const DEADLINE = (23 * 60 + 30) * 60 * 1000;

  test('fails a release that still has to begin its deployment, without another call', async () => {
    clock.now = START + DEADLINE;
    await run({ continuationToken: tokens.deploy });
    expect(onlyFailure().message).toBe(
      'The release is not done after 23 h 30 min, CodePipeline allows 24 h. It was at step deploy.',
    );
    expect(codeDeploy.calls()).toHaveLength(0);
    expect(lambda.calls()).toHaveLength(0);
  });

  test('fails a release whose deployment is not done, and says that the deployment goes on', async () => {
    clock.now = START + DEADLINE;
    await run({ continuationToken: tokens.watch });
    expect(onlyFailure()).toEqual({
      type: 'JobFailed',
      externalExecutionId: 'd-1',
      message:
        'The release is not done after 23 h 30 min, CodePipeline allows 24 h. It was at step watch. ' +
        `Waiting: ${subject} is InProgress. Deployment d-1 goes on by itself.`,
    });
  });

  test('lets a deployment succeed that is done when it is looked at', async () => {
    clock.now = START + DEADLINE;
    deploymentIs({ status: 'Succeeded' });
    await run({ continuationToken: tokens.watch });
    expect(onlySuccess().outputVariables).toEqual({ DeploymentId: 'd-1', FunctionVersion: '4' });
  });

  test('has not come one millisecond before', async () => {
    clock.now = START + DEADLINE - 1;
    await run({ continuationToken: tokens.watch });
    expect(onlySuccess().continuationToken).toBe(tokens.watch);
  });

  test('also ends throttling that does not end', async () => {
    clock.now = START + DEADLINE - 1;
    codeDeploy.on(ListDeploymentsCommand).callsFake(() => {
      clock.now = START + DEADLINE;
      throw awsError('ThrottlingException', 'Rate exceeded');
    });
    await run({ continuationToken: tokens.deploy });
    expect(onlyFailure().message).toMatch(/It was at step deploy\. Waiting to try again: ThrottlingException/);
  });
});

test('every kind of end is one answer to the job', async () => {
  await run();
  await run({ continuationToken: tokens.watch, jobId: LATER_JOB_ID });
  await run({ userParameters: '' });
  expect(codePipeline.calls()).toHaveLength(3);
});
