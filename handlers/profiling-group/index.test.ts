import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsError } from '../shared/fake-service';
import { answers, eventsOf, fetchAnswer, MINUTE, outside, resetOutside, sleeps, START } from '../shared/test-support';
import { handle } from './handle';
import { handler } from './index';
import { signedProfiler } from './profiler';
import { type Services } from './services';

const properties = { ServiceToken: 'arn:function', profilingGroupName: 'orders', profilingEnabled: 'false' };
const groups = new Map<string, boolean>();
const faults: Error[] = [];

const services: Services = {
  ...outside,
  profiler: {
    setProfiling: (groupName, enabled) => {
      const fault = faults.shift();
      if (fault !== undefined) return Promise.reject(fault);
      if (!groups.has(groupName)) return Promise.reject(awsError('ResourceNotFoundException', 'No such group'));
      groups.set(groupName, enabled);
      return Promise.resolve();
    },
  },
};

const { createEvent, updateEvent, deleteEvent, succeed, fail } = eventsOf({
  LogicalResourceId: 'Switch12AB34CD',
  ResourceType: 'Custom::ProfilingGroupSwitch',
  properties,
  handle: (event) => handle(event, services),
});

beforeEach(() => {
  resetOutside();
  groups.clear();
  groups.set('orders', true);
  faults.length = 0;
});

describe('the switch of a profiling group', () => {
  test('is set when the resource is made, and again when it changes', async () => {
    expect(await succeed(createEvent())).toMatchObject({ PhysicalResourceId: 'orders' });
    expect(groups.get('orders')).toBe(false);
    await succeed(updateEvent('orders', { ...properties, profilingEnabled: 'true' }));
    expect(groups.get('orders')).toBe(true);
  });

  test('of a group with another name is another resource, so that CloudFormation lets go of the first', async () => {
    groups.set('payments', true);
    const answer = await succeed(updateEvent('orders', { ...properties, profilingGroupName: 'payments' }));
    expect(answer.PhysicalResourceId).toBe('payments');
    expect(groups.get('payments')).toBe(false);
  });

  test('is on again when the resource goes', async () => {
    groups.set('orders', false);
    await succeed(deleteEvent('orders'));
    expect(groups.get('orders')).toBe(true);
  });

  test('of a group that is gone, or of a resource that was never made, needs nothing', async () => {
    groups.clear();
    await succeed(deleteEvent('orders'));
    await succeed(deleteEvent('not-created-create-1'));
    expect(groups.size).toBe(0);
  });

  test('that cannot be turned back fails the deletion with the reason', async () => {
    faults.push(awsError('ValidationException', 'Not that one'));
    expect((await fail(deleteEvent('orders'))).Reason).toBe('ValidationException: Not that one');
  });

  test.each([
    ['profilingGroupName', 'ResourceProperties.profilingGroupName: must be text of at least one character.'],
    ['profilingEnabled', 'ResourceProperties.profilingEnabled: must be one of true, false.'],
  ])('without %s is refused', async (key, reason) => {
    expect((await fail(createEvent({ ...properties, [key]: undefined }))).Reason).toBe(reason);
    expect(groups.get('orders')).toBe(true);
  });
});

describe('patience', () => {
  test('waits out throttling, conflicts and a policy that is new', async () => {
    faults.push(awsError('ThrottlingException'), awsError('ConcurrentChange'), awsError('AccessDeniedException'));
    await succeed(createEvent());
    expect(sleeps).toEqual([1000, 2000, 4000]);
    expect(groups.get('orders')).toBe(false);
  });

  test('ends before the function does', async () => {
    for (let time = 0; time < 20; time += 1) faults.push(awsError('ThrottlingException'));
    await fail(createEvent());
    expect(sleeps.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(2 * MINUTE);
  });
});

/** What the signer of the SDK takes its digests from. */
class Sha256 {
  private readonly hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  public update(data: Uint8Array): void {
    this.hash.update(data);
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }

  public reset(): void {
    throw new Error('a digest is made once');
  }
}

describe('the request to CodeGuru Profiler', () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI', sessionToken: 'token' };
  const { signal } = new AbortController();
  const sent = jest.spyOn(globalThis, 'fetch');
  const ask = (): Promise<void> =>
    signedProfiler('eu-west-1', credentials, () => START).setProfiling('orders', false, { abortSignal: signal });

  afterAll(() => {
    sent.mockRestore();
  });

  test('puts the switch to the group in the region of the function, with the signature that the SDK would make', async () => {
    sent.mockReset().mockResolvedValue(new Response('{}'));
    await ask();
    const hostname = 'codeguru-profiler.eu-west-1.amazonaws.com';
    const path = '/profilingGroups/orders';
    const body = '{"agentOrchestrationConfig":{"profilingEnabled":false}}';
    const signer = new SignatureV4({ service: 'codeguru-profiler', region: 'eu-west-1', credentials, sha256: Sha256 });
    const headers = { host: hostname, 'content-type': 'application/json' };
    const expected = await signer.sign(
      { method: 'PUT', protocol: 'https:', hostname, path, headers, body },
      { signingDate: new Date(START) },
    );
    expect(sent.mock.calls).toEqual([
      [`https://${hostname}${path}`, { method: 'PUT', body, signal, headers: expected.headers }],
    ]);
  });

  test.each<[string, Response, object]>([
    [
      'with the name and the words of the service',
      new Response('{"message":"No group"}', {
        status: 404,
        headers: { 'x-amzn-errortype': 'ResourceNotFoundException:http://x/' },
      }),
      { name: 'ResourceNotFoundException', message: 'No group', $metadata: { httpStatusCode: 404 } },
    ],
    [
      'with its status where the service says nothing',
      new Response('<html>', { status: 503, statusText: 'Unavailable' }),
      { name: 'HTTP 503', message: 'Unavailable', $metadata: { httpStatusCode: 503 } },
    ],
  ])('fails %s', async (_, response, error) => {
    sent.mockReset().mockResolvedValue(response);
    await expect(ask()).rejects.toMatchObject(error);
  });
});

test('the handler answers through the real fetch', async () => {
  const spy = jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    const asked = typeof url === 'string' && url.includes('codeguru-profiler');
    return asked ? Promise.resolve(new Response('{}')) : fetchAnswer(url, init);
  });
  await handler(createEvent());
  expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'orders' }]);
  spy.mockRestore();
});
