import { answer } from './answer';
import { describe } from '../shared/errors';
import { JobFailure } from './errors';
import { jobIdOf, parseJob } from './job';
import { type Verdict } from './outcome';
import { release } from './release';
import { type Services } from './services';

async function judge(event: unknown, services: Services): Promise<Verdict> {
  try {
    return await release(parseJob(event, services.now()), services);
  } catch (error) {
    return { kind: 'failed', failure: error instanceof JobFailure ? error : new JobFailure(describe(error)) };
  }
}

/** Releases a function for one job of CodePipeline, and answers the job exactly once. */
export async function handle(event: unknown, services: Services): Promise<void> {
  const jobId = jobIdOf(event);
  await answer(jobId, await judge(event, services), services);
}
