import { type Resource, type UpdateRequest } from '../shared/custom-resource';
import { apply } from './applied';
import { type Shift } from './calls';
import { choose } from './choose';
import { establish, resourceOf } from './create';
import { deleteGroup } from './delete-group';
import { undoing } from './fleet';
import { changeFleet, handOver } from './fleet-changes';
import { findOwn, look, type Group } from './group';
import { makeGroup } from './make-group';
import { isOwn } from './marks';
import { pendingChanges, settle, settleGroup } from './settle';
import { keyOf } from './source';
import { parseFormer, parseWanted, type Former, type Wanted } from './wanted';

/** A group cannot change its application: another one takes over what this one has now. */
async function replace(
  group: Group,
  wanted: Wanted,
  former: Former,
  request: UpdateRequest,
  shift: Shift,
): Promise<Resource> {
  const choice = await choose(group, wanted.source, former.key, request, shift);
  await changeFleet(await pendingChanges(group, choice, wanted, former, request, shift), shift);
  const { names, made } = choice;
  const applied = apply(keyOf(wanted.source), names);
  const { id, existing } = await undoing(made, shift, () => makeGroup(wanted, names, applied, request, shift));
  if (existing !== undefined) await settleGroup(existing, { names, applied }, wanted, former, request, shift);
  if (wanted.source.kind === 'fleet') await handOver(names, id, shift);
  return resourceOf(wanted, id);
}

/** A replacement that failed half-way may have left its new group: nobody else deletes that one. */
async function removeLeftover(
  group: Group,
  names: readonly string[],
  wanted: Wanted,
  { place }: Former,
  request: UpdateRequest,
  shift: Shift,
): Promise<void> {
  if (place === undefined || place.applicationName === wanted.applicationName) return;
  const leftover = await look(place, request, shift);
  if (leftover === undefined || !isOwn(leftover.tags, request)) return;
  if (wanted.source.kind === 'fleet') await handOver(names, group.id, shift);
  await deleteGroup(leftover, request, shift);
}

export async function update(request: UpdateRequest, shift: Shift): Promise<Resource> {
  const wanted = parseWanted(request.properties);
  const former = parseFormer(request.oldProperties);
  const group = await findOwn([former.place, wanted], request.physicalResourceId, request, shift);
  if (group === undefined) return establish(wanted, request, shift);
  if (group.applicationName !== wanted.applicationName) return replace(group, wanted, former, request, shift);
  const names = await settle(group, wanted, former, request, shift);
  await removeLeftover(group, names, wanted, former, request, shift);
  return resourceOf(wanted, group.id);
}
