import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { ResourceFailure } from '../shared/custom-resource';
import { codeDeploy, type Shift } from './calls';
import { type Place } from './wanted';

/** A running release has copied the fleet as it was: a change would be lost with blue, and green be without it. */
export async function refuseWhileRunning({ applicationName, name }: Place, shift: Shift): Promise<void> {
  const command = new ListDeploymentsCommand({
    applicationName,
    deploymentGroupName: name,
    includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
  });
  const { deployments = [] } = await codeDeploy(shift, (client, options) => client.send(command, options));
  if (deployments.length === 0) return;
  throw new ResourceFailure(
    `The fleet cannot be changed while deployment ${deployments.join(', ')} to deployment group ${name} is running: ` +
      'it has copied the fleet already. Wait for it or stop it, then deploy the stack again.',
  );
}
