import {
  CreateOrUpdateTagsCommand,
  UpdateAutoScalingGroupCommand,
  type AutoScalingGroup,
  type UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { type Identity } from '../shared/custom-resource';
import { describeNamed, isLeaving, tagsOf } from './auto-scaling-groups';
import { autoScaling, type Shift } from './calls';
import { fleetTagsOf } from './fleet';
import { type Fleet } from './fleet-properties';
import { isSame } from './differences';
import { OWNER, type Tags } from './marks';

/** What an Auto Scaling group needs to be the wanted fleet. */
export interface FleetChange {
  readonly name: string;
  readonly settings: Omit<UpdateAutoScalingGroupCommandInput, 'AutoScalingGroupName'>;
  readonly tags: Tags;
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

/** What the Auto Scaling groups of a deployment group need. The desired capacity only when its wish has changed. */
export async function fleetChanges(
  names: readonly string[],
  fleet: Fleet,
  desiredCapacity: number | undefined,
  identity: Identity,
  shift: Shift,
): Promise<FleetChange[]> {
  const wantedTags = Object.entries(fleetTagsOf(fleet, identity));
  const found = await describeNamed(names, shift);
  return found
    .filter((group) => !isLeaving(group))
    .map((group) => ({
      name: group.AutoScalingGroupName ?? '',
      settings: settingsFor(fleet, group, desiredCapacity),
      tags: Object.fromEntries(wantedTags.filter(([key, value]) => tagsOf(group)[key] !== value)),
    }))
    .filter(({ settings, tags }) => Object.keys({ ...settings, ...tags }).length > 0);
}

async function tag(name: string, tags: Tags, isPropagated: boolean, shift: Shift): Promise<void> {
  const group = { ResourceId: name, ResourceType: 'auto-scaling-group', PropagateAtLaunch: isPropagated };
  const command = new CreateOrUpdateTagsCommand({
    Tags: Object.entries(tags).map(([Key, Value]) => ({ ...group, Key, Value })),
  });
  await autoScaling(shift, (client, options) => client.send(command, options));
}

/** Running instances stay as they are: the next release brings new ones. */
export async function changeFleet(changes: readonly FleetChange[], shift: Shift): Promise<void> {
  for (const { name, settings, tags } of changes) {
    if (Object.keys(settings).length > 0) {
      const command = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, ...settings });
      await autoScaling(shift, (client, options) => client.send(command, options));
    }
    if (Object.keys(tags).length > 0) await tag(name, tags, true, shift);
  }
}

/** Says that a fleet is now another deployment group's, so that the deletion of the former one leaves it alone. */
export async function handOver(names: readonly string[], groupId: string, shift: Shift): Promise<void> {
  for (const group of await describeNamed(names, shift)) {
    const { AutoScalingGroupName: name = '' } = group;
    if (tagsOf(group)[OWNER] !== groupId) await tag(name, { [OWNER]: groupId }, false, shift);
  }
}
