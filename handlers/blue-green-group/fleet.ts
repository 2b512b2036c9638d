import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { reasonOf, ResourceFailure, type Identity, type ResourceRequest } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { patiently } from '../shared/shift';
import { describeNamed, isLeaving, tagsOf } from './auto-scaling-groups';
import { autoScaling, type Shift } from './calls';
import { type Fleet } from './fleet-properties';
import { CAPACITY, isOwn, marksOf, REQUEST, type Tags } from './marks';

export interface MadeFleet {
  readonly name: string;
  /** Made by the request that is worked on, in this delivery of it or an earlier one. */
  readonly isNew: boolean;
}

/** The tags of a fleet that its instances have too. */
export function fleetTagsOf(fleet: Fleet, identity: Identity): Tags {
  return { ...fleet.tags, ...marksOf(identity) };
}

/** Scaling owns the capacity: only a new wish may change it, so that the last one is noted down. */
export function capacityNoteOf({ desiredCapacity }: Fleet): string {
  return desiredCapacity === undefined ? 'none' : String(desiredCapacity);
}

function inputOf(fleet: Fleet, request: ResourceRequest): CreateAutoScalingGroupCommandInput {
  const tags = Object.entries(fleetTagsOf(fleet, request));
  return {
    AutoScalingGroupName: fleet.name,
    LaunchTemplate: { LaunchTemplateId: fleet.launchTemplateId, Version: fleet.launchTemplateVersion },
    VPCZoneIdentifier: fleet.subnetIds.join(','),
    MinSize: fleet.minSize,
    MaxSize: fleet.maxSize,
    DesiredCapacity: fleet.desiredCapacity,
    HealthCheckType: fleet.healthCheckType,
    HealthCheckGracePeriod: fleet.healthCheckGracePeriod,
    TargetGroupARNs: [...fleet.targetGroupArns],
    LoadBalancerNames: [...fleet.classicLoadBalancers],
    Tags: [
      ...tags.map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true })),
      { Key: REQUEST, Value: request.requestId, PropagateAtLaunch: false },
      { Key: CAPACITY, Value: capacityNoteOf(fleet), PropagateAtLaunch: false },
    ],
  };
}

function isTaken(error: unknown): boolean {
  return isNamed(error, 'AlreadyExists', 'AlreadyExistsFault');
}

function foreign(name: string): ResourceFailure {
  return new ResourceFailure(
    `An Auto Scaling group named ${name} exists already and does not belong to this resource. ` +
      'Choose another autoScalingGroupName, or delete that group.',
  );
}

/** Makes the fleet, or takes the one that the resource has under this name. One that is being deleted is waited for. */
export async function makeFleet(fleet: Fleet, request: ResourceRequest, shift: Shift): Promise<MadeFleet> {
  const { name } = fleet;
  const command = new CreateAutoScalingGroupCommand(inputOf(fleet, request));
  return patiently(shift, isTaken, async () => {
    try {
      await autoScaling(shift, (client, options) => client.send(command, options));
      return { name, isNew: true };
    } catch (error) {
      if (!isTaken(error)) throw error;
      const existing = (await describeNamed([name], shift)).at(0);
      if (existing === undefined || isLeaving(existing)) throw error;
      const tags = tagsOf(existing);
      if (!isOwn(tags, request)) throw foreign(name);
      return { name, isNew: tags[REQUEST] === request.requestId };
    }
  });
}

/** Auto Scaling has no error of its own for a group that does not exist. */
function isFleetGone(error: unknown): boolean {
  return isNamed(error, 'ValidationError') && /not found/i.test(reasonOf(error));
}

/** Deletes the fleet and its instances. */
export async function deleteFleet(name: string, shift: Shift): Promise<void> {
  const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true });
  try {
    await autoScaling(shift, (client, options) => client.send(command, options));
  } catch (error) {
    if (!isFleetGone(error)) throw error;
  }
}

/** Does what needs the fleet. When that fails, a fleet that this request has made is deleted again. */
export async function undoing<T>(made: MadeFleet | undefined, shift: Shift, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (made?.isNew !== true) throw error;
    const trouble = await deleteFleet(made.name, shift).then(() => undefined, reasonOf);
    if (trouble === undefined) throw error;
    const cure = `The Auto Scaling group ${made.name} was made for it and could not be deleted: delete it by hand.`;
    throw new ResourceFailure(`${reasonOf(error)} ${cure} ${trouble}`);
  }
}
