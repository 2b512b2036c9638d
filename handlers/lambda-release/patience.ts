import { describe, isNamed, isTransient } from '../shared/errors';
import { JobFailure } from './errors';
import { type Job } from './job';
import { waiting, type Waiting } from './outcome';
import { type Services } from './services';
import { type State } from './state';

const MINUTE_MS = 60 * 1000;
const PATIENCE_MS = 30 * MINUTE_MS;

const TRIED: Readonly<Record<Exclude<State['step'], 'watch'>, string>> = {
  update: 'to send the code to Lambda',
  settle: 'to learn whether Lambda has taken the code over',
  publish: 'to publish a version',
  activate: 'to learn whether the version is ready',
  deploy: 'to deploy the version',
};

/** Whether the same step may succeed later. */
export function isBusy(error: unknown): boolean {
  return isTransient(error) || isNamed(error, 'ResourceConflictException');
}

/** Waits to take the step again. A deployment goes on by itself, so that watching it has the deadline alone as its end. */
export function waitOut(job: Job, state: State, error: unknown, services: Services): Waiting {
  const summary = `Waiting to try again: ${describe(error)}`;
  if (state.step === 'watch') return waiting(state, summary);
  const now = services.now();
  const { step, busySince = now } = state;
  const busyMs = now - busySince;
  if (busyMs < PATIENCE_MS) return waiting({ ...state, busySince }, summary);
  throw new JobFailure(
    `The release of ${job.target.functionName} has tried ${TRIED[step]} for ${Math.floor(busyMs / MINUTE_MS)} min, ` +
      `without success. The last error: ${describe(error)}`,
  );
}
