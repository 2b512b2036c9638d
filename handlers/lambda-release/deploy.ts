import { isAllOn, readTraffic } from './alias';
import { createDeployment, findOwnDeployment, type OwnDeployment } from './deployments';
import { describe, isNamed } from './errors';
import { type Job } from './job';
import { advance, waiting, type Move } from './outcome';
import { type Services } from './services';
import { originOf, type Published } from './state';

function watchIt(state: Published, deployment: OwnDeployment): Move {
  return advance({ ...originOf(state), step: 'watch', ...deployment });
}

async function createOrAdopt(job: Job, state: Published, currentVersion: string, services: Services): Promise<Move> {
  const { target } = job;
  const { originalJobId, version } = state;
  try {
    return watchIt(state, await createDeployment(target, originalJobId, { currentVersion, version }, services));
  } catch (error) {
    if (!isNamed(error, 'DeploymentLimitExceededException')) throw error;
    const own = await findOwnDeployment(target, originalJobId, services);
    return own === undefined
      ? waiting(state, `Waiting for another deployment of group ${target.deploymentGroupName}. ${describe(error)}`)
      : watchIt(state, own);
  }
}

/** The mark comes before the alias: a deployment of this action may be over, with the alias on the new version. */
export async function deploy(job: Job, state: Published, services: Services): Promise<Move> {
  const { target } = job;
  const { version } = state;
  const own = await findOwnDeployment(target, state.originalJobId, services);
  if (own !== undefined) return watchIt(state, own);
  const traffic = await readTraffic(target, services);
  if (isAllOn(traffic, version)) {
    const summary = `Nothing changed: alias ${target.aliasName} of ${target.functionName} is at version ${version}.`;
    return { kind: 'done', version, summary };
  }
  return createOrAdopt(job, state, traffic.version, services);
}
