import { CreateDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import {
  codeDeploy,
  deploymentIs,
  groupHas,
  JOB_ID,
  lambda,
  LATER_JOB_ID,
  MARK,
  onlyFailure,
  onlySuccess,
  resetWorld,
  run,
  successes,
  tokens,
} from './test-support';

beforeEach(resetWorld);

function aliasIsAt(FunctionVersion: string): void {
  lambda.on(GetAliasCommand).resolves({ FunctionVersion });
}

function created(): number {
  return codeDeploy.commandCalls(CreateDeploymentCommand).length;
}

const deployTen = tokens.deploy.replace('"version":"4"', '"version":"10"');

describe('a release that is overtaken', () => {
  test('fails and leaves the newer version live', async () => {
    aliasIsAt('5');
    await run({ continuationToken: tokens.deploy });
    expect(onlyFailure()).toEqual({
      type: 'JobFailed',
      message:
        'A newer version 5 of orders is live already on alias live: this release (version 4) does not take it back.',
    });
    expect(created()).toBe(0);
  });

  test('is told by the number, not by the text', async () => {
    aliasIsAt('11');
    await run({ continuationToken: deployTen });
    expect(onlyFailure().message).toMatch(/^A newer version 11 of orders/);
  });

  test.each([
    ['a lower number that is higher as text', '9'],
    ['no number', '$LATEST'],
  ])('is not one whose alias has %s', async (_, version) => {
    aliasIsAt(version);
    await run({ continuationToken: deployTen });
    expect(created()).toBe(1);
    expect(onlySuccess().executionDetails?.externalExecutionId).toBe('d-1');
  });

  test('is not one that has made its deployment already', async () => {
    groupHas({ deploymentId: 'd-1', description: MARK, status: 'Succeeded' });
    deploymentIs({ status: 'Succeeded' });
    aliasIsAt('5');
    await run({ continuationToken: tokens.deploy });
    expect(onlySuccess().outputVariables).toEqual({ DeploymentId: 'd-1', FunctionVersion: '4' });
  });
});

describe('an alias that is on the version already', () => {
  const other = { deploymentId: 'd-9', description: `CodePipeline job ${LATER_JOB_ID}: version 3 to 4` };

  test.each(['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const)(
    'may still be moved while a deployment of the group is %s, so that the release waits',
    async (status) => {
      groupHas({ deploymentId: 'd-8', status: 'Succeeded' }, { ...other, status });
      aliasIsAt('4');
      await run();
      expect(onlySuccess()).toEqual({
        jobId: JOB_ID,
        continuationToken: tokens.deploy,
        executionDetails: {
          summary:
            `Waiting for deployment d-9 of group orders-group, which is ${status} and may still move alias live of ` +
            'orders off version 4.',
          percentComplete: 40,
        },
      });
      expect(codeDeploy.commandCalls(ListDeploymentsCommand)).toHaveLength(1);
    },
  );

  test('may still be moved by a rollback of this release, which is not watched in its place', async () => {
    groupHas({ deploymentId: 'd-2', description: MARK, creator: 'codeDeployRollback', status: 'InProgress' });
    aliasIsAt('4');
    await run({ continuationToken: tokens.deploy });
    expect(onlySuccess().executionDetails?.summary).toMatch(/^Waiting for deployment d-2 /);
  });

  test('may still be moved by a deployment of which nothing but its status is known', async () => {
    groupHas({ status: 'InProgress' });
    aliasIsAt('4');
    await run({ continuationToken: tokens.deploy });
    expect(onlySuccess().executionDetails?.summary).toMatch(/^Waiting for deployment without an id of group/);
  });

  test.each(['Succeeded', 'Failed', 'Stopped'] as const)(
    'stays there when the deployments of the group are %s',
    async (status) => {
      groupHas({ ...other, status });
      aliasIsAt('4');
      await run({ continuationToken: tokens.deploy });
      expect(onlySuccess().executionDetails?.summary).toBe('Nothing changed: alias live of orders is at version 4.');
    },
  );

  test('is deployed to again when a rollback has taken it off the version meanwhile', async () => {
    groupHas({ ...other, status: 'InProgress' });
    aliasIsAt('4');
    await run();
    groupHas({ ...other, status: 'Failed' });
    aliasIsAt('3');
    await run({ jobId: LATER_JOB_ID, continuationToken: successes()[0].continuationToken });
    expect(created()).toBe(1);
    expect(successes()[1].continuationToken).toBe(tokens.watch);
  });
});
