import {
  requestThatMadeNothing,
  textAt,
  type CreateRequest,
  type DeleteRequest,
  type Resource,
  type UpdateRequest,
} from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { serveLifecycle } from '../shared/lifecycle';
import { flagAt, PROPERTIES } from '../shared/properties';
import { attempt, PAUSES_MS, startShift, type Shift } from '../shared/shift';
import { type Services } from './services';

/** Before the function's own timeout of 3 minutes, with time left to answer. */
const LENGTH_MINUTES = 2;

type ProfilerShift = Shift<Services>;

/** Brings the switch of one profiling group to where CloudFormation wants it, and answers. */
export async function handle(event: unknown, services: Services): Promise<void> {
  const shift = startShift(services, { work: 'profiling group', minutes: LENGTH_MINUTES, pauses: PAUSES_MS });
  await serveLifecycle(event, services, shift, { create: turn, update: turn, remove });
}

async function turn({ properties }: CreateRequest | UpdateRequest, shift: ProfilerShift): Promise<Resource> {
  const groupName = textAt(properties, 'profilingGroupName', PROPERTIES);
  await setProfiling(groupName, flagAt(properties, 'profilingEnabled'), shift);
  return { physicalResourceId: groupName };
}

/** Without the resource a group is as AWS makes it: its agents profile. One that is gone has no switch. */
async function remove({ physicalResourceId }: DeleteRequest, shift: ProfilerShift): Promise<Resource> {
  if (requestThatMadeNothing(physicalResourceId) === undefined) {
    await setProfiling(physicalResourceId, true, shift).catch((error: unknown) => {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    });
  }
  return { physicalResourceId };
}

function setProfiling(groupName: string, enabled: boolean, shift: ProfilerShift): Promise<void> {
  return attempt(shift, shift.services.profiler, (profiler, options) =>
    profiler.setProfiling(groupName, enabled, options),
  );
}
