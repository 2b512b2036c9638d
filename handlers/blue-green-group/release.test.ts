import { awsError, failNext, forgetCalls, lastInput, writes } from '../shared/fake-service';
import { fleets, fleetTags, launch } from './fake-auto-scaling';
import { change, listOf, release, stored } from './fake-codedeploy';
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

const onWeb2 = { ...properties, autoScalingGroups: ['web-2'] };
const broken = awsError('InvalidAlarmConfigException', 'No');

function rollback(id: string, wanted: object, failed: object): object {
  return updateEvent(id, wanted, failed, 'rollback-1');
}

describe('after a release', () => {
  test.each([properties, withFleet])('an update of nothing writes nothing %#', async (wanted) => {
    const id = await created(wanted);
    release(KEY, 'd-1');
    forgetCalls();
    await succeed(updateEvent(id, wanted, wanted));
    expect(writes()).toEqual([]);
  });

  test('an update of settings leaves the copy in its place', async () => {
    const id = await created();
    const green = release(KEY, 'd-1');
    await succeed(updateEvent(id, { ...properties, rollbackEvents: [] }));
    expect(lastInput('UpdateGroup')).not.toHaveProperty('autoScalingGroups');
    await succeed(updateEvent(id, { ...properties, terminateBlue: { action: 'KEEP_ALIVE' } }));
    expect(listOf(KEY)).toEqual([green]);
  });

  test('an update of the user’s list sends it', async () => {
    const id = await created();
    release(KEY, 'd-1');
    await succeed(updateEvent(id, onWeb2));
    expect(listOf(KEY)).toEqual(['web-2']);
  });

  test('the name of the fleet alone makes no second one', async () => {
    const id = await created(withFleet);
    const green = release(KEY, 'd-1');
    forgetCalls();
    await succeed(updateEvent(id, fleetOf({ autoScalingGroupName: 'fleet-2' }), withFleet));
    expect(writes()).toEqual([]);
    expect([...fleets.keys()]).toEqual(['web', 'web-2', green]);
  });

  test('a deletion keeps the fleet and tells its name', async () => {
    const id = await created(withFleet);
    const green = release(KEY, 'd-1');
    release(KEY, 'd-2', true);
    const { Reason } = await succeed(deleteEvent(id, withFleet));
    expect(Reason).toBe('The Auto Scaling groups are kept, as they may serve traffic: CodeDeploy_blue-green_d-2.');
    expect(JSON.parse(logged[1])).toEqual({ retained: ['CodeDeploy_blue-green_d-2'], hooksNotCleanedUp: [] });
    expect(account().groups).toEqual({});
    expect([...fleets.keys()]).toEqual(['web', 'web-2', green, 'CodeDeploy_blue-green_d-2']);
  });
});

describe('the rollback of an update of the list after a release', () => {
  test('that succeeded goes back to the copy, not to what is gone', async () => {
    const id = await created();
    const green = release(KEY, 'd-1');
    await succeed(updateEvent(id, onWeb2));
    await succeed(rollback(id, properties, onWeb2));
    expect(listOf(KEY)).toEqual([green]);
    forgetCalls();
    await succeed(rollback(id, properties, onWeb2));
    expect(writes()).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'that failed %s CodeDeploy heard of it goes back to the copy',
    async (moment) => {
      const id = await created();
      const green = release(KEY, 'd-1');
      failNext('UpdateGroup', broken, 1, moment);
      await fail(updateEvent(id, onWeb2));
      await succeed(rollback(id, properties, onWeb2));
      expect(listOf(KEY)).toEqual([green]);
      await succeed(updateEvent(id, onWeb2, properties, 'update-2'));
      expect(listOf(KEY)).toEqual(['web-2']);
    },
  );

  test('that failed before it was noted down goes back to the copy', async () => {
    const id = await created();
    const green = release(KEY, 'd-1');
    failNext('TagGroup', awsError('InvalidTagsToAddException', 'No'));
    await fail(updateEvent(id, onWeb2));
    forgetCalls();
    await succeed(rollback(id, properties, onWeb2));
    expect(listOf(KEY)).toEqual([green]);
    expect(writes()).toEqual([]);
  });

  test('that failed can be tried again', async () => {
    const id = await created();
    release(KEY, 'd-1');
    failNext('UpdateGroup', broken);
    await fail(updateEvent(id, onWeb2));
    await succeed(updateEvent(id, onWeb2));
    expect(listOf(KEY)).toEqual(['web-2']);
  });

  test('of which the copy is too strange a name for a tag keeps what there is', async () => {
    launch('web!');
    const strange = { ...properties, autoScalingGroups: ['web!'] };
    const id = await created(strange);
    await succeed(updateEvent(id, onWeb2, strange));
    await succeed(rollback(id, strange, onWeb2));
    expect(listOf(KEY)).toEqual(['web!']);
  });

  test('with a release in between keeps the copy that this one has made', async () => {
    const id = await created();
    release(KEY, 'd-1');
    failNext('UpdateGroup', broken);
    await fail(updateEvent(id, onWeb2));
    const green = release(KEY, 'd-2');
    await succeed(rollback(id, properties, onWeb2));
    expect(listOf(KEY)).toEqual([green]);
  });

  test('to a list that came back goes to that list', async () => {
    const id = await created();
    release(KEY, 'd-1');
    await succeed(updateEvent(id, onWeb2));
    release(KEY, 'd-2');
    launch('web');
    await succeed(updateEvent(id, properties, onWeb2, 'update-2'));
    expect(listOf(KEY)).toEqual(['web']);
  });
});

describe('from a fleet to the user’s list and back', () => {
  test('makes a fleet, and goes back to its copy', async () => {
    const id = await created();
    await succeed(updateEvent(id, withFleet));
    expect(listOf(KEY)).toEqual(['fleet']);
    const green = release(KEY, 'd-1');
    await succeed(updateEvent(id, onWeb2, withFleet, 'update-2'));
    expect(listOf(KEY)).toEqual(['web-2']);
    await succeed(rollback(id, withFleet, onWeb2));
    expect(listOf(KEY)).toEqual([green]);
    expect(fleets.has('fleet')).toBe(false);
  });

  test('makes a new fleet when the list was released meanwhile', async () => {
    const id = await created(withFleet);
    await succeed(updateEvent(id, onWeb2, withFleet));
    release(KEY, 'd-1');
    fleets.delete('fleet');
    await succeed(updateEvent(id, withFleet, onWeb2, 'update-2'));
    expect(listOf(KEY)).toEqual(['fleet']);
  });

  test('takes a fleet that lives on, and brings it to what is wanted now', async () => {
    const id = await created(withFleet);
    await succeed(updateEvent(id, onWeb2, withFleet));
    release(KEY, 'd-1');
    await succeed(updateEvent(id, fleetOf({ launchTemplateVersion: '2' }), onWeb2, 'update-2'));
    expect(listOf(KEY)).toEqual(['fleet']);
    expect(fleets.get('fleet')?.LaunchTemplate?.Version).toBe('2');
  });

  test('keeps a fleet of the resource that a release made after an update failed', async () => {
    const id = await created(withFleet);
    failNext('UpdateGroup', broken);
    await fail(updateEvent(id, onWeb2, withFleet));
    const green = release(KEY, 'd-1');
    await succeed(rollback(id, withFleet, onWeb2));
    expect(listOf(KEY)).toEqual([green]);
    expect(fleets.has('fleet')).toBe(false);
  });

  test('deletes the fleet that it made when the update fails', async () => {
    const id = await created();
    const before = account();
    failNext('UpdateGroup', broken);
    expect((await fail(updateEvent(id, withFleet))).Reason).toBe('InvalidAlarmConfigException: No');
    expect(Object.keys(account().fleets)).toEqual(Object.keys(before.fleets));
    await succeed(rollback(id, properties, withFleet));
    expect(listOf(KEY)).toEqual(['web']);
  });

  test('keeps what there is when the group has no list any more', async () => {
    const id = await created();
    change(KEY, { info: { ...stored(KEY).info, autoScalingGroups: [] } });
    await succeed(updateEvent(id, onWeb2));
    expect(listOf(KEY)).toEqual(['web-2']);
    change(KEY, { info: { ...stored(KEY).info, autoScalingGroups: undefined } });
    await succeed(updateEvent(id, withFleet, onWeb2));
    expect(listOf(KEY)).toEqual(['fleet']);
  });
});

describe('a new machine image', () => {
  const wanted = fleetOf({ launchTemplateVersion: '2' });

  test.each([false, true])('changes the fleet that is there, and no instance: released %s', async (isReleased) => {
    const id = await created(withFleet);
    const name = isReleased ? release(KEY, 'd-1') : 'fleet';
    const { Instances } = account().fleets[name];
    forgetCalls();
    await succeed(updateEvent(id, wanted, withFleet));
    expect(writes()).toEqual(['UpdateFleet']);
    expect(lastInput('UpdateFleet')).toEqual({
      AutoScalingGroupName: name,
      LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '2' },
    });
    expect(account().fleets[name].Instances).toEqual(Instances);
  });

  test('while a deployment is running fails before anything is written, with the cure', async () => {
    const id = await created(withFleet);
    change(KEY, { running: ['d-7'] });
    forgetCalls();
    const { Reason } = await fail(updateEvent(id, { ...wanted, rollbackEvents: [] }, withFleet));
    expect(Reason).toBe(
      'The fleet cannot be changed while deployment d-7 to deployment group blue-green is running: it has copied the ' +
        'fleet already. Wait for it or stop it, then deploy the stack again.',
    );
    expect(writes()).toEqual([]);
    await succeed(rollback(id, withFleet, wanted));
    expect(writes()).toEqual([]);
  });

  test('is rolled back', async () => {
    const id = await created(withFleet);
    const before = account();
    await succeed(updateEvent(id, wanted, withFleet));
    await succeed(rollback(id, withFleet, wanted));
    expect(account()).toEqual(before);
  });

  test('is kept by the next release', async () => {
    const id = await created(withFleet);
    await succeed(updateEvent(id, wanted, withFleet));
    const green = release(KEY, 'd-1');
    expect(fleets.get(green)?.LaunchTemplate?.Version).toBe('2');
    forgetCalls();
    await succeed(updateEvent(id, wanted, wanted, 'update-2'));
    expect(writes()).toEqual([]);
  });
});

describe('the settings of a fleet', () => {
  test('are changed where they differ, and no others', async () => {
    const id = await created(withFleet);
    change(KEY, { running: [] });
    const wanted = fleetOf({
      launchTemplateId: 'lt-2',
      subnetIds: ['subnet-2', 'subnet-3'],
      minSize: '1',
      maxSize: '8',
      healthCheckType: 'EC2',
      healthCheckGracePeriod: '0',
      tags: [
        { key: 'Name', value: 'shop' },
        { key: 'team', value: 'web' },
      ],
    });
    await succeed(updateEvent(id, wanted, withFleet));
    expect(lastInput('UpdateFleet')).toEqual({
      AutoScalingGroupName: 'fleet',
      LaunchTemplate: { LaunchTemplateId: 'lt-2', Version: '1' },
      VPCZoneIdentifier: 'subnet-2,subnet-3',
      MinSize: 1,
      MaxSize: 8,
      HealthCheckType: 'EC2',
      HealthCheckGracePeriod: 0,
    });
    expect(fleetTags('fleet')).toMatchObject({ Name: 'shop', team: 'web' });
    expect(lastInput('TagFleet')).toMatchObject({ Tags: [{ Key: 'team', PropagateAtLaunch: true }] });
  });

  test('in another order are the same', async () => {
    const id = await created(withFleet);
    forgetCalls();
    await succeed(updateEvent(id, fleetOf({ subnetIds: ['subnet-2', 'subnet-1'] }), withFleet));
    expect(writes()).toEqual([]);
  });

  test('leave the capacity to scaling, until another one is wanted', async () => {
    const id = await created(withFleet);
    fleets.set('fleet', { ...account().fleets.fleet, DesiredCapacity: 4 });
    const larger = fleetOf({ maxSize: '8' });
    await succeed(updateEvent(id, larger, withFleet));
    expect(fleets.get('fleet')?.DesiredCapacity).toBe(4);
    await succeed(updateEvent(id, larger, 'unreadable'));
    await succeed(updateEvent(id, fleetOf({ maxSize: '8', desiredCapacity: undefined }), larger));
    expect(fleets.get('fleet')?.DesiredCapacity).toBe(4);
    await succeed(updateEvent(id, fleetOf({ maxSize: '8', desiredCapacity: '3' }), larger));
    expect(fleets.get('fleet')?.DesiredCapacity).toBe(3);
  });

  test('that failed leave a capacity alone that scaling has changed meanwhile', async () => {
    const id = await created(withFleet);
    fleets.set('fleet', { ...account().fleets.fleet, DesiredCapacity: 4 });
    const wanted = fleetOf({ desiredCapacity: '3' });
    failNext('UpdateFleet', awsError('ValidationError', 'No'));
    await fail(updateEvent(id, wanted, withFleet));
    await succeed(rollback(id, withFleet, wanted));
    expect(fleets.get('fleet')?.DesiredCapacity).toBe(4);
  });

  test('without a note of the capacity get one, and leave the capacity alone', async () => {
    const id = await created(withFleet);
    const { Tags, ...rest } = account().fleets.fleet;
    const others = Tags?.filter(({ Key }) => Key !== 'cdk-delivery:desired-capacity');
    fleets.set('fleet', { ...rest, Tags: others, DesiredCapacity: 4 });
    await succeed(updateEvent(id, withFleet, withFleet));
    expect(fleets.get('fleet')?.DesiredCapacity).toBe(4);
    expect(fleetTags('fleet')).toMatchObject({ 'cdk-delivery:desired-capacity': '2' });
  });

  test('are not asked of an Auto Scaling group that is gone or going', async () => {
    const id = await created(withFleet);
    fleets.set('fleet', { ...account().fleets.fleet, Status: 'Delete in progress' });
    forgetCalls();
    await succeed(updateEvent(id, fleetOf({ maxSize: '8' }), withFleet));
    fleets.delete('fleet');
    await succeed(updateEvent(id, fleetOf({ maxSize: '8' }), withFleet));
    expect(writes()).toEqual([]);
  });
});
