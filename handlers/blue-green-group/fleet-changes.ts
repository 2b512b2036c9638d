import {
  CreateOrUpdateTagsCommand,
  UpdateAutoScalingGroupCommand,
  type AutoScalingGroup,
  type UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { type Identity } from '../shared/custom-resource';
import { describeNamed, isLeaving, tagsOf } from './auto-scaling-groups';
import { autoScaling, type Shift } from './calls';
import { capacityNoteOf, fleetTagsOf } from './fleet';
import { type Fleet } from './fleet-properties';
import { isSame } from './differences';
import { CAPACITY, OWNER, type Tags } from './marks';
import { type Former } from './wanted';

/** What an Auto Scaling group needs to be the wanted fleet. */
export interface FleetChange {
  readonly name: string;
  readonly settings: Omit<UpdateAutoScalingGroupCommandInput, 'AutoScalingGroupName'>;
  /** For the instances too. */
  readonly tags: Tags;
  readonly notes: Tags;
}

function isAsWanted(fleet: Fleet, { LaunchTemplate }: AutoScalingGroup): boolean {
  return (
    LaunchTemplate?.LaunchTemplateId === fleet.launchTemplateId &&
    LaunchTemplate.Version === fleet.launchTemplateVersion
  );
}

function settingsFor(fleet: Fleet, actual: AutoScalingGroup, desiredCapacity?: number): FleetChange['settings'] {
  const { launchTemplateId, launchTemplateVersion, minSize, maxSize, healthCheckType, healthCheckGracePeriod } = fleet;
  const subnetIds = (actual.VPCZoneIdentifier ?? '').split(',');
  return {
    ...(isAsWanted(fleet, actual)
      ? {}
      : { LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: launchTemplateVersion } }),
    ...(isSame(subnetIds, fleet.subnetIds) ? {} : { VPCZoneIdentifier: fleet.subnetIds.join(',') }),
    ...(actual.MinSize === minSize ? {} : { MinSize: minSize }),
    ...(actual.MaxSize === maxSize ? {} : { MaxSize: maxSize }),
    ...(desiredCapacity === undefined || actual.DesiredCapacity === desiredCapacity
      ? {}
      : { DesiredCapacity: desiredCapacity }),
    ...(actual.HealthCheckType === healthCheckType ? {} : { HealthCheckType: healthCheckType }),
    ...(actual.HealthCheckGracePeriod === healthCheckGracePeriod
      ? {}
      : { HealthCheckGracePeriod: healthCheckGracePeriod }),
  };
}

/** The wanted capacity when it is a new wish, or when a wish that failed is in its place. */
function capacityFor(fleet: Fleet, actual: AutoScalingGroup, former: Former): number | undefined {
  const wish = capacityNoteOf(fleet);
  const isOfFormer = former.desiredCapacity === String(actual.DesiredCapacity) && former.desiredCapacity !== wish;
  const noted = tagsOf(actual)[CAPACITY] as string | undefined;
  const isNew = noted !== undefined && noted !== wish;
  return isNew || isOfFormer ? fleet.desiredCapacity : undefined;
}

function missing(wanted: Tags, actual: AutoScalingGroup): Tags {
  const tags = tagsOf(actual);
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => tags[key] !== value));
}

/** What the Auto Scaling groups of a deployment group need to be the wanted fleet. */
export async function fleetChanges(
  names: readonly string[],
  fleet: Fleet,
  former: Former,
  identity: Identity,
  shift: Shift,
): Promise<FleetChange[]> {
  const found = await describeNamed(names, shift);
  return found
    .filter((group) => !isLeaving(group))
    .map((group) => ({
      name: group.AutoScalingGroupName ?? '',
      settings: settingsFor(fleet, group, capacityFor(fleet, group, former)),
      tags: missing(fleetTagsOf(fleet, identity), group),
      notes: missing({ [CAPACITY]: capacityNoteOf(fleet) }, group),
    }))
    .filter(({ settings, tags, notes }) => Object.keys({ ...settings, ...tags, ...notes }).length > 0);
}

async function tag(name: string, tags: Tags, isPropagated: boolean, shift: Shift): Promise<void> {
  if (Object.keys(tags).length === 0) return;
  const group = { ResourceId: name, ResourceType: 'auto-scaling-group', PropagateAtLaunch: isPropagated };
  const command = new CreateOrUpdateTagsCommand({
    Tags: Object.entries(tags).map(([Key, Value]) => ({ ...group, Key, Value })),
  });
  await autoScaling(shift, (client, options) => client.send(command, options));
}

/** Running instances stay as they are: the next release brings new ones. */
export async function changeFleet(changes: readonly FleetChange[], shift: Shift): Promise<void> {
  for (const { name, settings, tags, notes } of changes) {
    if (Object.keys(settings).length > 0) {
      const command = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, ...settings });
      await autoScaling(shift, (client, options) => client.send(command, options));
    }
    await tag(name, tags, true, shift);
    await tag(name, notes, false, shift);
  }
}

/** Says that a fleet is now another deployment group's, so that the deletion of the former one leaves it alone. */
export async function handOver(names: readonly string[], groupId: string, shift: Shift): Promise<void> {
  for (const group of await describeNamed(names, shift)) {
    await tag(group.AutoScalingGroupName ?? '', missing({ [OWNER]: groupId }, group), false, shift);
  }
}
