import { requestThatMadeNothing, ResourceFailure, serve, textAt, type ResourceRequest } from './custom-resource';

const URL_OF_ANSWER = 'https://answers.example.com/stack?signature=topsecret';
const identity = { StackId: 'stack-1', RequestId: 'request-1', LogicalResourceId: 'Thing' };
const createEvent = {
  ...identity,
  RequestType: 'Create',
  ResponseURL: URL_OF_ANSWER,
  ResourceProperties: { size: '1' },
};
const updateEvent = {
  ...createEvent,
  RequestType: 'Update',
  PhysicalResourceId: 'thing-1',
  OldResourceProperties: { size: '2' },
};
const deleteEvent = { ...createEvent, RequestType: 'Delete', PhysicalResourceId: 'thing-1' };

const sleeps: number[] = [];
const logged: string[] = [];
const fetchAnswer = jest.fn<Promise<Response>, Parameters<typeof fetch>>();
const work = jest.fn<Promise<{ physicalResourceId: string }>, [ResourceRequest]>();
const services = {
  fetch: fetchAnswer,
  sleep: (milliseconds: number) => {
    sleeps.push(milliseconds);
    return Promise.resolve();
  },
};

beforeEach(() => {
  sleeps.length = 0;
  logged.length = 0;
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
  fetchAnswer.mockReset().mockImplementation(() => Promise.resolve(new Response()));
  work.mockReset().mockResolvedValue({ physicalResourceId: 'thing-1' });
});

function bodies(): unknown[] {
  return fetchAnswer.mock.calls.map(([, init]) => JSON.parse(init?.body as string) as unknown);
}

async function reasonFor(event: object): Promise<unknown> {
  await serve(event, services, work);
  expect(bodies()).toHaveLength(1);
  expect(work).not.toHaveBeenCalled();
  expect(bodies()[0]).toMatchObject({ Status: 'FAILED' });
  return (bodies()[0] as { Reason: unknown }).Reason;
}

describe('the work', () => {
  const request = {
    stackId: 'stack-1',
    requestId: 'request-1',
    logicalResourceId: 'Thing',
    properties: { size: '1' },
  };

  test.each<[object, object]>([
    [createEvent, { ...request, type: 'Create' }],
    [updateEvent, { ...request, type: 'Update', physicalResourceId: 'thing-1', oldProperties: { size: '2' } }],
    [deleteEvent, { ...request, type: 'Delete', physicalResourceId: 'thing-1' }],
  ])('gets the request %#', async (event, expected) => {
    await serve(event, services, work);
    expect(work.mock.calls).toEqual([[expected]]);
  });
});

describe('the answer', () => {
  test('to work that is done has the id and the attributes', async () => {
    const data = { Id: 'thing-2' };
    await serve(createEvent, services, () => Promise.resolve({ physicalResourceId: 'thing-2', data }));
    expect(bodies()).toEqual([{ ...identity, Status: 'SUCCESS', PhysicalResourceId: 'thing-2', Data: data }]);
  });

  test('to work that is done may have a reason too', async () => {
    const reason = 'x'.repeat(2000);
    await serve(deleteEvent, services, () => Promise.resolve({ physicalResourceId: 'thing-1', reason }));
    expect(bodies()).toEqual([
      { ...identity, Status: 'SUCCESS', Reason: `${'x'.repeat(999)}…`, PhysicalResourceId: 'thing-1' },
    ]);
  });

  test('is put to the signed address with an empty content type', async () => {
    await serve(createEvent, services, work);
    expect(fetchAnswer.mock.calls).toMatchObject([
      [URL_OF_ANSWER, { method: 'PUT', headers: { 'content-type': '' }, signal: {} }],
    ]);
  });

  test('to work that failed has the reason', async () => {
    work.mockRejectedValue(new ResourceFailure('There is one already.'));
    await serve(createEvent, services, work);
    await serve(deleteEvent, services, work);
    expect(bodies()).toEqual([
      { ...identity, Status: 'FAILED', Reason: 'There is one already.', PhysicalResourceId: 'not-created-request-1' },
      { ...identity, Status: 'FAILED', Reason: 'There is one already.', PhysicalResourceId: 'thing-1' },
    ]);
  });

  test('to work that failed half-way has the id of what was made', async () => {
    work.mockRejectedValue(new ResourceFailure('Half of it is missing.', 'thing-2'));
    await serve(createEvent, services, work);
    expect(bodies()).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-2' }]);
  });

  test('to an unexpected error has its name and message, and no stack', async () => {
    work.mockRejectedValue(new TypeError('x is not a function'));
    await serve(createEvent, services, work);
    expect(bodies()).toMatchObject([{ Reason: 'TypeError: x is not a function' }]);
  });

  test('has a reason of at most 1000 characters', async () => {
    work.mockRejectedValue(new ResourceFailure('x'.repeat(2000)));
    await serve(createEvent, services, work);
    expect((bodies()[0] as { Reason: string }).Reason).toHaveLength(1000);
  });

  test('is tried again when it cannot be sent', async () => {
    fetchAnswer
      .mockRejectedValueOnce(new TypeError('fetch failed'))
      .mockResolvedValueOnce(new Response(null, { status: 503 }))
      .mockResolvedValueOnce(new Response(null, { status: 500 }));
    await serve(createEvent, services, work);
    expect(fetchAnswer).toHaveBeenCalledTimes(4);
    expect(new Set(bodies().map((body) => JSON.stringify(body))).size).toBe(1);
    expect(work).toHaveBeenCalledTimes(1);
    expect(sleeps).toEqual([1000, 2000, 4000]);
  });

  test.each<[string, () => Promise<Response>]>([
    ['HTTP 403', () => Promise.resolve(new Response(null, { status: 403 }))],
    ['TypeError', () => Promise.reject(new TypeError(`Failed to parse URL from ${URL_OF_ANSWER}`))],
    [
      'TypeError ECONNRESET',
      () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })),
    ],
  ])('that cannot be sent throws, without the address: %s', async (fault, send) => {
    fetchAnswer.mockImplementation(send);
    await expect(serve(createEvent, services, work)).rejects.toThrow(
      new Error(`The answer to CloudFormation could not be sent: ${fault}.`),
    );
    expect(fetchAnswer).toHaveBeenCalledTimes(4);
  });
});

describe('a malformed event', () => {
  test.each([undefined, null, 'text', {}, { ...createEvent, ResponseURL: 7 }])(
    'without an address throws: %j',
    async (event) => {
      await expect(serve(event, services, work)).rejects.toThrow(
        'ResponseURL: must be text of at least one character.',
      );
      expect(fetchAnswer).not.toHaveBeenCalled();
    },
  );

  test.each(['RequestType', 'StackId', 'RequestId', 'LogicalResourceId', 'PhysicalResourceId'])(
    'without %s is answered with its name',
    async (key) => {
      expect(await reasonFor({ ...updateEvent, [key]: undefined })).toBe(
        `${key}: must be text of at least one character.`,
      );
    },
  );

  test('of an unknown type is answered with the types that are known', async () => {
    expect(await reasonFor({ ...createEvent, RequestType: 'Read' })).toBe(
      'RequestType: must be one of Create, Update, Delete.',
    );
  });

  test('is answered as far as it goes', async () => {
    await reasonFor({ ResponseURL: URL_OF_ANSWER });
    expect(bodies()).toMatchObject([
      { StackId: '', RequestId: '', LogicalResourceId: '', PhysicalResourceId: 'not-created-' },
    ]);
  });
});

test('the log has the answer, and neither the address nor the properties', async () => {
  await serve(updateEvent, services, work);
  expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
    { requestType: 'Update', ...identity, Status: 'SUCCESS', PhysicalResourceId: 'thing-1' },
  ]);
});

test('an id tells which request has made nothing', () => {
  expect(requestThatMadeNothing('not-created-request-1')).toBe('request-1');
  expect(requestThatMadeNothing('thing-1')).toBeUndefined();
});

test('a text is refused with its path', () => {
  expect(() => textAt({ size: 1 }, 'size', 'ResourceProperties.')).toThrow(
    new ResourceFailure('ResourceProperties.size: must be text of at least one character.'),
  );
});
