import {
  BatchAssociateApprovalRuleTemplateWithRepositoriesCommand,
  CreateApprovalRuleTemplateCommand,
  ListRepositoriesForApprovalRuleTemplateCommand,
} from '@aws-sdk/client-codecommit';
import { awsError, calls, failNext } from '../shared/fake-service';
import { codeCommit, fullRepositories, repositories, store } from './fake-codecommit';
import {
  account,
  CONTENT,
  created,
  createEvent,
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

const FOREIGN =
  'An approval rule template named review exists already and does not belong to this resource. ' +
  'Choose another ruleName, or delete that template.';

describe('a creation', () => {
  test('makes the template, associates it and tells its id', async () => {
    const answer = await succeed(createEvent());
    const { id } = account().review;
    expect(answer).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      StackId: STACK_ID,
      RequestId: 'create-1',
      LogicalResourceId: LOGICAL_ID,
      Data: { Id: id, Name: 'review' },
    });
    expect(account()).toEqual({
      review: {
        id,
        content: CONTENT,
        description: `Two look at it\n${markOf('create-1')}`,
        repositories: ['a', 'b'],
      },
    });
  });

  test('for anybody, on every branch, without a description and without repositories', async () => {
    await succeed(createEvent({ ruleName: 'review', approvals: '1', repositoryNames: [] }));
    expect(account().review).toMatchObject({
      content: '{"Version":"2018-11-08","Statements":[{"Type":"Approvers","NumberOfApprovalsNeeded":1}]}',
      description: markOf('create-1'),
      repositories: [],
    });
  });

  test('keeps the description within 1000 characters, its mark whole', async () => {
    await succeed(createEvent({ ...properties, description: 'x'.repeat(1200) }));
    const { description } = account().review;
    expect(description).toHaveLength(1000);
    expect(description.endsWith(`…\n${markOf('create-1')}`)).toBe(true);
  });

  test('associates more than 100 repositories, each once', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `repository-${index}`);
    for (const name of names) repositories.add(name);
    await succeed(createEvent({ ...properties, repositoryNames: [...names, ...names] }));
    expect(account().review.repositories).toEqual([...names].sort());
    expect(calls.filter((call) => call === 'Associate')).toHaveLength(3);
  });

  test('takes absent lists and an empty token for empty', async () => {
    codeCommit.on(ListRepositoriesForApprovalRuleTemplateCommand).resolves({ nextToken: '' });
    codeCommit
      .on(BatchAssociateApprovalRuleTemplateWithRepositoriesCommand)
      .resolves({ associatedRepositoryNames: undefined, errors: undefined });
    await succeed(createEvent());
  });

  test('delivered twice ends as if delivered once', async () => {
    const first = await succeed(createEvent());
    const after = account();
    expect(await succeed(createEvent())).toEqual(first);
    expect(account()).toEqual(after);
  });

  test('of which CodeCommit tells no id fails', async () => {
    codeCommit.on(CreateApprovalRuleTemplateCommand).resolves({ approvalRuleTemplate: undefined });
    expect((await fail(createEvent())).Reason).toBe(
      'Error: CodeCommit did not tell the id of approval rule template review.',
    );
  });
});

describe('a template that exists already', () => {
  test('is taken over when an earlier request for the same resource has made it', async () => {
    const id = await created();
    const changed = { ...properties, approvals: '3', description: 'Three look at it', repositoryNames: ['b', 'c'] };
    const answer = await succeed(createEvent(changed, 'create-2'));
    expect(answer.PhysicalResourceId).toBe(id);
    expect(account()).toEqual({
      review: {
        id,
        content: CONTENT.replace(':2,', ':3,'),
        description: `Three look at it\n${markOf('create-2')}`,
        repositories: ['a', 'b', 'c'],
      },
    });
  });

  test.each([
    ['without a description', ''],
    ['of another resource', `Text\n${markOf('create-1', 'OtherRule99FF')}`],
    ['of a resource whose name only begins alike', markOf('create-1', `${LOGICAL_ID}9`)],
    ['of another stack', markOf('create-1', LOGICAL_ID, `${STACK_ID}-2`)],
    ['with the mark in another line than the last', `${markOf('create-1')}\nText`],
    ['with a mark that is cut', markOf('create-1').slice(0, -1)],
  ])('%s is left alone', async (_, description) => {
    store('review', { description });
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(createEvent());
    expect(Reason).toBe(FOREIGN);
    expect(PhysicalResourceId).toBe('not-created-create-1');
    await succeed(deleteEvent(PhysicalResourceId));
    expect(account()).toEqual(before);
  });

  test('and vanishes before it can be looked at fails with the error of CodeCommit', async () => {
    failNext('Create', awsError('ApprovalRuleTemplateNameAlreadyExistsException', 'The name is taken'));
    expect((await fail(createEvent())).Reason).toBe(
      'ApprovalRuleTemplateNameAlreadyExistsException: The name is taken',
    );
  });
});

describe('a creation that fails half-way', () => {
  test('names the repositories and why, and is undone by its deletion', async () => {
    fullRepositories.add('b');
    const wanted = { ...properties, repositoryNames: ['a', 'b', 'gone'] };
    const { Reason, PhysicalResourceId } = await fail(createEvent(wanted));
    expect(Reason).toBe(
      'Approval rule template review cannot be associated with ' +
        'repository b: MaximumRuleTemplatesAssociatedWithRepositoryException: Too many templates; ' +
        'repository gone: RepositoryDoesNotExistException: No such repository',
    );
    expect(PhysicalResourceId).toBe(account().review.id);
    await succeed(deleteEvent(PhysicalResourceId, wanted));
    expect(account()).toEqual({});
  });

  test('in an unexpected way has the id and the words of the service', async () => {
    failNext('List', awsError('InvalidContinuationTokenException', 'No'));
    const { Reason, PhysicalResourceId } = await fail(createEvent());
    expect(Reason).toBe('InvalidContinuationTokenException: No');
    expect(PhysicalResourceId).toBe(account().review.id);
  });

  test('goes on where it ended when it is delivered again', async () => {
    failNext('Associate', awsError('EncryptionKeyDisabledException'));
    const { PhysicalResourceId } = await fail(createEvent());
    expect(await created()).toBe(PhysicalResourceId);
    expect(account().review.repositories).toEqual(['a', 'b']);
  });

  test('after the template was made without our hearing of it takes that template', async () => {
    failNext('Create', awsError('TimeoutError'), 1, 'after');
    const id = await created();
    expect(account().review).toMatchObject({ id, repositories: ['a', 'b'] });
  });

  test('is described as far as CodeCommit tells of it', async () => {
    codeCommit
      .on(BatchAssociateApprovalRuleTemplateWithRepositoriesCommand)
      .resolves({ associatedRepositoryNames: [], errors: [{}] });
    expect((await fail(createEvent())).Reason).toBe(
      'Approval rule template review cannot be associated with repository of no name: no code:',
    );
  });
});

test('the reason is never longer than 1000 characters', async () => {
  failNext('Create', awsError('InvalidApprovalRuleTemplateContentException', 'x'.repeat(5000)));
  expect((await fail(createEvent())).Reason).toHaveLength(1000);
});
