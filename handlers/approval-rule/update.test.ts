import { awsError, calls, failNext } from '../shared/fake-service';
import { repositories, store, templates } from './fake-codecommit';
import {
  account,
  CONTENT,
  created,
  deleteEvent,
  fail,
  LOGICAL_ID,
  markOf,
  properties,
  resetWorld,
  STACK_ID,
  succeed,
  updateEvent,
} from './test-support';

beforeEach(resetWorld);

const renamed = { ...properties, ruleName: 'review-all' };

describe('an update', () => {
  test('changes content, description and repositories in place', async () => {
    const id = await created();
    const changed = { ...properties, approvals: '3', description: 'Three', repositoryNames: ['b', 'c'] };
    expect(await succeed(updateEvent(id, changed))).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      StackId: STACK_ID,
      RequestId: 'update-1',
      LogicalResourceId: LOGICAL_ID,
      Data: { Id: id, Name: 'review' },
    });
    expect(account()).toEqual({
      review: {
        id,
        content: CONTENT.replace(':2,', ':3,'),
        description: `Three\n${markOf('create-1')}`,
        repositories: ['b', 'c'],
      },
    });
  });

  test('of nothing changes nothing', async () => {
    const id = await created();
    const before = account();
    calls.length = 0;
    await succeed(updateEvent(id, properties));
    expect(account()).toEqual(before);
    expect(calls).toEqual(['Get', 'List']);
  });

  test('renames the template', async () => {
    const id = await created();
    const { review } = account();
    const answer = await succeed(updateEvent(id, renamed));
    expect(answer).toMatchObject({ PhysicalResourceId: id, Data: { Id: id, Name: 'review-all' } });
    expect(account()).toEqual({ 'review-all': review });
  });

  test('delivered twice ends as if delivered once', async () => {
    const id = await created();
    const event = updateEvent(id, { ...renamed, approvals: '1', repositoryNames: ['c'] });
    const first = await succeed(event);
    const after = account();
    expect(await succeed(event)).toEqual(first);
    expect(account()).toEqual(after);
  });

  test('restores a description without its mark', async () => {
    const id = await created();
    templates.set('review', { ...account().review, description: 'Changed by hand' });
    await succeed(updateEvent(id, properties));
    expect(account().review.description).toBe(`Two look at it\n${markOf('update-1')}`);
  });

  test('keeps associations that others have made', async () => {
    const id = await created();
    templates.set('review', { ...account().review, repositories: ['a', 'b', 'c'] });
    await succeed(updateEvent(id, { ...properties, repositoryNames: ['b'] }));
    expect(account().review.repositories).toEqual(['b', 'c']);
  });

  test('does not mind that an association to end has ended already', async () => {
    const id = await created();
    templates.set('review', { ...account().review, repositories: ['b'] });
    calls.length = 0;
    await succeed(updateEvent(id, { ...properties, repositoryNames: ['b'] }));
    expect(calls).toEqual(['Get', 'List']);
  });

  test('does not mind that a repository to be dropped has been deleted', async () => {
    const id = await created();
    repositories.delete('a');
    await succeed(updateEvent(id, { ...properties, repositoryNames: ['b'] }));
    expect(account().review.repositories).toEqual(['b']);
  });

  test('drops more than 100 of many pages of repositories', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `repository-${index}`);
    for (const name of names) repositories.add(name);
    const id = await created();
    const many = { ...properties, repositoryNames: names };
    await succeed(updateEvent(id, many));
    calls.length = 0;
    await succeed(updateEvent(id, { ...properties, repositoryNames: ['repository-249', 'c'] }, many));
    expect(account().review.repositories).toEqual(['c', 'repository-249']);
    expect(calls).toEqual([
      'Get',
      ...Array<string>(5).fill('List'),
      'Associate',
      ...Array<string>(3).fill('Disassociate'),
    ]);
  });

  test('works without the properties of before', async () => {
    const id = await created();
    await succeed(updateEvent(id, { ...properties, repositoryNames: ['c'] }, null));
    expect(account().review.repositories).toEqual(['a', 'b', 'c']);
  });

  test('that fails answers with the id of before', async () => {
    const id = await created();
    failNext('UpdateContent', awsError('InvalidApprovalRuleTemplateContentException', 'No such approver'));
    const { Reason, PhysicalResourceId } = await fail(updateEvent(id, { ...properties, approvals: '3' }));
    expect(Reason).toBe('InvalidApprovalRuleTemplateContentException: No such approver');
    expect(PhysicalResourceId).toBe(id);
  });
});

describe('a rename', () => {
  test('onto the name of another template changes nothing', async () => {
    const id = await created();
    store('review-all', { description: 'Somebody made this' });
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(updateEvent(id, { ...renamed, approvals: '3' }));
    expect(Reason).toBe(
      'An approval rule template named review-all exists already and does not belong to this resource. ' +
        'Choose another ruleName, or delete that template.',
    );
    expect(PhysicalResourceId).toBe(id);
    expect(account()).toEqual(before);
  });

  test('that was made without our hearing of it is made', async () => {
    const id = await created();
    failNext('UpdateName', awsError('TimeoutError'), 1, 'after');
    await succeed(updateEvent(id, renamed));
    expect(account()).toMatchObject({ 'review-all': { id } });
    expect(calls.filter((call) => call === 'UpdateName')).toHaveLength(2);
  });

  test('of a template that vanishes meanwhile fails with the error of CodeCommit', async () => {
    const id = await created();
    failNext('UpdateName', awsError('ApprovalRuleTemplateDoesNotExistException', 'No such template'));
    expect((await fail(updateEvent(id, renamed))).Reason).toBe(
      'ApprovalRuleTemplateDoesNotExistException: No such template',
    );
  });

  test('that CodeCommit refuses fails', async () => {
    const id = await created();
    const before = account();
    const { Reason } = await fail(updateEvent(id, { ...properties, ruleName: 'x'.repeat(101) }));
    expect(Reason).toBe('InvalidApprovalRuleTemplateNameException: The name is too long');
    expect(account()).toEqual(before);
  });
});

describe('a template that was deleted by hand', () => {
  test('is made anew, with a new id, and the deletion of the old id leaves it alone', async () => {
    const id = await created();
    templates.clear();
    const { PhysicalResourceId } = await succeed(updateEvent(id, renamed));
    expect(PhysicalResourceId).not.toBe(id);
    const after = account();
    expect(after).toEqual({
      'review-all': {
        id: PhysicalResourceId,
        content: CONTENT,
        description: `Two look at it\n${markOf('update-1')}`,
        repositories: ['a', 'b'],
      },
    });
    await succeed(deleteEvent(id));
    await succeed(deleteEvent(id, renamed));
    expect(account()).toEqual(after);
  });

  test('is not made anew in place of another’s of the same name', async () => {
    const id = await created();
    templates.clear();
    store('review');
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(updateEvent(id, properties));
    expect(Reason).toMatch(/^An approval rule template named review exists already/);
    expect(PhysicalResourceId).toBe(id);
    expect(account()).toEqual(before);
  });
});
