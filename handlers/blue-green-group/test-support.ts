import { AutoScalingClient, type AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { resetServices } from '../shared/fake-service';
import { eventsOf, outside, resetOutside, STACK_ID, type Properties } from '../shared/test-support';
import { fleets, resetAutoScaling } from './fake-auto-scaling';
import { groups, resetCodeDeploy, type StoredGroup } from './fake-codedeploy';
import { resetLoadBalancing, TARGET_GROUP } from './fake-load-balancing';
import { handle } from './handle';
import { type Services } from './services';

export {
  answers,
  clock,
  fetchAnswer,
  logged,
  MINUTE,
  RESPONSE_URL,
  sleeps,
  STACK_ID,
  START,
  type Answer,
  type Properties,
} from '../shared/test-support';

export const LOGICAL_ID = 'WebGroup12AB34CD';
export const KEY = 'shop/blue-green';
/** The id that CloudFormation makes up when a creation has given no answer. */
export const MADE_UP_ID = `delivery-${LOGICAL_ID}-1X2Y3Z4A5B6C`;

/** On the Auto Scaling group web of the user's own. */
export const properties: Properties = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:blue-green-group',
  applicationName: 'shop',
  deploymentGroupName: 'blue-green',
  serviceRoleArn: 'arn:aws:iam::111111111111:role/deploy',
  deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
  autoScalingGroups: ['web'],
  targetGroups: [{ name: 'web', arn: TARGET_GROUP }],
  ready: { action: 'CONTINUE_DEPLOYMENT' },
  terminateBlue: { action: 'TERMINATE', waitMinutes: '5' },
  alarms: { enabled: 'true', ignorePollFailure: 'false', names: ['errors'] },
  rollbackEvents: ['DEPLOYMENT_FAILURE'],
  triggers: [{ name: 'tell', topicArn: 'arn:aws:sns:eu-west-1:111111111111:topic', events: ['DeploymentFailure'] }],
  tags: [{ key: 'team', value: 'web' }],
};

export const fleetProperties = {
  autoScalingGroupName: 'fleet',
  launchTemplateId: 'lt-1',
  launchTemplateVersion: '1',
  subnetIds: ['subnet-1', 'subnet-2'],
  minSize: '2',
  maxSize: '4',
  desiredCapacity: '2',
  healthCheckType: 'ELB',
  healthCheckGracePeriod: '60',
  tags: [{ key: 'Name', value: 'shop' }],
};

/** With a fleet of the resource's own. */
export const withFleet: Properties = { ...properties, autoScalingGroups: undefined, fleet: fleetProperties };

export function fleetOf(changes: object): Properties {
  return { ...withFleet, fleet: { ...fleetProperties, ...changes } };
}

export const services: Services = {
  codeDeploy: new CodeDeployClient({}),
  autoScaling: new AutoScalingClient({}),
  loadBalancing: new ElasticLoadBalancingV2Client({}),
  ...outside,
};

export function resetWorld(): void {
  resetServices();
  resetAutoScaling();
  resetCodeDeploy(STACK_ID);
  resetLoadBalancing();
  resetOutside();
}

export const { createEvent, updateEvent, deleteEvent, deliver, succeed, fail } = eventsOf({
  LogicalResourceId: LOGICAL_ID,
  ResourceType: 'Custom::BlueGreenGroup',
  properties,
  handle: (event) => handle(event, services),
});

/** Makes the group, and gives its id. */
export async function created(wanted: Properties = properties): Promise<string> {
  return (await succeed(createEvent(wanted))).PhysicalResourceId;
}

export interface Account {
  readonly groups: Readonly<Record<string, StoredGroup>>;
  readonly fleets: Readonly<Record<string, AutoScalingGroup>>;
}

/** All that there is. */
export function account(): Account {
  return structuredClone({ groups: Object.fromEntries(groups), fleets: Object.fromEntries(fleets) });
}
