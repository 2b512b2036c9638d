import { CreateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { ResourceFailure, type Identity } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { type Applied } from './applied';
import { codeDeploy, type Shift } from './calls';
import { findOwn, type Group } from './group';
import { groupTagsOf, listOf } from './tags';
import { type Place, type Wanted } from './wanted';

export interface MadeGroup {
  readonly id: string;
  /** The group, when an earlier delivery, or an earlier event, has made it. */
  readonly existing?: Group;
}

export function isTaken(error: unknown): boolean {
  return isNamed(error, 'DeploymentGroupAlreadyExistsException');
}

export function foreign({ applicationName, name }: Place): ResourceFailure {
  return new ResourceFailure(
    `A deployment group named ${name} exists already in application ${applicationName} and does not belong to this ` +
      'resource. Choose another deploymentGroupName, or delete that group.',
  );
}

/** Makes the group, or takes the one that the resource has already. The marks come with it: none can be read without. */
export async function makeGroup(
  wanted: Wanted,
  names: readonly string[],
  applied: Applied,
  identity: Identity,
  shift: Shift,
): Promise<MadeGroup> {
  const { applicationName, name, settings, tags } = wanted;
  const command = new CreateDeploymentGroupCommand({
    ...settings,
    applicationName,
    deploymentGroupName: name,
    autoScalingGroups: [...names],
    tags: listOf(groupTagsOf(tags, applied, identity)),
  });
  try {
    const { deploymentGroupId: id } = await codeDeploy(shift, (client, options) => client.send(command, options));
    if (id === undefined) throw new Error(`CodeDeploy did not tell the id of deployment group ${name}.`);
    return { id };
  } catch (error) {
    if (!isTaken(error)) throw error;
    const existing = await findOwn([wanted], undefined, identity, shift);
    if (existing === undefined) throw foreign(wanted);
    return { id: existing.id, existing };
  }
}
