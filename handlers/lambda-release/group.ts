import {
  BatchGetDeploymentsCommand,
  ListDeploymentsCommand,
  type DeploymentInfo,
  type DeploymentStatus,
} from '@aws-sdk/client-codedeploy';
import { JobFailure } from './errors';
import { type Services } from './services';
import { type Target } from './user-parameters';

const LOOK_BACK_MS = 2 * 24 * 60 * 60 * 1000;
const MAX_PAGES = 50;
/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
const BATCH_SIZE = 25;

const ACTIVE: readonly unknown[] = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];

type ActiveDeployment = DeploymentInfo & { readonly status: DeploymentStatus };

async function listIds({ applicationName, deploymentGroupName }: Target, services: Services): Promise<string[]> {
  const createTimeRange = { start: new Date(services.now() - LOOK_BACK_MS) };
  const ids: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await services.codeDeploy.send(
      new ListDeploymentsCommand({ applicationName, deploymentGroupName, createTimeRange, nextToken }),
    );
    ids.push(...(answer.deployments ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined || nextToken === '') return ids;
  }
  throw new JobFailure(
    `Deployment group ${deploymentGroupName} has too many deployments of the last two days (${ids.length} read) to tell ` +
      'whether this action has made one of them.',
  );
}

/** All deployments of the group, rollbacks included, that were made in the last two days. */
export async function readDeployments(target: Target, services: Services): Promise<DeploymentInfo[]> {
  const ids = await listIds(target, services);
  const found: DeploymentInfo[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const deploymentIds = ids.slice(start, start + BATCH_SIZE);
    const { deploymentsInfo } = await services.codeDeploy.send(new BatchGetDeploymentsCommand({ deploymentIds }));
    found.push(...(deploymentsInfo ?? []));
  }
  return found;
}

/** Whether a deployment can still move traffic. */
export function isActive(deployment: DeploymentInfo): deployment is ActiveDeployment {
  return ACTIVE.includes(deployment.status);
}
