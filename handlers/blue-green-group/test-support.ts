import { AutoScalingClient, type AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fleets, resetAutoScaling } from './fake-auto-scaling';
import { groups, resetCodeDeploy, type StoredGroup } from './fake-codedeploy';
import { resetLoadBalancing, TARGET_GROUP } from './fake-load-balancing';
import { resetServices } from './fake-service';
import { handle } from './handle';
import { type Services } from './services';

export const START = Date.UTC(2026, 10, 2, 9, 0, 0);
export const MINUTE = 60 * 1000;
export const STACK_ID =
  'arn:aws:cloudformation:eu-west-1:111111111111:stack/delivery/5c1e0000-0000-4000-8000-000000000000';
export const LOGICAL_ID = 'WebGroup12AB34CD';
export const RESPONSE_URL = 'https://answers.example.com/stack?signature=topsecret';
export const KEY = 'shop/blue-green';
/** The id that CloudFormation makes up when a creation has given no answer. */
export const MADE_UP_ID = `delivery-${LOGICAL_ID}-1X2Y3Z4A5B6C`;

export type Properties = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

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

export const clock = { now: START };
export const sleeps: number[] = [];
export const logged: string[] = [];
export const answers: Answer[] = [];

function answered(_url: unknown, init?: RequestInit): Promise<Response> {
  answers.push(JSON.parse(init?.body as string) as Answer);
  return Promise.resolve(new Response());
}

export const fetchAnswer = jest.fn<Promise<Response>, Parameters<typeof fetch>>();

export const services: Services = {
  codeDeploy: new CodeDeployClient({}),
  autoScaling: new AutoScalingClient({}),
  loadBalancing: new ElasticLoadBalancingV2Client({}),
  fetch: fetchAnswer,
  sleep: (milliseconds) => {
    sleeps.push(milliseconds);
    clock.now += milliseconds;
    return Promise.resolve();
  },
  now: () => clock.now,
};

export function resetWorld(): void {
  resetServices();
  resetAutoScaling();
  resetCodeDeploy(STACK_ID);
  resetLoadBalancing();
  clock.now = START;
  for (const list of [sleeps, logged, answers]) list.length = 0;
  fetchAnswer.mockReset().mockImplementation(answered);
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
}

function eventOf(RequestType: string, RequestId: string, rest: object): object {
  return {
    RequestType,
    RequestId,
    ResponseURL: RESPONSE_URL,
    StackId: STACK_ID,
    LogicalResourceId: LOGICAL_ID,
    ResourceType: 'Custom::BlueGreenGroup',
    ...rest,
  };
}

export function createEvent(ResourceProperties: unknown = properties, requestId = 'create-1'): object {
  return eventOf('Create', requestId, { ResourceProperties });
}

export function updateEvent(
  PhysicalResourceId: string,
  ResourceProperties: unknown,
  OldResourceProperties: unknown = properties,
  requestId = 'update-1',
): object {
  return eventOf('Update', requestId, { PhysicalResourceId, ResourceProperties, OldResourceProperties });
}

export function deleteEvent(PhysicalResourceId: string, ResourceProperties: unknown = properties): object {
  return eventOf('Delete', 'delete-1', { PhysicalResourceId, ResourceProperties });
}

/** Delivers an event, and gives the one answer to it. Every delivery starts with time of its own. */
export async function deliver(event: object): Promise<Answer> {
  answers.length = 0;
  await handle(event, services);
  expect(answers).toHaveLength(1);
  return answers[0];
}

/** Delivers an event that must succeed. */
export async function succeed(event: object): Promise<Answer> {
  const answer = await deliver(event);
  expect(answer).toMatchObject({ Status: 'SUCCESS' });
  return answer;
}

/** Delivers an event that must fail. */
export async function fail(event: object): Promise<Answer & { readonly Reason: string }> {
  const answer = await deliver(event);
  expect(answer).toMatchObject({ Status: 'FAILED' });
  expect(answer.Data).toBeUndefined();
  return { ...answer, Reason: answer.Reason ?? '' };
}

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
