import { deploy } from './deploy';
import { describe } from '../shared/errors';
import { JobFailure } from './errors';
import { activate, publish, settle, update } from './function-code';
import { type Job } from './job';
import { log } from '../shared/log';
import { type Done, type Move, type Waiting } from './outcome';
import { isBusy, waitOut } from './patience';
import { type Services } from './services';
import { calm, type State } from './state';
import { watch } from './watch';

/** Before CodePipeline's own limit of 24 h: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const DEADLINE_MS = (23 * 60 + 30) * 60 * 1000;

function take(job: Job, state: State, services: Services): Promise<Move> {
  switch (state.step) {
    case 'update':
      return update(job, state, services);
    case 'settle':
      return settle(job, state, services);
    case 'publish':
      return publish(job, state, services);
    case 'activate':
      return activate(job, state, services);
    case 'deploy':
      return deploy(job, state, services);
    case 'watch':
      return watch(job, state, services);
  }
}

function refuseOverdue(state: State, services: Services, summary = ''): void {
  if (services.now() - state.startedAt < DEADLINE_MS) return;
  const deploymentId = state.step === 'watch' ? state.deploymentId : undefined;
  const rest = deploymentId === undefined ? '' : `Deployment ${deploymentId} goes on by itself.`;
  const message = `The release is not done after 23 h 30 min, CodePipeline allows 24 h. It was at step ${state.step}.`;
  throw new JobFailure([message, summary, rest].filter(Boolean).join(' '), 'JobFailed', deploymentId);
}

function failureOf(error: unknown, state: State): JobFailure {
  if (error instanceof JobFailure) return error;
  const deploymentId = state.step === 'watch' ? state.deploymentId : undefined;
  return new JobFailure(`The release failed at step ${state.step}. ${describe(error)}`, 'JobFailed', deploymentId);
}

async function attempt(job: Job, state: State, services: Services): Promise<Move> {
  try {
    if (state.step !== 'watch') refuseOverdue(state, services);
    const move = await take(job, calm(state), services).catch((error: unknown) => {
      if (isBusy(error)) return waitOut(job, state, error, services);
      throw error;
    });
    if (move.kind === 'waiting') refuseOverdue(state, services, move.summary);
    log({ jobId: job.id, functionName: job.target.functionName, step: state.step, ...move });
    return move;
  } catch (error) {
    const failure = failureOf(error, state);
    log({ jobId: job.id, functionName: job.target.functionName, step: state.step, kind: 'failed', state });
    throw failure;
  }
}

/** Takes step after step until the release is over or has to wait; throws a JobFailure. */
export async function release(job: Job, services: Services): Promise<Waiting | Done> {
  let move = await attempt(job, job.state, services);
  while (move.kind === 'advance') move = await attempt(job, move.state, services);
  return move;
}
