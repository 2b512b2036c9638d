import { GetApprovalRuleTemplateCommand, CreateApprovalRuleTemplateCommand } from '@aws-sdk/client-codecommit';
import { awsError, calls, failNext, pendingFaults } from '../shared/fake-service';
import { codeCommit } from './fake-codecommit';
import {
  account,
  clock,
  created,
  createEvent,
  deleteEvent,
  fail,
  MINUTE,
  properties,
  resetWorld,
  sleeps,
  START,
  succeed,
  updateEvent,
} from './test-support';

beforeEach(resetWorld);

const PAUSES = [1, 2, 4, 8, 15, 15, 15].map((seconds) => seconds * 1000);
const throttled = awsError('ThrottlingException', 'Rate exceeded');
const denied = awsError('AccessDeniedException', 'Not allowed');
const changed = { ...properties, ruleName: 'review-all', approvals: '3', description: '', repositoryNames: ['c'] };

describe('what goes away by itself', () => {
  test.each([
    ['throttling', throttled],
    ['a fault of the service', awsError('SomeException', 'no', { $fault: 'server' })],
    ['a change at the same time', awsError('ConcurrentModificationException')],
    ['a policy that is not seen everywhere yet', denied],
  ])('is waited out at every step: %s', async (_, error) => {
    failNext('Create', error, 2);
    for (const step of ['List', 'Associate']) failNext(step, error);
    const id = await created();
    clock.now = START;
    for (const step of ['Get', 'UpdateName', 'UpdateContent', 'UpdateDescription', 'Disassociate'])
      failNext(step, error);
    await succeed(updateEvent(id, changed));
    failNext('Delete', error);
    await succeed(deleteEvent(id, changed));
    expect(pendingFaults()).toBe(0);
    expect(account()).toEqual({});
    expect(sleeps.slice(0, 4)).toEqual([1000, 2000, 1000, 1000]);
  });

  test('is waited for with growing pauses, a minute in all', async () => {
    failNext('Create', throttled, 7);
    await created();
    expect(sleeps).toEqual(PAUSES);
  });

  test.each([
    ['ThrottlingException: Rate exceeded', throttled],
    ['AccessDeniedException: Not allowed', denied],
  ])('but does not is told: %s', async (reason, error) => {
    failNext('Create', error, 8);
    const { Reason, PhysicalResourceId } = await fail(createEvent());
    expect(Reason).toBe(reason);
    expect(PhysicalResourceId).toBe('not-created-create-1');
    expect(pendingFaults()).toBe(0);
    expect(sleeps).toEqual(PAUSES);
  });
});

test('missing permission is not waited for when the first minute is over', async () => {
  failNext('Create', throttled, 7);
  failNext('List', denied);
  expect((await fail(createEvent())).Reason).toBe('AccessDeniedException: Not allowed');
  expect(sleeps).toEqual(PAUSES);
});

test('any other error is not waited for', async () => {
  failNext('Create', awsError('NumberOfRuleTemplatesExceededException', 'Too many templates'));
  expect((await fail(createEvent())).Reason).toBe('NumberOfRuleTemplatesExceededException: Too many templates');
  expect(sleeps).toEqual([]);
});

describe('the deadline of 4 minutes', () => {
  const overdue = 'The work on the approval rule is not done after 4 min.';

  /** Every call takes some time and fails. */
  function slow(milliseconds: number, error: Error): void {
    codeCommit.on(CreateApprovalRuleTemplateCommand).callsFake(() => {
      clock.now += milliseconds;
      throw error;
    });
  }

  test('ends throttling, with the last error', async () => {
    slow(MINUTE, throttled);
    expect((await fail(createEvent())).Reason).toBe(`${overdue} The last error: ThrottlingException: Rate exceeded`);
    expect(sleeps).toEqual([1000, 2000, 4000]);
  });

  test('lets no pause go beyond it', async () => {
    slow(4 * MINUTE - 1000, throttled);
    expect((await fail(createEvent())).Reason).toMatch(/^The work on the approval rule is not done after 4 min/);
    expect(sleeps).toEqual([]);
  });

  test('lets no call start after it, and tells the id of what was made', async () => {
    codeCommit.on(CreateApprovalRuleTemplateCommand).callsFake(() => {
      clock.now += 4 * MINUTE;
      return { approvalRuleTemplate: { approvalRuleTemplateId: 'id-1' } };
    });
    const { Reason, PhysicalResourceId } = await fail(createEvent());
    expect(Reason).toBe(overdue);
    expect(PhysicalResourceId).toBe('id-1');
    expect(calls).toEqual([]);
  });

  test('ends a call that hangs', async () => {
    const id = await created();
    codeCommit.on(GetApprovalRuleTemplateCommand).rejects(awsError('AbortError', 'Request aborted'));
    expect((await fail(deleteEvent(id))).Reason).toBe(`${overdue} The last error: AbortError: Request aborted`);
    const [options] = codeCommit.send.lastCall.args.slice(1) as unknown as [{ abortSignal: unknown }];
    expect(options.abortSignal).toBeInstanceOf(AbortSignal);
  });
});
