import { UpdateDeploymentGroupCommand, type UpdateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy';
import { type Identity } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { isDenied, patiently } from '../shared/shift';
import { codeDeploy, type Shift } from './calls';
import { differences, isSame } from './differences';
import { isGone, look, namesOf, readInfo, type Group } from './group';
import { foreign, isTaken } from './make-group';
import { type Wanted } from './wanted';

type Changes = Omit<UpdateDeploymentGroupCommandInput, 'applicationName' | 'currentDeploymentGroupName'>;

function changesOf(group: Group, wanted: Wanted, names: readonly string[]): Changes {
  return {
    ...differences(wanted.settings, group.info),
    ...(wanted.name === group.name ? {} : { newDeploymentGroupName: wanted.name }),
    ...(isSame(names, group.autoScalingGroups) ? {} : { autoScalingGroups: [...names] }),
  };
}

/**
 * CodeDeploy wants a list with every blue/green configuration: the one that the group has at that moment.
 * https://github.com/hashicorp/terraform-provider-aws/pull/5827
 */
async function withCurrentList(group: Group, changes: Changes, shift: Shift): Promise<Changes> {
  if (changes.blueGreenDeploymentConfiguration === undefined || changes.autoScalingGroups !== undefined) return changes;
  return { ...changes, autoScalingGroups: namesOf(await readInfo(group, shift)) };
}

async function send(group: Group, changes: Changes, shift: Shift): Promise<void> {
  const { applicationName, name: currentDeploymentGroupName } = group;
  const input = { ...changes, applicationName, currentDeploymentGroupName };
  const command = new UpdateDeploymentGroupCommand(input);
  const { hooksNotCleanedUp } = await codeDeploy(shift, (client, options) => client.send(command, options));
  const names = namesOf({ autoScalingGroups: hooksNotCleanedUp });
  if (names.length > 0) log({ deploymentGroup: group.name, hooksNotCleanedUp: names });
}

/** Changes what differs, the name too. A rename whose answer got lost looks like a failure when it is tried again. */
export async function revise(
  group: Group,
  wanted: Wanted,
  names: readonly string[],
  identity: Identity,
  shift: Shift,
): Promise<void> {
  const changes = changesOf(group, wanted, names);
  if (Object.keys(changes).length === 0) return;
  const place = { applicationName: group.applicationName, name: wanted.name };
  try {
    await patiently(
      shift,
      // A release has deleted an Auto Scaling group after the list was read.
      (error) => isNamed(error, 'InvalidAutoScalingGroupException') && changes.autoScalingGroups === undefined,
      async () => {
        await send(group, await withCurrentList(group, changes, shift), shift);
      },
    );
  } catch (error) {
    const isLost = isGone(error) || isDenied(error) || isTaken(error);
    if (changes.newDeploymentGroupName === undefined || !isLost) throw error;
    const holder = await look(place, identity, shift);
    if (holder?.id === group.id) return;
    throw isTaken(error) ? foreign(place) : error;
  }
}
