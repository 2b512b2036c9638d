import { calls } from '../shared/fake-service';
import { createEvent, fail, fleetProperties, properties, resetWorld, withFleet } from './test-support';

beforeEach(resetWorld);

const TEXT = 'must be text of at least one character.';
const LIST = 'must be a list of texts of at least one character.';
const WHOLE = 'must be a whole number.';
const SOURCE = 'is needed, or else ResourceProperties.fleet, and not both.';

test.each<[string, object, string]>([
  ['applicationName', { applicationName: undefined }, TEXT],
  ['deploymentGroupName', { deploymentGroupName: '' }, TEXT],
  ['serviceRoleArn', { serviceRoleArn: 7 }, TEXT],
  ['deploymentConfigName', { deploymentConfigName: null }, TEXT],
  ['autoScalingGroups', { autoScalingGroups: undefined }, SOURCE],
  ['autoScalingGroups', { fleet: fleetProperties }, SOURCE],
  ['autoScalingGroups', { autoScalingGroups: 'web' }, LIST],
  ['autoScalingGroups.0', { autoScalingGroups: [] }, TEXT],
  ['targetGroups', { targetGroups: 'web' }, 'must be a list.'],
  ['targetGroups[0].name', { targetGroups: [{ arn: 'arn' }] }, TEXT],
  ['classicLoadBalancers', { classicLoadBalancers: [1] }, LIST],
  ['ready.action', { ready: undefined }, 'must be one of CONTINUE_DEPLOYMENT, STOP_DEPLOYMENT.'],
  ['ready.waitMinutes', { ready: { action: 'STOP_DEPLOYMENT', waitMinutes: 'x' } }, WHOLE],
  [
    'ready.waitMinutes',
    { ready: { action: 'CONTINUE_DEPLOYMENT', waitMinutes: '5' } },
    'goes only with the action STOP_DEPLOYMENT.',
  ],
  ['terminateBlue.action', { terminateBlue: { action: 'DROP' } }, 'must be one of KEEP_ALIVE, TERMINATE.'],
  ['alarms.enabled', { alarms: { enabled: true } }, 'must be one of true, false.'],
  ['rollbackEvents', { rollbackEvents: undefined }, LIST],
  [
    'rollbackEvents.0',
    { rollbackEvents: ['SNOW'] },
    'must be one of DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_STOP_ON_REQUEST.',
  ],
  ['triggers[0].topicArn', { triggers: [{ name: 'tell', events: [] }] }, TEXT],
  ['outdatedInstances', { outdatedInstances: 'LATER' }, 'must be one of IGNORE, UPDATE.'],
  ['terminationHook', { terminationHook: 'yes' }, 'must be one of true, false.'],
  ['tags[0].key', { tags: [{ value: 'web' }] }, TEXT],
  ['tags[0].value', { tags: [{ key: 'team' }] }, TEXT],
])('the property %s is refused before anything is called: %j', async (key, changes, end) => {
  const { Reason, PhysicalResourceId } = await fail(createEvent({ ...properties, ...changes }));
  expect(Reason).toBe(`ResourceProperties.${key}: ${end}`);
  expect(PhysicalResourceId).toBe('not-created-create-1');
  expect(calls).toEqual([]);
});

test.each<[string, object, string]>([
  ['autoScalingGroupName', { autoScalingGroupName: '' }, TEXT],
  ['launchTemplateId', { launchTemplateId: undefined }, TEXT],
  ['launchTemplateVersion', { launchTemplateVersion: '$Latest' }, WHOLE],
  ['subnetIds', { subnetIds: undefined }, LIST],
  ['minSize', { minSize: '-1' }, WHOLE],
  ['maxSize', { maxSize: undefined }, TEXT],
  ['desiredCapacity', { desiredCapacity: '1.5' }, WHOLE],
  ['healthCheckType', { healthCheckType: 'TCP' }, 'must be one of EC2, ELB.'],
  ['healthCheckGracePeriod', { healthCheckGracePeriod: 60 }, TEXT],
  ['tags[0].value', { tags: [{ key: 'Name', value: 7 }] }, TEXT],
])('the property fleet.%s is refused before anything is called: %j', async (key, changes, end) => {
  const fleet = { ...fleetProperties, ...changes };
  expect((await fail(createEvent({ ...withFleet, fleet }))).Reason).toBe(`ResourceProperties.fleet.${key}: ${end}`);
  expect(calls).toEqual([]);
});

test.each([null, 'text', 7, []])('properties that are %j are refused', async (value) => {
  expect((await fail(createEvent(value))).Reason).toBe(`ResourceProperties.applicationName: ${TEXT}`);
});
