import { awsError, failNext } from '../shared/fake-service';
import { handler } from './index';
import {
  account,
  answers,
  createEvent,
  created,
  deleteEvent,
  deliver,
  fetchAnswer,
  logged,
  properties,
  resetWorld,
  RESPONSE_URL,
  updateEvent,
} from './test-support';

beforeEach(resetWorld);

test('the handler answers through the real fetch', async () => {
  const spy = jest.spyOn(globalThis, 'fetch').mockImplementation(fetchAnswer);
  await handler(createEvent());
  expect(spy).toHaveBeenCalledTimes(1);
  expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: account().review.id }]);
  spy.mockRestore();
});

test('an answer that cannot be sent throws, and the work is done again with the next delivery', async () => {
  for (let time = 0; time < 4; time += 1) fetchAnswer.mockRejectedValueOnce(new TypeError('fetch failed'));
  await expect(deliver(createEvent())).rejects.toThrow('The answer to CloudFormation could not be sent: TypeError.');
  const before = account();
  expect(await deliver(createEvent())).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: before.review.id });
  expect(account()).toEqual(before);
});

test('the log has a line for each answer, and never the address or the properties', async () => {
  const id = await created();
  await deliver(updateEvent(id, { ...properties, ruleName: '' }));
  failNext('Get', awsError('EncryptionKeyDisabledException', 'The key is disabled'));
  await deliver(deleteEvent(id));
  await deliver(deleteEvent(id));
  fetchAnswer.mockResolvedValue(new Response(null, { status: 403 }));
  await expect(deliver(deleteEvent(id))).rejects.toThrow('HTTP 403');
  expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { requestType: 'Create', Status: 'SUCCESS', PhysicalResourceId: id },
    {
      requestType: 'Update',
      Status: 'FAILED',
      Reason: 'ResourceProperties.ruleName: must be text of at least one character.',
    },
    { requestType: 'Delete', Status: 'FAILED', Reason: 'EncryptionKeyDisabledException: The key is disabled' },
    { requestType: 'Delete', Status: 'SUCCESS' },
    { requestType: 'Delete', Status: 'SUCCESS' },
  ]);
  for (const secret of [RESPONSE_URL, 'topsecret', 'Two look at it']) expect(logged.join('\n')).not.toContain(secret);
});
