import { awsError, failNext, forgetCalls, writes } from '../shared/fake-service';
import { fleets, fleetTags } from './fake-auto-scaling';
import { groups, listOf, release, stored } from './fake-codedeploy';
import {
  account,
  created,
  deleteEvent,
  fail,
  fleetOf,
  KEY,
  properties,
  resetWorld,
  succeed,
  updateEvent,
  withFleet,
} from './test-support';

beforeEach(resetWorld);

const NEW_KEY = 'shop-2/blue-green';
const elsewhere = { applicationName: 'shop-2' };
const moved = { ...properties, ...elsewhere };
const movedFleet = { ...withFleet, ...elsewhere };
const broken = awsError('InvalidTagsToAddException', 'No');

describe('another application', () => {
  test.each([
    [properties, moved],
    [withFleet, movedFleet],
  ])('gets a new group with what the old one has now %#', async (before, after) => {
    const id = await created(before);
    const green = release(KEY, 'd-1');
    const { PhysicalResourceId } = await succeed(updateEvent(id, after, before));
    expect(PhysicalResourceId).not.toBe(id);
    expect(stored(NEW_KEY).info.deploymentGroupId).toBe(PhysicalResourceId);
    expect([listOf(KEY), listOf(NEW_KEY)]).toEqual([[green], [green]]);
    await succeed(deleteEvent(id, before));
    expect([...groups.keys()]).toEqual([NEW_KEY]);
    expect(fleets.has(green)).toBe(true);
    forgetCalls();
    await succeed(updateEvent(PhysicalResourceId, after, after, 'update-2'));
    expect(writes()).toEqual([]);
  });

  test('with another list gets that one', async () => {
    const id = await created();
    await succeed(updateEvent(id, { ...moved, autoScalingGroups: ['web-2'] }));
    expect([listOf(KEY), listOf(NEW_KEY)]).toEqual([['web'], ['web-2']]);
  });

  test('brings the fleet to what is wanted', async () => {
    const id = await created(withFleet);
    await succeed(updateEvent(id, { ...fleetOf({ maxSize: '8' }), ...elsewhere }, withFleet));
    expect(fleets.get('fleet')?.MaxSize).toBe(8);
  });

  test('delivered twice ends as if delivered once', async () => {
    const id = await created(withFleet);
    const event = updateEvent(id, movedFleet, withFleet);
    const first = await succeed(event);
    const after = account();
    expect(await succeed(event)).toEqual(first);
    expect(account()).toEqual(after);
  });

  test('takes the fleet over, so that the deletion of a group that never deployed leaves it', async () => {
    const id = await created(withFleet);
    const { PhysicalResourceId } = await succeed(updateEvent(id, movedFleet, withFleet));
    expect(fleetTags('fleet')).toMatchObject({ 'cdk-delivery:deployment-group': PhysicalResourceId });
    await succeed(deleteEvent(id, withFleet));
    expect(fleets.has('fleet')).toBe(true);
    await succeed(deleteEvent(PhysicalResourceId, movedFleet));
    expect(fleets.has('fleet')).toBe(false);
  });

  test('with a fleet instead of a list makes it, and deletes it when the group cannot be made', async () => {
    const id = await created();
    const before = account();
    failNext('CreateGroup', awsError('DeploymentGroupLimitExceededException', 'Too many'));
    await fail(updateEvent(id, movedFleet));
    expect(account()).toEqual(before);
    await succeed(updateEvent(id, movedFleet));
    expect(listOf(NEW_KEY)).toEqual(['fleet']);
  });
});

describe('the rollback of a replacement', () => {
  test('takes the old group again, with its fleet', async () => {
    const id = await created(withFleet);
    const { PhysicalResourceId } = await succeed(updateEvent(id, movedFleet, withFleet));
    const answer = await succeed(updateEvent(PhysicalResourceId, withFleet, movedFleet, 'rollback-1'));
    expect(answer.PhysicalResourceId).toBe(id);
    await succeed(deleteEvent(PhysicalResourceId, movedFleet));
    expect([...groups.keys()]).toEqual([KEY]);
    expect(fleets.has('fleet')).toBe(true);
  });

  test('gives the old group what a release has made meanwhile', async () => {
    const id = await created(withFleet);
    const { PhysicalResourceId } = await succeed(updateEvent(id, movedFleet, withFleet));
    const green = release(NEW_KEY, 'd-1');
    await succeed(updateEvent(PhysicalResourceId, withFleet, movedFleet, 'rollback-1'));
    expect(listOf(KEY)).toEqual([green]);
  });

  test.each([
    [properties, moved, 'CreateGroup'],
    [withFleet, movedFleet, 'TagFleet'],
    [withFleet, movedFleet, 'CreateGroup'],
  ])('that failed after its work deletes what it left %#', async (before, after, step) => {
    const id = await created(before);
    failNext(step, broken, 1, 'after');
    expect((await fail(updateEvent(id, after, before))).PhysicalResourceId).toBe(id);
    expect([...groups.keys()]).toEqual([KEY, NEW_KEY]);
    const answer = await succeed(updateEvent(id, before, after, 'rollback-1'));
    expect(answer.PhysicalResourceId).toBe(id);
    expect([...groups.keys()]).toEqual([KEY]);
    expect(fleets.has(before === withFleet ? 'fleet' : 'web')).toBe(true);
    await succeed(deleteEvent(id, before));
    expect([...fleets.keys()]).toEqual(['web', 'web-2']);
  });

  test('that left nothing deletes nothing', async () => {
    const id = await created();
    const before = account();
    failNext('CreateGroup', broken);
    await fail(updateEvent(id, moved));
    await succeed(updateEvent(id, properties, moved, 'rollback-1'));
    expect(account()).toEqual(before);
  });
});

test('the application and the name can change at once', async () => {
  const id = await created();
  await succeed(updateEvent(id, { ...moved, deploymentGroupName: 'other' }));
  expect([...groups.keys()]).toEqual([KEY, 'shop-2/other']);
  await succeed(deleteEvent(id));
  expect([...groups.keys()]).toEqual(['shop-2/other']);
});
