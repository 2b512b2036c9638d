import { type ResourceRequest } from '../shared/custom-resource';
import { type Shift } from './calls';
import { choose, type Choice } from './choose';
import { undoing } from './fleet';
import { changeFleet, fleetChanges, type FleetChange } from './fleet-changes';
import { type Group } from './group';
import { revise } from './revise';
import { refuseWhileRunning } from './running';
import { groupTagsOf, settleTags } from './tags';
import { type Former, type Wanted } from './wanted';

/** What the Auto Scaling groups at hand need. Those of the user's own list are none of ours. */
export async function pendingChanges(
  group: Group,
  { names, made }: Choice,
  { source }: Wanted,
  former: Former,
  request: ResourceRequest,
  shift: Shift,
): Promise<FleetChange[]> {
  if (source.kind === 'own' || made?.isNew === true) return [];
  const changes = await fleetChanges(names, source.fleet, former, request, shift);
  if (changes.length > 0) await refuseWhileRunning(group, shift);
  return changes;
}

/** Brings a group and its tags to where they are wanted. What is noted down comes first: it tells how to go back. */
export async function settleGroup(
  group: Group,
  { names, applied }: Choice,
  wanted: Wanted,
  { tagKeys }: Former,
  request: ResourceRequest,
  shift: Shift,
): Promise<void> {
  await settleTags(group, groupTagsOf(wanted.tags, applied, request), tagKeys, request, shift);
  await revise(group, wanted, names, request, shift);
}

/** Brings a group, its tags and its fleet to where they are wanted: each step again and back. Tells its fleet. */
export async function settle(
  group: Group,
  wanted: Wanted,
  former: Former,
  request: ResourceRequest,
  shift: Shift,
): Promise<readonly string[]> {
  const choice = await choose(group, wanted.source, former.key, request, shift);
  const changes = await pendingChanges(group, choice, wanted, former, request, shift);
  await undoing(choice.made, shift, () => settleGroup(group, choice, wanted, former, request, shift));
  await changeFleet(changes, shift);
  return choice.names;
}
