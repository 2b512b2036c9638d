import {
  reasonOf,
  ResourceFailure,
  type CreateRequest,
  type Resource,
  type ResourceRequest,
} from '../shared/custom-resource';
import { apply } from './applied';
import { findNewest } from './auto-scaling-groups';
import { type Shift } from './calls';
import { deleteFleet, makeFleet, undoing, type MadeFleet } from './fleet';
import { changeFleet, fleetChanges } from './fleet-changes';
import { makeGroup } from './make-group';
import { settle } from './settle';
import { keyOf, type Source } from './source';
import { parseFormer, parseWanted, type Wanted } from './wanted';

/** Nothing is known of before. */
const NOTHING = parseFormer(undefined);

export function resourceOf(wanted: Wanted, id: string): Resource {
  return { physicalResourceId: id, data: { DeploymentGroupName: wanted.name, DeploymentGroupId: id } };
}

/** The Auto Scaling groups to begin with, and the fleet where they are one. */
interface Start {
  readonly names: readonly string[];
  readonly fleet?: MadeFleet;
}

/** A fleet may have lived on without its deployment group: it is brought to what is wanted now. */
async function start(source: Source, request: ResourceRequest, shift: Shift): Promise<Start> {
  if (source.kind === 'own') return { names: source.names };
  const { fleet } = source;
  const newest = request.type === 'Update' ? await findNewest(request, shift) : undefined;
  const name = newest?.AutoScalingGroupName;
  const made = name === undefined ? await makeFleet(fleet, request, shift) : { name, isNew: false };
  if (!made.isNew) await changeFleet(await fleetChanges([made.name], fleet, NOTHING, request, shift), shift);
  return { names: [made.name], fleet: made };
}

/**
 * Makes the group with its fleet, or goes on with the group that the resource has already. A creation that fails tells
 * the id of what was made, so that CloudFormation's deletion finds it.
 */
export async function establish(wanted: Wanted, request: ResourceRequest, shift: Shift): Promise<Resource> {
  const { source } = wanted;
  const { names, fleet } = await start(source, request, shift);
  const applied = apply(keyOf(source), names);
  const { id, existing } = await undoing(fleet, shift, () => makeGroup(wanted, names, applied, request, shift));
  if (existing === undefined) return resourceOf(wanted, id);
  try {
    const settled = await settle(existing, wanted, NOTHING, request, shift);
    if (fleet?.isNew === true && !settled.includes(fleet.name)) await deleteFleet(fleet.name, shift);
  } catch (error) {
    throw request.type === 'Create' ? new ResourceFailure(reasonOf(error), id) : error;
  }
  return resourceOf(wanted, id);
}

export function create(request: CreateRequest, shift: Shift): Promise<Resource> {
  return establish(parseWanted(request.properties), request, shift);
}
