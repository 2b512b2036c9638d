import {
  BatchGetDeploymentsCommand,
  CreateDeploymentCommand,
  ListDeploymentsCommand,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';
import { appSpec } from './app-spec';
import { JobFailure } from './errors';
import { type Services } from './services';
import { type Target } from './user-parameters';

const LOOK_BACK_MS = 2 * 24 * 60 * 60 * 1000;
const MAX_PAGES = 50;
/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
const BATCH_SIZE = 25;

/** A deployment that this action has made. */
export interface OwnDeployment {
  readonly deploymentId: string;
  readonly currentVersion: string;
  readonly version: string;
}

/** CreateDeployment has no client token: the description tells whose deployment it is. It holds at most 256 characters. */
function mark(jobId: string): string {
  return `CodePipeline job ${jobId}: version `;
}

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

async function describeAll(ids: readonly string[], services: Services): Promise<DeploymentInfo[]> {
  const found: DeploymentInfo[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const deploymentIds = ids.slice(start, start + BATCH_SIZE);
    const { deploymentsInfo } = await services.codeDeploy.send(new BatchGetDeploymentsCommand({ deploymentIds }));
    found.push(...(deploymentsInfo ?? []));
  }
  return found;
}

function readMark({ deploymentId, description }: DeploymentInfo, jobId: string): OwnDeployment[] {
  const prefix = mark(jobId);
  if (deploymentId === undefined || description?.startsWith(prefix) !== true) return [];
  const versions = /^(\S+) to (\S+)$/.exec(description.slice(prefix.length));
  return versions === null ? [] : [{ deploymentId, currentVersion: versions[1], version: versions[2] }];
}

/** The earliest deployment with the job's mark; a rollback of it is none. */
export async function findOwnDeployment(
  target: Target,
  jobId: string,
  services: Services,
): Promise<OwnDeployment | undefined> {
  const deployments = await describeAll(await listIds(target, services), services);
  return deployments
    .filter(({ creator, rollbackInfo }) => {
      return creator !== 'codeDeployRollback' && rollbackInfo?.rollbackTriggeringDeploymentId === undefined;
    })
    .sort((one, other) => (one.createTime?.getTime() ?? 0) - (other.createTime?.getTime() ?? 0))
    .flatMap((deployment) => readMark(deployment, jobId))[0];
}

export async function createDeployment(
  { applicationName, deploymentGroupName, functionName, aliasName, hooks }: Target,
  jobId: string,
  { currentVersion, version }: Omit<OwnDeployment, 'deploymentId'>,
  services: Services,
): Promise<OwnDeployment> {
  const content = appSpec({ functionName, aliasName, currentVersion, targetVersion: version, hooks });
  const { deploymentId } = await services.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName,
      description: `${mark(jobId)}${currentVersion} to ${version}`,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  );
  if (deploymentId === undefined) throw new Error('CodeDeploy did not tell the id of the deployment that it made.');
  return { deploymentId, currentVersion, version };
}
