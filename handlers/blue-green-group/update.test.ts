import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { awsError, calls, failNext, forgetCalls, lastInput, writes } from '../shared/fake-service';
import { copyFleet, fleets } from './fake-auto-scaling';
import { change, codeDeploy, groups, listOf, policy, release, store, stored, stuckHooks } from './fake-codedeploy';
import {
  account,
  created,
  deleteEvent,
  fail,
  fleetOf,
  KEY,
  logged,
  properties,
  resetWorld,
  succeed,
  updateEvent,
  withFleet,
} from './test-support';

beforeEach(resetWorld);

const renamed = { ...properties, deploymentGroupName: 'other' };
const NEW_KEY = 'shop/other';

describe('an update', () => {
  test('of nothing writes nothing', async () => {
    const id = await created();
    forgetCalls();
    const answer = await succeed(updateEvent(id, properties));
    expect(answer).toMatchObject({
      PhysicalResourceId: id,
      Data: { DeploymentGroupName: 'blue-green', DeploymentGroupId: id },
    });
    expect(writes()).toEqual([]);
  });

  test('of nothing writes nothing however CodeDeploy tells of it', async () => {
    const id = await created({ ...properties, rollbackEvents: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] });
    const { info } = stored(KEY);
    const told = {
      ...info,
      outdatedInstancesStrategy: undefined,
      terminationHookEnabled: undefined,
      loadBalancerInfo: { ...info.loadBalancerInfo, elbInfoList: [], targetGroupPairInfoList: [] },
      autoRollbackConfiguration: {
        events: ['DEPLOYMENT_STOP_ON_ALARM' as const, 'DEPLOYMENT_FAILURE' as const],
        enabled: true,
      },
      blueGreenDeploymentConfiguration: {
        ...info.blueGreenDeploymentConfiguration,
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' as const, waitTimeInMinutes: 0 },
      },
    };
    change(KEY, { info: told });
    forgetCalls();
    const wanted = { ...properties, rollbackEvents: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] };
    await succeed(updateEvent(id, wanted));
    expect(writes()).toEqual([]);
  });

  test('sends only what differs', async () => {
    const id = await created();
    await succeed(updateEvent(id, { ...properties, rollbackEvents: [], deploymentConfigName: 'Other' }));
    expect(lastInput('UpdateGroup')).toEqual({
      applicationName: 'shop',
      currentDeploymentGroupName: 'blue-green',
      deploymentConfigName: 'Other',
      autoRollbackConfiguration: { enabled: false, events: [] },
    });
  });

  test('of the blue/green configuration sends the list that the group has, as CodeDeploy wants it', async () => {
    const id = await created();
    await succeed(updateEvent(id, { ...properties, terminateBlue: { action: 'KEEP_ALIVE' } }));
    expect(lastInput('UpdateGroup')).toMatchObject({ autoScalingGroups: ['web'] });
  });

  test('reads that list again when a release has replaced it meanwhile', async () => {
    const id = await created();
    failNext('UpdateGroup', awsError('InvalidAutoScalingGroupException', 'No such group'));
    forgetCalls();
    await succeed(updateEvent(id, { ...properties, terminateBlue: { action: 'KEEP_ALIVE' } }));
    expect(calls).toEqual(['GetGroup', 'ListTags', 'ListTags', 'GetGroup', 'UpdateGroup', 'GetGroup', 'UpdateGroup']);
  });

  test('delivered twice ends as if delivered once', async () => {
    const id = await created();
    const event = updateEvent(id, { ...renamed, autoScalingGroups: ['web-2'], tags: [] });
    const first = await succeed(event);
    const after = account();
    forgetCalls();
    expect(await succeed(event)).toEqual(first);
    expect(account()).toEqual(after);
    expect(writes()).toEqual([]);
  });

  test('logs the hooks that CodeDeploy has left behind', async () => {
    const id = await created();
    stuckHooks.push('web');
    await succeed(updateEvent(id, { ...properties, autoScalingGroups: ['web-2'] }));
    expect(JSON.parse(logged[1])).toEqual({ deploymentGroup: 'blue-green', hooksNotCleanedUp: ['web'] });
  });

  test('that fails answers with the id of before', async () => {
    const id = await created();
    failNext('UpdateGroup', awsError('InvalidAlarmConfigException', 'No'));
    const { Reason, PhysicalResourceId } = await fail(
      updateEvent(id, { ...properties, deploymentConfigName: 'Other' }),
    );
    expect([Reason, PhysicalResourceId]).toEqual(['InvalidAlarmConfigException: No', id]);
  });

  test('takes a group of which CodeDeploy tells next to nothing', async () => {
    const id = await created();
    codeDeploy.on(GetDeploymentGroupCommand).resolves({});
    expect((await fail(updateEvent(id, properties))).Reason).toMatch(/^InvalidBlueGreenDeploymentConfiguration/);
  });
});

describe('tags', () => {
  test('come and go as they are wanted, and those of others stay', async () => {
    const id = await created({
      ...properties,
      tags: [
        { key: 'team', value: 'web' },
        { key: 'old', value: '' },
      ],
    });
    change(KEY, { tags: { ...stored(KEY).tags, theirs: 'x', 'aws:theirs': 'y' } });
    const wanted = [
      { key: 'team', value: 'shop' },
      { key: 'new', value: '' },
    ];
    const before = [
      ...wanted,
      { key: 'old', value: '' },
      { key: 'aws:theirs', value: 'y' },
      { key: 'gone', value: '' },
    ];
    await succeed(updateEvent(id, { ...properties, tags: wanted }, { ...properties, tags: before }));
    expect(stored(KEY).tags).toMatchObject({ team: 'shop', new: '', theirs: 'x', 'aws:theirs': 'y' });
    expect(stored(KEY).tags).not.toHaveProperty('old');
    expect(lastInput('UntagGroup')).toMatchObject({ TagKeys: ['old'] });
  });

  test('that are the marks come back when one was changed by hand', async () => {
    const id = await created();
    const { tags } = account().groups[KEY];
    change(KEY, { tags: { ...tags, 'cdk-delivery:resource': 'Other' } });
    await succeed(updateEvent(id, properties));
    expect(stored(KEY).tags).toEqual(tags);
  });

  test('without what was applied are mended without touching the list', async () => {
    const id = await created();
    const { tags } = account().groups[KEY];
    change(KEY, { tags: { ...tags, 'cdk-delivery:auto-scaling-groups': '' } });
    forgetCalls();
    await succeed(updateEvent(id, properties));
    expect(stored(KEY).tags).toEqual(tags);
    expect(writes()).toEqual(['TagGroup']);
  });

  test('without what was applied let the list be sent when nothing is known of before', async () => {
    const id = await created();
    change(KEY, { tags: { ...stored(KEY).tags, 'cdk-delivery:auto-scaling-groups': 'x' } });
    await succeed(updateEvent(id, { ...properties, autoScalingGroups: ['web-2'] }, 'unreadable'));
    expect(listOf(KEY)).toEqual(['web-2']);
  });
});

describe('a rename', () => {
  test('keeps the group, its id and its tags', async () => {
    const id = await created();
    const { tags } = account().groups[KEY];
    const answer = await succeed(updateEvent(id, renamed));
    expect(answer).toMatchObject({ PhysicalResourceId: id, Data: { DeploymentGroupName: 'other' } });
    expect([...groups.keys()]).toEqual([NEW_KEY]);
    expect(stored(NEW_KEY).tags).toEqual(tags);
  });

  test('onto the name of another group changes nothing of that one', async () => {
    const id = await created();
    store(NEW_KEY);
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(updateEvent(id, renamed));
    expect(Reason).toBe(
      'A deployment group named other exists already in application shop and does not belong to this resource. ' +
        'Choose another deploymentGroupName, or delete that group.',
    );
    expect(PhysicalResourceId).toBe(id);
    expect(account()).toEqual(before);
  });

  test.each([true, false])('whose answer got lost is made: with a conditioned policy %s', async (isConditioned) => {
    const id = await created();
    if (!isConditioned) policy.stackId = undefined;
    failNext('UpdateGroup', awsError('TimeoutError'), 1, 'after');
    await succeed(updateEvent(id, renamed));
    expect(stored(NEW_KEY).info.deploymentGroupId).toBe(id);
  });

  test('that is not permitted fails with the words of IAM', async () => {
    const id = await created();
    failNext('UpdateGroup', awsError('AccessDeniedException', 'Not authorized'), 12);
    expect((await fail(updateEvent(id, renamed))).Reason).toBe('AccessDeniedException: Not authorized');
  });

  test('that CodeDeploy refuses fails', async () => {
    const id = await created();
    failNext('UpdateGroup', awsError('InvalidDeploymentGroupNameException', 'Too long'));
    expect((await fail(updateEvent(id, renamed))).Reason).toBe('InvalidDeploymentGroupNameException: Too long');
  });

  test('onto a name that cannot be looked at fails with the words of CodeDeploy', async () => {
    const id = await created();
    store(NEW_KEY);
    codeDeploy
      .on(GetDeploymentGroupCommand, { deploymentGroupName: 'other' })
      .rejects(awsError('InvalidApplicationNameException', 'No'));
    expect((await fail(updateEvent(id, renamed))).Reason).toBe('InvalidApplicationNameException: No');
  });
});

describe('a group that was deleted by hand', () => {
  test.each([true, false])('is made again, with a new id: with a conditioned policy %s', async (isConditioned) => {
    const id = await created();
    groups.clear();
    if (!isConditioned) policy.stackId = undefined;
    const { PhysicalResourceId } = await succeed(updateEvent(id, properties));
    expect(PhysicalResourceId).not.toBe(id);
    expect(stored(KEY).info.deploymentGroupId).toBe(PhysicalResourceId);
    const after = account();
    await succeed(deleteEvent(id));
    expect(account()).toEqual(after);
  });

  test('is found when an update that failed has made it again', async () => {
    const id = await created();
    groups.clear();
    const { PhysicalResourceId } = await succeed(updateEvent(id, properties));
    expect((await succeed(updateEvent(id, properties))).PhysicalResourceId).toBe(PhysicalResourceId);
  });

  test('is not made again in place of another’s', async () => {
    const id = await created();
    groups.clear();
    store(KEY);
    expect((await fail(updateEvent(id, properties))).Reason).toMatch(/^A deployment group named blue-green exists/);
  });

  test('gets the newest of its fleets back, as it is wanted now', async () => {
    const id = await created(withFleet);
    release(KEY, 'd-1', true);
    const green = release(KEY, 'd-2', true);
    copyFleet('fleet', 'leaving');
    fleets.set('leaving', { ...account().fleets.leaving, Status: 'Delete in progress' });
    groups.clear();
    await succeed(updateEvent(id, fleetOf({ maxSize: '9' }), withFleet));
    expect(listOf(KEY)).toEqual([green]);
    expect(fleets.get(green)?.MaxSize).toBe(9);
    expect(fleets.get('fleet')?.MaxSize).toBe(4);
  });

  test('gets a new fleet when none is left', async () => {
    const id = await created(withFleet);
    groups.clear();
    fleets.clear();
    await succeed(updateEvent(id, withFleet, withFleet));
    expect([...fleets.keys()]).toEqual(['fleet']);
  });
});

test('a group that cannot be read fails with the words of CodeDeploy', async () => {
  const id = await created();
  failNext('GetGroup', awsError('InvalidApplicationNameException', 'No'));
  expect((await fail(updateEvent(id, properties))).Reason).toBe('InvalidApplicationNameException: No');
});

describe('a group that permission hides', () => {
  const denied = awsError('AccessDeniedException', 'Not authorized');

  test('is waited for', async () => {
    const id = await created();
    failNext('GetGroup', denied, 3);
    expect((await succeed(updateEvent(id, renamed))).PhysicalResourceId).toBe(id);
    expect(writes()).toEqual(['CreateGroup', 'UpdateGroup']);
  });

  test('for a minute is found by its name', async () => {
    const id = await created();
    failNext('GetGroup', denied, 8);
    const wanted = { ...properties, deploymentConfigName: 'Other' };
    expect((await succeed(updateEvent(id, wanted))).PhysicalResourceId).toBe(id);
    expect(stored(KEY).info.deploymentConfigName).toBe('Other');
  });

  test('for a minute and then fails answers with the id of before', async () => {
    const id = await created();
    failNext('GetGroup', denied, 8);
    failNext('UpdateGroup', awsError('InvalidAlarmConfigException', 'No'));
    const answer = await fail(updateEvent(id, { ...properties, deploymentConfigName: 'Other' }));
    expect([answer.Reason, answer.PhysicalResourceId]).toEqual(['InvalidAlarmConfigException: No', id]);
  });
});
