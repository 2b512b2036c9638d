import { type DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { isAllOn, isBeyond, readTraffic } from './alias';
import { createDeployment, findOwnDeployment, type OwnDeployment } from './deployments';
import { describe, isNamed } from '../shared/errors';
import { JobFailure } from './errors';
import { isActive, readDeployments } from './group';
import { type Job } from './job';
import { advance, waiting, type Move } from './outcome';
import { type Services } from './services';
import { originOf, type Published } from './state';
import { type Target } from './user-parameters';
import { watchVersion } from './version-alarm';

function watchIt(state: Published, deployment: OwnDeployment): Move {
  return advance({ ...originOf(state), step: 'watch', ...deployment });
}

/** An alias on the version is no end as long as a deployment, or its rollback, may still move it. */
function nothingToDeploy(target: Target, state: Published, deployments: readonly DeploymentInfo[]): Move {
  const { version } = state;
  const alias = `alias ${target.aliasName} of ${target.functionName}`;
  const active = deployments.find(isActive);
  if (active === undefined) {
    return { kind: 'done', version, summary: `Nothing changed: ${alias} is at version ${version}.` };
  }
  const { deploymentId = 'without an id', status } = active;
  const subject = `deployment ${deploymentId} of group ${target.deploymentGroupName}`;
  return waiting(
    state,
    `Waiting for ${subject}, which is ${status} and may still move ${alias} off version ${version}.`,
  );
}

function waitsForAlarm(alarm: string, { deploymentId = 'without an id', status }: DeploymentInfo): string {
  return `Waiting for deployment ${deploymentId}, which is ${status} and is watched by alarm ${alarm}.`;
}

async function createOrAdopt(job: Job, state: Published, currentVersion: string, services: Services): Promise<Move> {
  const { target } = job;
  const { originalJobId, version } = state;
  try {
    return watchIt(state, await createDeployment(target, originalJobId, { currentVersion, version }, services));
  } catch (error) {
    if (!isNamed(error, 'DeploymentLimitExceededException')) throw error;
    const own = findOwnDeployment(await readDeployments(target, services), originalJobId);
    return own === undefined
      ? waiting(state, `Waiting for another deployment of group ${target.deploymentGroupName}. ${describe(error)}`)
      : watchIt(state, own);
  }
}

/**
 * The mark comes before the alias: a deployment of this action may be over, with the alias on the new version.
 * PublishVersion answered with the highest version of its time: a higher one on the alias was published later.
 */
export async function deploy(job: Job, state: Published, services: Services): Promise<Move> {
  const { target } = job;
  const { version } = state;
  const deployments = await readDeployments(target, services);
  const own = findOwnDeployment(deployments, state.originalJobId);
  if (own !== undefined) return watchIt(state, own);
  const traffic = await readTraffic(target, services);
  if (isBeyond(traffic, version)) {
    throw new JobFailure(
      `A newer version ${traffic.version} of ${target.functionName} is live already on alias ${target.aliasName}: this ` +
        `release (version ${version}) does not take it back.`,
    );
  }
  if (isAllOn(traffic, version)) return nothingToDeploy(target, state, deployments);
  if (target.versionAlarm !== undefined) {
    // The alarm watches one version: that of a deployment under way must not lose it.
    const active = deployments.find(isActive);
    if (active !== undefined) return waiting(state, waitsForAlarm(target.versionAlarm, active));
    await watchVersion(target.versionAlarm, version, services);
  }
  return createOrAdopt(job, state, traffic.version, services);
}
