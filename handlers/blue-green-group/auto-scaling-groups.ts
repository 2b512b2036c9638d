import {
  DescribeAutoScalingGroupsCommand,
  type AutoScalingGroup,
  type DescribeAutoScalingGroupsCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { type Identity } from '../shared/custom-resource';
import { allPages } from '../shared/pages';
import { autoScaling, type Shift } from './calls';
import { filtersOf, isOwn, type Tags } from './marks';

async function describe(input: DescribeAutoScalingGroupsCommandInput, shift: Shift): Promise<AutoScalingGroup[]> {
  const pages = await allPages(
    (NextToken) => {
      const command = new DescribeAutoScalingGroupsCommand({ ...input, NextToken });
      return autoScaling(shift, (client, options) => client.send(command, options));
    },
    ({ NextToken }) => NextToken,
  );
  return pages.flatMap(({ AutoScalingGroups }) => AutoScalingGroups ?? []);
}

/** An Auto Scaling group has a status only while it is deleted. */
export function isLeaving({ Status }: AutoScalingGroup): boolean {
  return Status !== undefined && Status !== '';
}

/** The Auto Scaling groups of these names that exist, also those that are being deleted. */
export async function describeNamed(names: readonly string[], shift: Shift): Promise<AutoScalingGroup[]> {
  return names.length === 0 ? [] : describe({ AutoScalingGroupNames: [...names] }, shift);
}

export async function doAllExist(names: readonly string[], shift: Shift): Promise<boolean> {
  const found = await describeNamed(names, shift);
  return found.filter((group) => !isLeaving(group)).length === new Set(names).size;
}

export function tagsOf({ Tags: tags }: AutoScalingGroup): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Says whether all of these came from a fleet of the resource: CodeDeploy copies the tags too. */
export async function areOwn(names: readonly string[], identity: Identity, shift: Shift): Promise<boolean> {
  const found = await describeNamed(names, shift);
  return found.length > 0 && found.every((group) => isOwn(tagsOf(group), identity));
}

/** The fleet of the resource that was made last. */
export async function findNewest(identity: Identity, shift: Shift): Promise<AutoScalingGroup | undefined> {
  const age = ({ CreatedTime }: AutoScalingGroup): number => CreatedTime?.getTime() ?? 0;
  const found = await describe({ Filters: filtersOf(identity) }, shift);
  return found.filter((group) => !isLeaving(group)).sort((one, other) => age(other) - age(one))[0];
}
