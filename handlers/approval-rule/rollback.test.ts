import { awsError, failNext, pendingFaults } from '../shared/fake-service';
import { fullRepositories, store, templates } from './fake-codecommit';
import {
  account,
  created,
  createEvent,
  deleteEvent,
  fail,
  markOf,
  properties,
  resetWorld,
  succeed,
  updateEvent,
  type Properties,
} from './test-support';

beforeEach(resetWorld);

const changed: Properties = {
  ...properties,
  ruleName: 'review-all',
  description: 'Three look at it',
  approvals: '3',
  repositoryNames: ['b', 'c'],
};

/** As CloudFormation rolls an update back: with the properties that failed as those of before. */
function rollbackEvent(id: string, failed: unknown): object {
  return updateEvent(id, properties, failed, 'rollback-1');
}

describe('the rollback of an update', () => {
  const steps = ['UpdateName', 'UpdateContent', 'UpdateDescription', 'List', 'Associate', 'Disassociate'];
  const moments = ['before', 'after'] as const;
  const places = steps.flatMap((step) => moments.map((moment) => [moment, step] as const));

  test.each(places)('that failed %s %s leaves what there was before it', async (moment, step) => {
    const id = await created();
    const before = account();
    failNext(step, awsError('EncryptionKeyDisabledException', 'The key is disabled'), 1, moment);
    await fail(updateEvent(id, changed));
    expect(pendingFaults()).toBe(0);
    await succeed(rollbackEvent(id, changed));
    expect(account()).toEqual(before);
  });

  test('that succeeded leaves what there was before it', async () => {
    const id = await created();
    const before = account();
    await succeed(updateEvent(id, changed));
    expect(account()).not.toEqual(before);
    await succeed(rollbackEvent(id, changed));
    await succeed(rollbackEvent(id, changed));
    expect(account()).toEqual(before);
  });

  test.each<[string, Properties]>([
    ['has no name', { ...changed, ruleName: '' }],
    ['has a name that CodeCommit refuses', { ...changed, ruleName: 'x'.repeat(101) }],
    ['has no list of repositories', { ...changed, repositoryNames: 'c' }],
    ['has a repository without a name', { ...changed, repositoryNames: ['c', ''] }],
    ['has a repository that does not exist', { ...changed, repositoryNames: ['a', 'gone'] }],
    ['has no number of approvals', { ...changed, approvals: 'many' }],
  ])('that %s leaves what there was before it', async (_, malformed) => {
    const id = await created();
    const before = account();
    await fail(updateEvent(id, malformed));
    await succeed(rollbackEvent(id, malformed));
    expect(account()).toEqual(before);
  });

  test('of a name that is another’s leaves both', async () => {
    const id = await created();
    store('review-all', { description: 'Somebody made this', repositories: ['a'] });
    const before = account();
    await fail(updateEvent(id, changed));
    await succeed(rollbackEvent(id, changed));
    expect(account()).toEqual(before);
  });

  test('that made the template anew takes that template and renames it back', async () => {
    const id = await created();
    templates.clear();
    fullRepositories.add('c');
    expect((await fail(updateEvent(id, changed))).PhysicalResourceId).toBe(id);
    const made = account()['review-all'].id;
    const { PhysicalResourceId } = await succeed(rollbackEvent(id, changed));
    expect(PhysicalResourceId).toBe(made);
    const after = account();
    expect(Object.keys(after)).toEqual(['review']);
    expect(after.review).toMatchObject({ id: made, description: `Two look at it\n${markOf('update-1')}` });
    await succeed(deleteEvent(id));
    expect(account()).toEqual(after);
  });
});

describe('the rollback of a creation', () => {
  test.each([
    ['Create', 'before'],
    ['Create', 'after'],
    ['List', 'before'],
    ['Associate', 'before'],
    ['Associate', 'after'],
  ] as const)('that failed at %s %s its work leaves nothing', async (step, moment) => {
    failNext(step, awsError('EncryptionKeyDisabledException', 'The key is disabled'), 1, moment);
    const { PhysicalResourceId } = await fail(createEvent());
    await succeed(deleteEvent(PhysicalResourceId));
    expect(account()).toEqual({});
  });

  test('for properties that are malformed leaves nothing, and does not fail', async () => {
    const malformed = { ...properties, approvals: '0' };
    const { PhysicalResourceId } = await fail(createEvent(malformed));
    await succeed(deleteEvent(PhysicalResourceId, malformed));
    expect(account()).toEqual({});
  });

  test('for a name that CodeCommit refuses does not fail', async () => {
    const refused = { ...properties, ruleName: 'x'.repeat(101) };
    const { PhysicalResourceId, Reason } = await fail(createEvent(refused));
    expect(Reason).toBe('InvalidApprovalRuleTemplateNameException: The name is too long');
    await succeed(deleteEvent(PhysicalResourceId, refused));
  });

  test('that another creation of the same resource has followed leaves the template of that one', async () => {
    store('review', { description: 'Somebody made this' });
    const { PhysicalResourceId } = await fail(createEvent());
    templates.clear();
    await succeed(createEvent(properties, 'create-2'));
    const before = account();
    await succeed(deleteEvent(PhysicalResourceId));
    expect(account()).toEqual(before);
  });
});

test('a whole life ends with an account as it was', async () => {
  store('other', { repositories: ['a'] });
  const before = account();
  const id = await created();
  await succeed(updateEvent(id, changed));
  const more = { ...changed, branches: [], approvers: [], repositoryNames: ['a', 'b', 'c'] };
  await succeed(updateEvent(id, more, changed, 'update-2'));
  await succeed(deleteEvent(id, more));
  expect(account()).toEqual(before);
});
