import { BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand } from '@aws-sdk/client-codecommit';
import { awsError, calls, failNext } from '../shared/fake-service';
import { codeCommit, repositories, store, templates } from './fake-codecommit';
import {
  account,
  created,
  deleteEvent,
  fail,
  LOGICAL_ID,
  markOf,
  properties,
  resetWorld,
  STACK_ID,
  succeed,
} from './test-support';

beforeEach(resetWorld);

/** The id that CloudFormation makes up when a creation has given no answer. */
const MADE_UP_ID = `delivery-${LOGICAL_ID}-1X2Y3Z4A5B6C`;

describe('a deletion', () => {
  test('ends all associations, also those of others, and removes the template', async () => {
    const id = await created();
    templates.set('review', { ...account().review, repositories: ['a', 'b', 'c'] });
    store('other', { repositories: ['a'] });
    expect(await succeed(deleteEvent(id))).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      StackId: STACK_ID,
      RequestId: 'delete-1',
      LogicalResourceId: LOGICAL_ID,
    });
    expect(Object.keys(account())).toEqual(['other']);
    expect(account().other.repositories).toEqual(['a']);
  });

  test('delivered twice succeeds twice', async () => {
    const id = await created();
    const first = await succeed(deleteEvent(id));
    expect(await succeed(deleteEvent(id))).toEqual(first);
    expect(account()).toEqual({});
  });

  test('ends more than 100 associations', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `repository-${index}`);
    for (const name of names) repositories.add(name);
    const id = await created();
    templates.set('review', { ...account().review, repositories: names });
    calls.length = 0;
    await succeed(deleteEvent(id));
    expect(account()).toEqual({});
    expect(calls.filter((call) => call === 'Disassociate')).toHaveLength(3);
  });

  test('leaves a template of the same name and another id alone', async () => {
    const id = await created();
    templates.clear();
    store('review', { description: markOf('create-1') });
    const before = account();
    await succeed(deleteEvent(id));
    expect(account()).toEqual(before);
  });

  test.each(['List', 'Disassociate', 'Delete'])('succeeds when the template vanishes before %s', async (step) => {
    const id = await created();
    failNext(step, awsError('ApprovalRuleTemplateDoesNotExistException'));
    await succeed(deleteEvent(id));
  });

  test('succeeds when a repository does not exist any more', async () => {
    const id = await created();
    repositories.delete('a');
    await succeed(deleteEvent(id));
    expect(account()).toEqual({});
  });

  test.each([
    ['Disassociate', 'RepositoryDoesNotExistException'],
    ['Delete', 'ApprovalRuleTemplateInUseException'],
  ])('looks at the associations again when %s fails with %s', async (step, name) => {
    const id = await created();
    failNext(step, awsError(name));
    calls.length = 0;
    await succeed(deleteEvent(id));
    expect(account()).toEqual({});
    expect(calls.filter((call) => call === 'List')).toHaveLength(2);
  });

  test('fails when the template stays in use', async () => {
    const id = await created();
    codeCommit
      .on(BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand)
      .resolves({ disassociatedRepositoryNames: undefined, errors: undefined });
    calls.length = 0;
    const { Reason } = await fail(deleteEvent(id));
    expect(Reason).toBe('ApprovalRuleTemplateInUseException: The template is in use');
    expect(calls.filter((call) => call === 'Delete')).toHaveLength(8);
  });

  test('names the repository that it cannot be taken from', async () => {
    const id = await created();
    const errors = [{ repositoryName: 'a', errorCode: 'EncryptionKeyDisabledException', errorMessage: 'Disabled' }];
    codeCommit
      .on(BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand)
      .resolves({ disassociatedRepositoryNames: ['b'], errors });
    const { Reason, PhysicalResourceId } = await fail(deleteEvent(id));
    expect(Reason).toBe(
      'Approval rule template review cannot be taken from repository a: EncryptionKeyDisabledException: Disabled',
    );
    expect(PhysicalResourceId).toBe(id);
  });

  test('of a template that cannot be read fails', async () => {
    const id = await created();
    failNext('Get', awsError('EncryptionKeyDisabledException', 'The key is disabled'));
    expect((await fail(deleteEvent(id))).Reason).toBe('EncryptionKeyDisabledException: The key is disabled');
    expect(Object.keys(account())).toEqual(['review']);
  });

  test('without the name of the template fails', async () => {
    const id = await created();
    const { Reason } = await fail(deleteEvent(id, { ...properties, ruleName: undefined }));
    expect(Reason).toBe('ResourceProperties.ruleName: must be text of at least one character.');
  });
});

describe('the deletion of what was never made', () => {
  test.each(['not-created-create-1', MADE_UP_ID])('as %s succeeds', async (id) => {
    await succeed(deleteEvent(id));
    await succeed(deleteEvent(id, { ruleName: 7 }));
    await succeed(deleteEvent(id, undefined));
  });

  test.each(['not-created-create-1', MADE_UP_ID])(
    'as %s removes the template when the answer to the creation got lost',
    async (id) => {
      await created();
      await succeed(deleteEvent(id));
      expect(account()).toEqual({});
    },
  );

  test.each([
    ['not-created-create-1', 'of nobody', 'Text'],
    ['not-created-create-1', 'of another resource', markOf('create-1', 'OtherRule99FF')],
    ['not-created-create-1', 'of another request', markOf('create-2')],
    [MADE_UP_ID, 'of another resource', markOf('create-1', 'OtherRule99FF')],
  ])('as %s leaves a template %s alone', async (id, _, description) => {
    store('review', { description });
    const before = account();
    await succeed(deleteEvent(id));
    expect(account()).toEqual(before);
  });
});
