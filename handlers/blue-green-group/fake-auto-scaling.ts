import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
  type AutoScalingGroup,
  type Tag,
} from '@aws-sdk/client-auto-scaling';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError, play, type Input } from '../shared/fake-service';

const PAGE_SIZE = 1;

export const autoScaling = mockClient(AutoScalingClient);
/** The Auto Scaling groups of the account, by name. */
export const fleets = new Map<string, AutoScalingGroup>();
let made = 0;

export function fleet(name: unknown): AutoScalingGroup {
  const found = fleets.get(String(name));
  if (found === undefined) throw awsError('ValidationError', `AutoScalingGroup name not found - ${String(name)}`);
  return found;
}

/** Makes an Auto Scaling group as a call from anywhere does, with two instances. */
export function launch(name: string, settings: Partial<AutoScalingGroup> = {}): void {
  made += 1;
  const instances = ['a', 'b'].map((letter) => ({ InstanceId: `i-${made}${letter}` }));
  const whole = {
    MinSize: 1,
    MaxSize: 2,
    DesiredCapacity: 1,
    DefaultCooldown: 300,
    AvailabilityZones: [],
    HealthCheckType: 'EC2',
    CreatedTime: new Date(made * 1000),
    Tags: [],
    Instances: instances as AutoScalingGroup['Instances'],
  };
  fleets.set(name, { ...whole, ...settings, AutoScalingGroupName: name });
}

/** CodeDeploy's copy for a release: all but the name and the instances. */
export function copyFleet(name: string, copy: string): void {
  const { Instances, CreatedTime, ...settings } = fleet(name);
  expect([Instances, CreatedTime]).not.toContain(undefined);
  launch(copy, settings);
}

export function instancesOf(name: string): string[] {
  return (fleet(name).Instances ?? []).map(({ InstanceId }) => InstanceId ?? '');
}

export function fleetTags(name: string): Record<string, string> {
  return Object.fromEntries((fleet(name).Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

function isMatching({ Tags }: AutoScalingGroup, filters: { Name: string; Values: string[] }[]): boolean {
  return filters.every(({ Name, Values }) =>
    (Tags ?? []).some(({ Key, Value }) => Name === `tag:${Key ?? ''}` && Values.includes(Value ?? '')),
  );
}

function find({ AutoScalingGroupNames: names, Filters: filters }: Input): AutoScalingGroup[] {
  return [...fleets.values()].filter((group) =>
    names === undefined
      ? isMatching(group, filters as { Name: string; Values: string[] }[])
      : (names as unknown[]).includes(group.AutoScalingGroupName),
  );
}

function change(name: unknown, settings: Partial<AutoScalingGroup>): object {
  fleets.set(String(name), { ...fleet(name), ...settings });
  return {};
}

function tag(tags: readonly Tag[]): object {
  for (const { ResourceId, ResourceType, ...rest } of tags) {
    expect(ResourceType).toBe('auto-scaling-group');
    const others = (fleet(ResourceId).Tags ?? []).filter(({ Key }) => Key !== rest.Key);
    change(ResourceId, { Tags: [...others, rest] });
  }
  return {};
}

/** An account with the Auto Scaling groups web and web-2. */
export function resetAutoScaling(): void {
  fleets.clear();
  made = 0;
  launch('web');
  launch('web-2');
  play(autoScaling, {
    CreateFleet: [
      CreateAutoScalingGroupCommand,
      ({ AutoScalingGroupName, TargetGroupARNs, LoadBalancerNames, DesiredCapacity, ...settings }) => {
        const name = String(AutoScalingGroupName);
        if (fleets.has(name)) throw awsError('AlreadyExistsFault', 'The name is taken');
        const attached = { TargetGroupARNs, LoadBalancerNames } as Partial<AutoScalingGroup>;
        launch(name, { ...settings, ...attached, DesiredCapacity: Number(DesiredCapacity ?? settings.MinSize) });
        return {};
      },
    ],
    UpdateFleet: [
      UpdateAutoScalingGroupCommand,
      ({ AutoScalingGroupName, ...settings }) => change(AutoScalingGroupName, settings),
    ],
    TagFleet: [CreateOrUpdateTagsCommand, ({ Tags }) => tag(Tags as Tag[])],
    DeleteFleet: [
      DeleteAutoScalingGroupCommand,
      ({ AutoScalingGroupName, ForceDelete }) => {
        expect(ForceDelete).toBe(true);
        fleets.delete(String(fleet(AutoScalingGroupName).AutoScalingGroupName));
        return {};
      },
    ],
    DescribeFleets: [
      DescribeAutoScalingGroupsCommand,
      (input) => {
        const all = find(input);
        const start = Number(input.NextToken ?? 0);
        const end = start + PAGE_SIZE;
        return { AutoScalingGroups: all.slice(start, end), NextToken: end < all.length ? String(end) : undefined };
      },
    ],
  });
}
