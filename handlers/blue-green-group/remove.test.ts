import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, failNext, writes } from '../shared/fake-service';
import { fleets, instancesOf, launch } from './fake-auto-scaling';
import { change, groups, policy, store, stored, stuckHooks } from './fake-codedeploy';
import { health, loadBalancing, TARGET_GROUP } from './fake-load-balancing';
import {
  account,
  created,
  createEvent,
  deleteEvent,
  fail,
  fleetOf,
  fleetProperties,
  KEY,
  LOGICAL_ID,
  logged,
  MADE_UP_ID,
  properties,
  resetWorld,
  STACK_ID,
  succeed,
  withFleet,
} from './test-support';

beforeEach(resetWorld);

const KEPT = 'The Auto Scaling groups are kept, as they may serve traffic: fleet.';
const denied = awsError('AccessDeniedException', 'Not authorized');
const marks = [
  { Key: 'cdk-delivery:stack', Value: STACK_ID },
  { Key: 'cdk-delivery:resource', Value: LOGICAL_ID },
];

describe('a deletion', () => {
  test('removes the group, and nothing of the user’s own list', async () => {
    const id = await created();
    const answer = await succeed(deleteEvent(id));
    expect(answer).not.toHaveProperty('Reason');
    expect(groups.size).toBe(0);
    expect([...fleets.keys()]).toEqual(['web', 'web-2']);
  });

  test('delivered twice succeeds twice', async () => {
    const id = await created();
    const first = await succeed(deleteEvent(id));
    expect(await succeed(deleteEvent(id))).toEqual(first);
  });

  test('tells the hooks that CodeDeploy has left behind', async () => {
    const id = await created();
    stuckHooks.push('web', 'web-2');
    const { Reason } = await succeed(deleteEvent(id));
    expect(Reason).toBe('CodeDeploy left its lifecycle hooks in web, web-2.');
    expect(JSON.parse(logged[1])).toEqual({ retained: [], hooksNotCleanedUp: ['web', 'web-2'] });
  });

  test('leaves a group of the same name and another id alone', async () => {
    const id = await created();
    groups.clear();
    store(KEY, {}, marks);
    const before = account();
    await succeed(deleteEvent(id));
    expect(account()).toEqual(before);
  });

  test.each([
    ['its answer got lost', true],
    ['it is gone', false],
  ])('succeeds when %s', async (_, isConditioned) => {
    const id = await created();
    if (!isConditioned) policy.stackId = undefined;
    failNext('DeleteGroup', awsError('TimeoutError'), 1, 'after');
    await succeed(deleteEvent(id));
    expect(groups.size).toBe(0);
  });

  test('that is not permitted fails', async () => {
    const id = await created();
    failNext('DeleteGroup', denied, 12);
    expect((await fail(deleteEvent(id))).Reason).toBe('AccessDeniedException: Not authorized');
  });

  test('that CodeDeploy refuses fails', async () => {
    const id = await created();
    failNext('DeleteGroup', awsError('InvalidRoleArnException', 'No'));
    expect((await fail(deleteEvent(id))).Reason).toBe('InvalidRoleArnException: No');
  });

  test.each(['applicationName', 'deploymentGroupName'])('without %s fails', async (key) => {
    const id = await created();
    const { Reason } = await fail(deleteEvent(id, { ...properties, [key]: undefined }));
    expect(Reason).toBe(`ResourceProperties.${key}: must be text of at least one character.`);
  });
});

describe('the fleet of a group that never had a deployment', () => {
  test('is deleted when it serves nobody', async () => {
    const id = await created(withFleet);
    health.set(
      TARGET_GROUP,
      new Map([
        [instancesOf('fleet')[0], 'unhealthy'],
        ['i-other', 'healthy'],
      ]),
    );
    expect(await succeed(deleteEvent(id, withFleet))).not.toHaveProperty('Reason');
    expect([...fleets.keys()]).toEqual(['web', 'web-2']);
    expect(writes().slice(-2)).toEqual(['DeleteFleet', 'DeleteGroup']);
  });

  test('is deleted when its target group is gone', async () => {
    const id = await created(withFleet);
    health.clear();
    await succeed(deleteEvent(id, withFleet));
    expect(fleets.has('fleet')).toBe(false);
  });

  test('is deleted by the next attempt when the first one fails', async () => {
    const id = await created(withFleet);
    failNext('DeleteGroup', awsError('InvalidRoleArnException', 'No'));
    await fail(deleteEvent(id, withFleet));
    expect(await succeed(deleteEvent(id, withFleet))).not.toHaveProperty('Reason');
    expect([fleets.has('fleet'), groups.size]).toEqual([false, 0]);
  });

  test('is kept when one of its instances is healthy', async () => {
    const id = await created(withFleet);
    health.set(TARGET_GROUP, new Map([[instancesOf('fleet')[1], 'healthy']]));
    expect((await succeed(deleteEvent(id, withFleet))).Reason).toBe(KEPT);
    expect(fleets.has('fleet')).toBe(true);
    expect(groups.size).toBe(0);
  });

  test.each<[string, object]>([
    ['behind a classic load balancer', { classicLoadBalancers: ['classic'] }],
    ['without a target group', { targetGroups: undefined }],
  ])('is kept %s', async (_, changes) => {
    const wanted = { ...withFleet, ...changes };
    const id = await created(wanted);
    expect((await succeed(deleteEvent(id, wanted))).Reason).toBe(KEPT);
    expect(fleets.has('fleet')).toBe(true);
  });

  test.each<[string, object]>([
    ['a deployment was attempted', { lastAttemptedDeployment: { deploymentId: 'd-1' } }],
    ['a deployment has succeeded', { lastSuccessfulDeployment: { deploymentId: 'd-1' } }],
    ['the group has another list', { autoScalingGroups: [{ name: 'web' }] }],
  ])('is kept when %s', async (_, changes) => {
    const id = await created(withFleet);
    change(KEY, { info: { ...stored(KEY).info, ...changes } });
    await succeed(deleteEvent(id, withFleet));
    expect(fleets.has('fleet')).toBe(true);
  });

  test('is kept when its marks are not the resource’s', async () => {
    const id = await created(withFleet);
    fleets.delete('fleet');
    launch('fleet');
    expect((await succeed(deleteEvent(id, withFleet))).Reason).toBe(KEPT);
    expect(fleets.has('fleet')).toBe(true);
  });

  test('is kept, and the group too, when the load balancer cannot be asked', async () => {
    const id = await created(withFleet);
    failNext('DescribeHealth', awsError('InvalidTarget', 'No'));
    expect((await fail(deleteEvent(id, withFleet))).Reason).toBe('InvalidTarget: No');
    expect([fleets.has('fleet'), groups.size]).toEqual([true, 1]);
  });

  test('is deleted although Elastic Load Balancing and Auto Scaling tell next to nothing', async () => {
    const id = await created(withFleet);
    fleets.set('fleet', { ...account().fleets.fleet, Instances: undefined });
    loadBalancing.on(DescribeTargetHealthCommand).resolves({});
    await succeed(deleteEvent(id, withFleet));
    expect(fleets.has('fleet')).toBe(false);
    await succeed(deleteEvent(await created(withFleet), withFleet));
    loadBalancing
      .on(DescribeTargetHealthCommand)
      .resolves({ TargetHealthDescriptions: [{ TargetHealth: { State: 'healthy' } }] });
    await succeed(deleteEvent(await created(withFleet), withFleet));
    expect(fleets.has('fleet')).toBe(false);
  });
});

describe('the deletion of what was never made', () => {
  const ids = ['not-created-create-1', MADE_UP_ID];

  test.each(ids)('as %s succeeds', async (id) => {
    await succeed(deleteEvent(id));
    await succeed(deleteEvent(id, withFleet));
    await succeed(deleteEvent(id, { ...withFleet, applicationName: 7, fleet: { autoScalingGroupName: 7 } }));
    await succeed(deleteEvent(id, undefined));
  });

  test.each(ids)('as %s removes what there is when the answer to the creation got lost', async (id) => {
    const before = account();
    await created(withFleet);
    await succeed(deleteEvent(id, withFleet));
    expect(account()).toEqual(before);
  });

  test.each(ids)('as %s removes a fleet whose group was never made', async (id) => {
    const before = account();
    failNext('CreateGroup', awsError('DeploymentGroupLimitExceededException'));
    failNext('DeleteFleet', awsError('ValidationError', 'Protected'));
    await fail(createEvent(withFleet));
    await succeed(deleteEvent(id, withFleet));
    expect(account()).toEqual(before);
  });

  test('keeps a fleet that serves, and tells its name', async () => {
    failNext('CreateGroup', awsError('DeploymentGroupLimitExceededException'));
    failNext('DeleteFleet', awsError('ValidationError', 'Protected'));
    await fail(createEvent(withFleet));
    health.set(TARGET_GROUP, new Map([[instancesOf('fleet')[1], 'healthy']]));
    expect((await succeed(deleteEvent(MADE_UP_ID, withFleet))).Reason).toBe(KEPT);
  });

  test.each(ids)('as %s leaves groups and fleets of others alone', async (id) => {
    store(KEY, {}, [marks[0], { Key: 'cdk-delivery:resource', Value: 'Other' }]);
    launch('fleet');
    const before = account();
    expect(await succeed(deleteEvent(id, withFleet))).not.toHaveProperty('Reason');
    expect(account()).toEqual(before);
  });

  test.each(ids)('as %s does not fail for properties that a creation has refused', async (id) => {
    const refused = { ...fleetOf({ minSize: 'x' }), targetGroups: 'web', tags: 7 };
    await fail(createEvent(refused));
    await succeed(deleteEvent(id, refused));
  });
});

test('the rollback of a stack’s first deployment leaves nothing', async () => {
  const before = account();
  const id = await created({ ...withFleet, fleet: { ...fleetProperties, desiredCapacity: undefined } });
  await succeed(deleteEvent(id, withFleet));
  expect(account()).toEqual(before);
});
