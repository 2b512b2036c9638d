import { awsError, failNext, pendingFaults } from '../shared/fake-service';
import { release } from './fake-codedeploy';
import {
  account,
  created,
  createEvent,
  deleteEvent,
  fail,
  fleetOf,
  properties,
  resetWorld,
  succeed,
  KEY,
  updateEvent,
  withFleet,
  type Account,
  type Properties,
} from './test-support';

beforeEach(resetWorld);

const broken = awsError('InvalidInputException', 'No');
const moments = ['before', 'after'] as const;
const tags = [{ key: 'other', value: 'tag' }];
const changes = { deploymentGroupName: 'other', rollbackEvents: [], terminateBlue: { action: 'KEEP_ALIVE' }, tags };

const changedFleet = { maxSize: '9', desiredCapacity: '3', tags: [{ key: 'Name', value: 'other' }] };
const lists: [string, Properties, Properties, string[]][] = [
  ['a list', properties, { ...properties, ...changes, autoScalingGroups: ['web-2'] }, []],
  ['a fleet', withFleet, { ...fleetOf(changedFleet), ...changes }, ['UpdateFleet', 'TagFleet']],
];
const places = lists.flatMap(([what, before, after, more]) =>
  ['TagGroup', 'UntagGroup', 'UpdateGroup', ...more].flatMap((step) =>
    moments.flatMap((moment) => [false, true].map((isReleased) => ({ what, before, after, step, moment, isReleased }))),
  ),
);

/** All but what is remembered for a rollback of the next change. */
function visible(): Account {
  const { groups, fleets } = account();
  const forgotten = Object.entries(groups).map(([key, group]) => {
    const kept = Object.entries(group.tags).filter(([tag]) => tag !== 'cdk-delivery:auto-scaling-groups');
    return [key, { ...group, tags: Object.fromEntries(kept) }] as const;
  });
  const sorted = Object.entries(fleets).map(([name, fleet]) => {
    const ordered = [...(fleet.Tags ?? [])].sort((one, other) => ((one.Key ?? '') < (other.Key ?? '') ? -1 : 1));
    return [name, { ...fleet, Tags: ordered }] as const;
  });
  return { groups: Object.fromEntries(forgotten), fleets: Object.fromEntries(sorted) };
}

describe('the rollback of an update', () => {
  test.each(places)(
    'of $what that failed $moment $step, released $isReleased, leaves what there was',
    async (place) => {
      const { before, after, step, moment, isReleased } = place;
      const id = await created(before);
      if (isReleased) release(KEY, 'd-1');
      const there = visible();
      failNext(step, broken, 1, moment);
      await fail(updateEvent(id, after, before));
      expect(pendingFaults()).toBe(0);
      await succeed(updateEvent(id, before, after, 'rollback-1'));
      expect(visible()).toEqual(there);
    },
  );

  test.each(lists)('of %s that succeeded leaves what there was', async (_, before, after) => {
    const id = await created(before);
    release(KEY, 'd-1');
    const there = visible();
    await succeed(updateEvent(id, after, before));
    expect(visible()).not.toEqual(there);
    await succeed(updateEvent(id, before, after, 'rollback-1'));
    await succeed(updateEvent(id, before, after, 'rollback-1'));
    expect(visible()).toEqual(there);
  });

  test.each<[string, Properties]>([
    ['is malformed', { ...properties, deploymentGroupName: '', tags: 'x', autoScalingGroups: [7] }],
    ['has a list that does not exist', { ...properties, autoScalingGroups: ['gone'] }],
    ['has two of them', { ...properties, autoScalingGroups: ['web', 'web-2'] }],
  ])('that %s leaves what there was', async (_, after) => {
    const id = await created();
    release(KEY, 'd-1');
    const there = visible();
    await fail(updateEvent(id, after));
    await succeed(updateEvent(id, properties, after, 'rollback-1'));
    expect(visible()).toEqual(there);
  });
});

describe('the rollback of a creation', () => {
  const steps = ['CreateFleet', 'CreateGroup'].flatMap((step) => moments.map((moment) => [step, moment] as const));

  test.each(steps)('that failed at %s, %s its work, leaves nothing', async (step, moment) => {
    const there = account();
    failNext(step, broken, 1, moment);
    const { PhysicalResourceId } = await fail(createEvent(withFleet));
    await succeed(deleteEvent(PhysicalResourceId, withFleet));
    expect(account()).toEqual(there);
  });
});

test('a whole life ends with nothing but the fleet', async () => {
  const there = account();
  const id = await created(withFleet);
  release(KEY, 'd-1');
  await succeed(updateEvent(id, { ...fleetOf({ launchTemplateVersion: '2' }), ...changes }, withFleet));
  const green = release('shop/other', 'd-2');
  await succeed(deleteEvent(id, { ...fleetOf({ launchTemplateVersion: '2' }), ...changes }));
  expect(account().groups).toEqual({});
  expect(Object.keys(account().fleets)).toEqual([...Object.keys(there.fleets), green]);
});
