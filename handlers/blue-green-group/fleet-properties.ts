import { textAt } from '../shared/custom-resource';
import {
  choiceAt,
  itemsAt,
  listAt,
  optionalListAt,
  optionalWholeNumberAt,
  PROPERTIES,
  wholeNumberAt,
} from '../shared/properties';
import { property } from '../shared/property';
import { type Tags } from './marks';

const PATH = `${PROPERTIES}fleet.`;

/** The Auto Scaling group that a deployment group begins with. */
export interface Fleet {
  readonly name: string;
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: string;
  readonly subnetIds: readonly string[];
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity?: number;
  readonly healthCheckType: string;
  readonly healthCheckGracePeriod: number;
  readonly tags: Tags;
  readonly targetGroupArns: readonly string[];
  readonly classicLoadBalancers: readonly string[];
}

export function parseTags(parent: unknown, path?: string): Tags {
  const pairOf = (tag: unknown, at: string): [string, string] => {
    const value = property(tag, 'value');
    return [textAt(tag, 'key', at), typeof value === 'string' ? value : textAt(tag, 'value', at)];
  };
  return Object.fromEntries(itemsAt(parent, 'tags', pairOf, path));
}

/** Target groups by their property: CodeDeploy knows them by name, the others by ARN. */
export function targetGroupsAt(properties: unknown, key: 'name' | 'arn'): string[] {
  return itemsAt(properties, 'targetGroups', (group, path) => textAt(group, key, path));
}

export function classicLoadBalancersAt(properties: unknown): string[] {
  return optionalListAt(properties, 'classicLoadBalancers');
}

export function parseFleet(properties: unknown): Fleet {
  const fleet = property(properties, 'fleet');
  return {
    name: textAt(fleet, 'autoScalingGroupName', PATH),
    launchTemplateId: textAt(fleet, 'launchTemplateId', PATH),
    launchTemplateVersion: String(wholeNumberAt(fleet, 'launchTemplateVersion', PATH)),
    subnetIds: listAt(fleet, 'subnetIds', PATH),
    minSize: wholeNumberAt(fleet, 'minSize', PATH),
    maxSize: wholeNumberAt(fleet, 'maxSize', PATH),
    desiredCapacity: optionalWholeNumberAt(fleet, 'desiredCapacity', PATH),
    healthCheckType: choiceAt(fleet, 'healthCheckType', ['EC2', 'ELB'], PATH),
    healthCheckGracePeriod: wholeNumberAt(fleet, 'healthCheckGracePeriod', PATH),
    tags: parseTags(fleet, PATH),
    targetGroupArns: targetGroupsAt(properties, 'arn'),
    classicLoadBalancers: classicLoadBalancersAt(properties),
  };
}
