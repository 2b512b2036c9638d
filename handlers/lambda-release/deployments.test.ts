import {
  BatchGetDeploymentsCommand,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import {
  awsError,
  codeDeploy,
  deploymentIs,
  failures,
  groupHas,
  JOB_ID,
  lambda,
  LATER_JOB_ID,
  MARK,
  onlyFailure,
  onlySuccess,
  parameters,
  resetWorld,
  run,
  START,
  successes,
  tokens,
} from './test-support';

beforeEach(resetWorld);

const own = { deploymentId: 'd-1', description: MARK };
const foreign = { deploymentId: 'd-9', description: `CodePipeline job ${LATER_JOB_ID}: version 3 to 4` };
const limit = awsError(
  'DeploymentLimitExceededException',
  "The Deployment Group 'orders-group' already has an active Deployment 'd-9'",
);

function created(): number {
  return codeDeploy.commandCalls(CreateDeploymentCommand).length;
}

describe('one job makes one deployment', () => {
  test('the second delivery of an event finds the mark of the first and adopts its deployment', async () => {
    await run();
    groupHas(foreign, own);
    await run();
    expect(created()).toBe(1);
    expect(successes().map(({ continuationToken }) => continuationToken)).toEqual([tokens.watch, tokens.watch]);
  });

  test('a delivery at the same moment adopts the deployment that the other one has just made', async () => {
    codeDeploy.on(CreateDeploymentCommand).callsFake(() => {
      groupHas(own);
      throw limit;
    });
    await run();
    expect(created()).toBe(1);
    expect(onlySuccess().continuationToken).toBe(tokens.watch);
  });

  test('deliveries side by side make one deployment, and both answer with it', async () => {
    codeDeploy.on(CreateDeploymentCommand).callsFake(({ description }: { description: string }) => {
      if (active.length > 0) throw limit;
      active.push({ deploymentId: 'd-1', description });
      groupHas(...active);
      return { deploymentId: 'd-1' };
    });
    const active: DeploymentInfo[] = [];
    await Promise.all([run(), run(), run()]);
    expect(created()).toBe(3);
    expect(active).toEqual([own]);
    expect(successes().map(({ continuationToken }) => continuationToken)).toEqual(Array(3).fill(tokens.watch));
  });

  test('a deployment of this job that is over already is adopted, though the alias is on the new version', async () => {
    groupHas({ ...own, status: 'Succeeded' });
    deploymentIs({ status: 'Succeeded' });
    lambda.on(GetAliasCommand).resolves({ FunctionVersion: '4' });
    await run();
    expect(created()).toBe(0);
    expect(onlySuccess().outputVariables).toEqual({ DeploymentId: 'd-1', FunctionVersion: '4' });
  });

  test('an adopted deployment brings its own versions', async () => {
    groupHas({ ...own, description: `CodePipeline job ${JOB_ID}: version 7 to 8` });
    deploymentIs({ status: 'Succeeded' });
    await run();
    expect(onlySuccess().outputVariables).toEqual({ DeploymentId: 'd-1', FunctionVersion: '8' });
  });

  test('the earliest of several deployments with the mark is adopted', async () => {
    groupHas(
      { ...own, deploymentId: 'd-3', createTime: new Date(START + 2) },
      { ...own, deploymentId: 'd-2', createTime: new Date(START + 1) },
    );
    await run();
    expect(onlySuccess().executionDetails?.externalExecutionId).toBe('d-2');
  });

  test.each([
    ['of CodeDeploy itself', { creator: 'codeDeployRollback' as const }],
    ['of another deployment', { rollbackInfo: { rollbackTriggeringDeploymentId: 'd-1' } }],
  ])('a rollback %s is never adopted, even with the mark', async (_, rollback) => {
    groupHas({ ...own, deploymentId: 'd-2', ...rollback });
    await run();
    expect(created()).toBe(1);
  });

  test.each([
    ['no description', undefined],
    ['the mark of another job', foreign.description],
    ['a mark that goes on otherwise', `CodePipeline job ${JOB_ID}: version unknown`],
  ])('a deployment with %s is not adopted', async (_, description) => {
    groupHas({ deploymentId: 'd-9', description });
    await run();
    expect(created()).toBe(1);
  });

  test('a deployment without an id is not adopted', async () => {
    groupHas({ description: MARK });
    await run();
    expect(created()).toBe(1);
  });
});

test('a deployment has the hooks of the action in its AppSpec', async () => {
  const userParameters = JSON.stringify({ ...parameters, beforeTraffic: 'smoke', afterTraffic: 'check' });
  await run({ userParameters });
  const [{ args }] = codeDeploy.commandCalls(CreateDeploymentCommand);
  expect(JSON.parse(args[0].input.revision?.appSpecContent?.content ?? '')).toMatchObject({
    Hooks: [{ BeforeAllowTraffic: 'smoke' }, { AfterAllowTraffic: 'check' }],
  });
});

describe('a deployment of somebody else', () => {
  test('is waited for at the step deploy', async () => {
    groupHas(foreign);
    codeDeploy.on(CreateDeploymentCommand).rejects(limit);
    await run();
    expect(onlySuccess()).toEqual({
      jobId: JOB_ID,
      continuationToken: tokens.deploy,
      executionDetails: {
        summary: `Waiting for another deployment of group orders-group. ${limit.name}: ${limit.message}`,
        percentComplete: 40,
      },
    });
  });

  test('is followed by this one, from the version that it has left behind', async () => {
    groupHas(foreign);
    lambda.on(GetAliasCommand).resolves({ FunctionVersion: '2' });
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens.deploy });
    const [{ args }] = codeDeploy.commandCalls(CreateDeploymentCommand);
    expect(args[0].input.description).toBe(`CodePipeline job ${JOB_ID}: version 2 to 4`);
  });
});

test('the description of a deployment fits into 256 characters, however high the versions are', async () => {
  const highest = String(Number.MAX_SAFE_INTEGER);
  lambda.on(PublishVersionCommand).resolves({ Version: highest });
  lambda
    .on(GetAliasCommand)
    .resolves({ FunctionVersion: highest, RoutingConfig: { AdditionalVersionWeights: { 3: 1 } } });
  await run();
  const [{ args }] = codeDeploy.commandCalls(CreateDeploymentCommand);
  expect(args[0].input.description?.length).toBeLessThan(256);
});

describe('the search for the mark', () => {
  const group = {
    applicationName: 'orders-app',
    deploymentGroupName: 'orders-group',
    createTimeRange: { start: new Date(START - 2 * 24 * 60 * 60 * 1000) },
  };

  test('reads all pages of the last two days, and describes 25 deployments a call', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `d-${index}`);
    codeDeploy
      .on(ListDeploymentsCommand)
      .resolvesOnce({ deployments: ids.slice(0, 40), nextToken: 'more' })
      .resolvesOnce({ deployments: undefined, nextToken: 'rest' })
      .resolvesOnce({ deployments: ids.slice(40), nextToken: '' });
    codeDeploy.on(BatchGetDeploymentsCommand).callsFake((input: { deploymentIds: string[] }) => ({
      deploymentsInfo: input.deploymentIds.includes('d-59') ? [{ ...own, deploymentId: 'd-59' }] : undefined,
    }));
    await run({ continuationToken: tokens.deploy });
    expect(codeDeploy.commandCalls(ListDeploymentsCommand).map((call) => call.args[0].input)).toEqual([
      group,
      { ...group, nextToken: 'more' },
      { ...group, nextToken: 'rest' },
    ]);
    expect(codeDeploy.commandCalls(BatchGetDeploymentsCommand).map((call) => call.args[0].input.deploymentIds)).toEqual(
      [ids.slice(0, 25), ids.slice(25, 50), ids.slice(50)],
    );
    expect(onlySuccess().executionDetails?.externalExecutionId).toBe('d-59');
    expect(created()).toBe(0);
  });

  test('asks for no description when there is no deployment', async () => {
    await run({ continuationToken: tokens.deploy });
    expect(codeDeploy.commandCalls(BatchGetDeploymentsCommand)).toHaveLength(0);
  });

  test('fails the job rather than reading pages without end', async () => {
    codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: ['d-9'], nextToken: 'again' });
    await run({ continuationToken: tokens.deploy });
    expect(codeDeploy.commandCalls(ListDeploymentsCommand)).toHaveLength(50);
    expect(onlyFailure().message).toBe(
      'Deployment group orders-group has too many deployments of the last two days (50 read) to tell whether this ' +
        'action has made one of them.',
    );
    expect(created()).toBe(0);
  });
});

describe('a deployment that does not succeed', () => {
  const subject = 'Deployment d-1 of orders:live from version 3 to 4';

  test('fails the job with the error of CodeDeploy and the version that has the traffic', async () => {
    deploymentIs({
      status: 'Failed',
      errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'The shift failed.' },
    });
    await run({ jobId: LATER_JOB_ID, continuationToken: tokens.watch });
    expect(failures()).toEqual([
      {
        jobId: LATER_JOB_ID,
        failureDetails: {
          type: 'JobFailed',
          externalExecutionId: 'd-1',
          message:
            `${subject} failed. CodeDeploy: HEALTH_CONSTRAINTS: The shift failed. No rollback. ` +
            'Alias live now sends its traffic to version 3.',
        },
      },
    ]);
    expect(successes()).toEqual([]);
  });

  test('names the rollback, and all versions that share the traffic while it goes on', async () => {
    deploymentIs({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: 'Alarm orders-errors is active.' },
      rollbackInfo: { rollbackDeploymentId: 'd-2', rollbackMessage: 'The rollback is in progress.' },
    });
    lambda
      .on(GetAliasCommand)
      .resolves({ FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: { 4: 0.1 } } });
    await run({ continuationToken: tokens.watch });
    expect(onlyFailure().message).toBe(
      `${subject} was stopped. CodeDeploy: ALARM_ACTIVE: Alarm orders-errors is active. Rollback deployment d-2: ` +
        'The rollback is in progress. Alias live now sends its traffic to version 3, 10 % to version 4.',
    );
  });

  test('says so when a person has stopped it', async () => {
    deploymentIs({
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP', message: 'Stopped by arn:aws:iam::111111111111:user/ann.' },
      rollbackInfo: { rollbackMessage: 'Rollback is not configured.' },
    });
    await run({ continuationToken: tokens.watch });
    expect(onlyFailure().message).toBe(
      `${subject} was stopped. CodeDeploy: MANUAL_STOP: Stopped by arn:aws:iam::111111111111:user/ann. ` +
        'No rollback: Rollback is not configured. Alias live now sends its traffic to version 3.',
    );
  });

  test('fails the job also when CodeDeploy gives neither reason, code nor message', async () => {
    deploymentIs({ status: 'Failed' });
    await run({ continuationToken: tokens.watch });
    deploymentIs({ status: 'Failed', errorInformation: {} });
    await run({ continuationToken: tokens.watch });
    expect(failures().map(({ failureDetails }) => failureDetails?.message)).toEqual([
      expect.stringContaining('failed. CodeDeploy gives no reason. No rollback. Alias'),
      expect.stringContaining('failed. CodeDeploy: no code: no message. No rollback. Alias'),
    ]);
  });

  test('keeps the traffic in a message whose quotes are long', async () => {
    deploymentIs({
      status: 'Failed',
      errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'x'.repeat(9000) },
      rollbackInfo: { rollbackDeploymentId: 'd-2', rollbackMessage: 'y'.repeat(9000) },
    });
    await run({ continuationToken: tokens.watch });
    const { message } = onlyFailure();
    expect(message.length).toBeLessThanOrEqual(5000);
    expect(message).toMatch(/x… Rollback deployment d-2: y+… Alias live now sends its traffic to version 3\.$/);
  });

  test('is told even when the alias cannot be read', async () => {
    deploymentIs({ status: 'Failed' });
    lambda.on(GetAliasCommand).rejects(awsError('ResourceNotFoundException', 'No such alias'));
    await run({ continuationToken: tokens.watch });
    expect(onlyFailure().message).toMatch(/Alias live cannot be read \(ResourceNotFoundException: No such alias\)\.$/);
  });

  test('waits with the telling when the alias cannot be read for the moment', async () => {
    deploymentIs({ status: 'Failed' });
    lambda.on(GetAliasCommand).rejects(awsError('TooManyRequestsException'));
    await run({ continuationToken: tokens.watch });
    expect(onlySuccess().continuationToken).toBe(tokens.watch);
  });

  test('is waited for when CodeDeploy gives it no status', async () => {
    codeDeploy.on(GetDeploymentCommand).resolves({});
    await run({ continuationToken: tokens.watch });
    expect(onlySuccess().executionDetails?.summary).toBe(`Waiting: ${subject} is in an unknown state.`);
  });
});
