import {
  GetDeploymentGroupCommand,
  ListTagsForResourceCommand,
  type DeploymentGroupInfo,
} from '@aws-sdk/client-codedeploy';
import { type Identity } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { allPages } from '../shared/pages';
import { isDenied, isUnsettled, patiently } from '../shared/shift';
import { peek, type Shift } from './calls';
import { isOwn, type Tags } from './marks';
import { type Place } from './wanted';

/** A deployment group as CodeDeploy has it. */
export interface Group extends Place {
  readonly id: string;
  readonly info: DeploymentGroupInfo;
  readonly autoScalingGroups: readonly string[];
  readonly tags: Tags;
}

/** Only a group of the same stack can be read: any other one, and none at all, is a matter of permission. */
export function isGone(error: unknown): boolean {
  return isNamed(error, 'DeploymentGroupDoesNotExistException', 'ApplicationDoesNotExistException');
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html */
export function arnOf({ applicationName, name }: Place, { stackId }: Identity): string {
  const [, partition, , region, account] = stackId.split(':');
  return `arn:${partition}:codedeploy:${region}:${account}:deploymentgroup:${applicationName}/${name}`;
}

export async function readInfo(place: Place, shift: Shift): Promise<DeploymentGroupInfo> {
  const { applicationName, name: deploymentGroupName } = place;
  const command = new GetDeploymentGroupCommand({ applicationName, deploymentGroupName });
  const { deploymentGroupInfo } = await peek(shift, (client, options) => client.send(command, options));
  return deploymentGroupInfo ?? {};
}

export function namesOf({ autoScalingGroups }: DeploymentGroupInfo): string[] {
  return (autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
}

async function readTags(place: Place, identity: Identity, shift: Shift): Promise<Tags> {
  const ResourceArn = arnOf(place, identity);
  const pages = await allPages(
    (NextToken) => {
      const command = new ListTagsForResourceCommand({ ResourceArn, NextToken });
      return peek(shift, (client, options) => client.send(command, options));
    },
    ({ NextToken }) => NextToken,
  );
  const tags = pages.flatMap(({ Tags: found }) => found ?? []);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

async function read(place: Place, identity: Identity, shift: Shift): Promise<Group | undefined> {
  try {
    const info = await readInfo(place, shift);
    const tags = await readTags(place, identity, shift);
    return { ...place, id: info.deploymentGroupId ?? '', info, autoScalingGroups: namesOf(info), tags };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The group, or nothing where none can be seen. Does not wait for permission. */
export async function look(place: Place, identity: Identity, shift: Shift): Promise<Group | undefined> {
  try {
    return await read(place, identity, shift);
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

async function lookAll(
  places: readonly Place[],
  id: string | undefined,
  identity: Identity,
  shift: Shift,
): Promise<Group | undefined> {
  const found: Group[] = [];
  let denial: unknown;
  for (const place of places) {
    try {
      const group = await read(place, identity, shift);
      if (group !== undefined && group.id === id) return group;
      if (group !== undefined) found.push(group);
    } catch (error) {
      if (!isDenied(error)) throw error;
      denial = error;
    }
  }
  const own = found.find(({ tags }) => isOwn(tags, identity));
  if (own === undefined && denial !== undefined) throw denial as Error;
  return own;
}

/** The group by its id, or else the one with the marks. The tags of a new group may be some seconds unknown. */
export async function findOwn(
  places: readonly (Place | undefined)[],
  id: string | undefined,
  identity: Identity,
  shift: Shift,
): Promise<Group | undefined> {
  const distinct = new Map(places.flatMap((place) => (place === undefined ? [] : [[arnOf(place, identity), place]])));
  try {
    return await patiently(
      shift,
      (error) => isUnsettled(error, shift),
      () => lookAll([...distinct.values()], id, identity, shift),
    );
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}
