import { isMadeUp, requestThatMadeNothing, type DeleteRequest, type Resource } from '../shared/custom-resource';
import { log } from '../shared/log';
import { type Shift } from './calls';
import { deleteGroup } from './delete-group';
import { findOwn, type Group } from './group';
import { removeFleet } from './remove-fleet';
import { knownPlaceOf, placeOf } from './wanted';

/** Without an id of the group's, the marks decide: the answer to a creation that did its work may have got lost. */
async function find(request: DeleteRequest, isMade: boolean, shift: Shift): Promise<Group | undefined> {
  const { physicalResourceId: id, properties } = request;
  if (!isMade) return findOwn([placeOf(properties)], undefined, request, shift);
  const group = await findOwn([knownPlaceOf(properties)], id, request, shift);
  return group?.id === id ? group : undefined;
}

function reasonFor(hooks: readonly string[], retained: readonly string[]): string | undefined {
  const parts = [
    hooks.length === 0 ? '' : `CodeDeploy left its lifecycle hooks in ${hooks.join(', ')}.`,
    retained.length === 0 ? '' : `The Auto Scaling groups are kept, as they may serve traffic: ${retained.join(', ')}.`,
  ];
  const reason = parts.join(' ').trim();
  return reason === '' ? undefined : reason;
}

/** The fleet goes first: a deletion that is tried again still finds the group that tells of it. */
export async function remove(request: DeleteRequest, shift: Shift): Promise<Resource> {
  const { physicalResourceId } = request;
  const isMade = requestThatMadeNothing(physicalResourceId) === undefined && !isMadeUp(request);
  const group = await find(request, isMade, shift);
  if (isMade && group === undefined) return { physicalResourceId };
  const retained = await removeFleet(group, request, shift);
  const hooks = group === undefined ? [] : await deleteGroup(group, request, shift);
  const reason = reasonFor(hooks, retained);
  if (reason !== undefined) log({ retained, hooksNotCleanedUp: hooks });
  return { physicalResourceId, reason };
}
