import { DeleteDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { type Identity } from '../shared/custom-resource';
import { isDenied } from '../shared/shift';
import { codeDeploy, type Shift } from './calls';
import { isGone, look, namesOf, type Group } from './group';

/** Deletes the group, and tells the Auto Scaling groups that have kept a hook of CodeDeploy's. */
export async function deleteGroup(group: Group, identity: Identity, shift: Shift): Promise<string[]> {
  const { applicationName, name: deploymentGroupName } = group;
  const command = new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName });
  try {
    const { hooksNotCleanedUp } = await codeDeploy(shift, (client, options) => client.send(command, options));
    return namesOf({ autoScalingGroups: hooksNotCleanedUp });
  } catch (error) {
    const isDone = isGone(error) || (isDenied(error) && (await look(group, identity, shift)) === undefined);
    if (!isDone) throw error;
    return [];
  }
}
