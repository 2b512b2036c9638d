import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
  CodeDeployClient,
  GetDeploymentCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handle } from './handle';
import { send } from './request';
import { type Answer, type HttpRequest, type Services } from './services';

const codeDeploy = mockClient(CodeDeployClient);
const lambda = mockClient(LambdaClient);
const requests: HttpRequest[] = [];
const logged: string[] = [];
let answer: () => Promise<Answer>;
let isPatient = true;

const services: Services = {
  codeDeploy: new CodeDeployClient({}),
  lambda: new LambdaClient({}),
  request: (request) => {
    requests.push(request);
    return answer();
  },
  sleep: () => (isPatient ? new Promise(() => undefined) : Promise.resolve()),
};

const event = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'e-1' };
const SPEC =
  '{"version":0.0,"Resources":[{"Function":{"Type":"AWS::Lambda::Function","Properties":' +
  '{"Name":"orders","Alias":"live","CurrentVersion":"3","TargetVersion":"4"}}}]}';

const never = (): Promise<never> => new Promise(() => undefined);

async function run(configuration: object | string, given: unknown = event): Promise<void> {
  const common = { expect: {}, timeoutMs: 60_000 };
  const text = typeof configuration === 'string' ? configuration : JSON.stringify({ ...common, ...configuration });
  await handle(given, text, services);
}

function told(): unknown[] {
  return codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand).map((call) => call.args[0].input);
}

const result = (status: string): unknown[] => [{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'e-1', status }];

function functionAnswers(payload: string, FunctionError?: string): void {
  lambda.on(InvokeCommand).resolves({ StatusCode: 200, FunctionError, Payload: Buffer.from(payload) as never });
}

function specIs(content: string): void {
  codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { revision: { appSpecContent: { content } } } });
}

beforeEach(() => {
  codeDeploy.reset();
  lambda.reset();
  requests.length = 0;
  logged.length = 0;
  isPatient = true;
  answer = () => Promise.resolve({ status: 200, body: '{"state":"ready","items":[{"id":7}]}' });
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
  codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).resolves({});
  specIs(SPEC);
  functionAnswers('{"statusCode":200,"body":"{\\"state\\":\\"ready\\"}"}');
});

describe('a test that invokes', () => {
  test('invokes the version that is released, by the AppSpec of the deployment', async () => {
    await run({ kind: 'invoke', payload: '{"path":"/health"}' });
    const [{ args }] = lambda.commandCalls(InvokeCommand);
    expect(args[0].input).toMatchObject({ FunctionName: 'orders', Qualifier: '4' });
    expect(Buffer.from(args[0].input.Payload as Uint8Array).toString()).toBe('{"path":"/health"}');
    expect(told()).toEqual(result('Succeeded'));
  });

  test.each([
    ['YAML', 'version: 0.0\nResources:\n  - F:\n      Properties:\n        Name: "a"\n        TargetVersion: "12"\n'],
    ['lower case', '{"resources":[{"f":{"properties":{"name":"a","targetversion":"12"}}}]}'],
  ])('understands an AppSpec in %s', async (_, content) => {
    specIs(content);
    await run({ kind: 'invoke', payload: '{}' });
    expect(lambda.commandCalls(InvokeCommand)[0].args[0].input).toMatchObject({ FunctionName: 'a', Qualifier: '12' });
  });

  test('understands an AppSpec that the deployment has as a string', async () => {
    codeDeploy
      .on(GetDeploymentCommand)
      .resolves({ deploymentInfo: { revision: { revisionType: 'String', string: { content: SPEC } } } });
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Succeeded'));
  });

  test.each([
    ['nothing', undefined],
    ['no function', { revision: { appSpecContent: { content: 'version: 0.0' } } }],
  ])('fails where the deployment names %s', async (_, deploymentInfo) => {
    codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo });
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Failed'));
    expect(logged.join()).toContain('names no function and version');
  });

  test('fails when the function ends with an error, and logs it', async () => {
    functionAnswers('{"errorMessage":"no table"}', 'Unhandled');
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Failed'));
    expect(logged.join()).toContain('Version 4 of orders ends with an error');
  });

  test.each([
    ['the status of its answer', { status: 200 }, 'Succeeded'],
    ['another status', { status: 201 }, 'Failed'],
    ['a text in its answer', { bodyContains: 'ready' }, 'Succeeded'],
    ['another text', { bodyContains: 'Ready' }, 'Failed'],
    ['a value in a text that is JSON itself', { json: { '$.body.state': 'ready' } }, 'Succeeded'],
    ['a number', { json: { '$.statusCode': '200' } }, 'Succeeded'],
    ['a value that is missing', { json: { '$.body.state[0].name': 'ready' } }, 'Failed'],
  ])('compares %s', async (_, expectation, status) => {
    await run({ kind: 'invoke', payload: '{}', expect: expectation });
    expect(told()).toEqual(result(status));
  });

  test.each(['', 'null', 'no JSON', '[1]'])('compares an answer of any shape: %s', async (payload) => {
    functionAnswers(payload);
    await run({ kind: 'invoke', payload: '{}', expect: { status: 200 } });
    expect(told()).toEqual(result('Failed'));
    expect(logged.join()).toContain('The status is missing, not 200.');
  });

  test('takes an answer without a payload', async () => {
    lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Succeeded'));
  });
});

describe('a test that calls an address', () => {
  const url = { kind: 'url', url: 'https://orders.example.com/health', method: 'GET' };

  test('sends what it is told', async () => {
    await run({ ...url, headers: { accept: 'a' }, hostName: 'orders.internal' });
    expect(requests).toMatchObject([
      { url: 'https://orders.example.com/health', headers: { accept: 'a' }, hostName: 'orders.internal' },
    ]);
    expect(told()).toEqual(result('Succeeded'));
  });

  test.each([
    ['$', '{"state":"ready","items":[{"id":7}]}', 'Succeeded'],
    ['$.items[0].id', '7', 'Succeeded'],
    ['$.items[1].id', '7', 'Failed'],
    ['$.state', 'ready', 'Succeeded'],
    ['$.items', '[{"id":7}]', 'Succeeded'],
  ])('finds what stands at %s', async (path, text, status) => {
    await run({ ...url, expect: { json: { [path]: text } } });
    expect(told()).toEqual(result(status));
  });

  test('says everything that is wrong, and quotes the answer', async () => {
    await run({ ...url, expect: { status: 204, bodyContains: 'x', json: { '$.state': 'gone' } } });
    expect(JSON.parse(logged[0])).toMatchObject({
      deploymentId: 'd-1',
      result: 'Failed',
      wrong: [
        'The status is 200, not 204.',
        'The answer does not contain "x".',
        '$.state is ready, not gone.',
        'The answer: {"state":"ready","items":[{"id":7}]}',
      ],
    });
  });
});

describe('the result is told', () => {
  test('when an address cannot be reached', async () => {
    answer = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
    await run({ kind: 'url', url: 'https://gone.example.com', method: 'GET' });
    expect(told()).toEqual(result('Failed'));
  });

  test.each(['url', 'invoke'])('when nothing ever answers: %s', async (kind) => {
    answer = never;
    isPatient = false;
    lambda.on(InvokeCommand).callsFake(never);
    await run({ kind, url: 'https://slow.example.com', method: 'GET', payload: '{}' });
    expect(told()).toEqual(result('Failed'));
    expect(logged.join()).toContain('Nothing answered within 60 seconds.');
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['nothing to do', '{}'],
    ['no expectation', '{"kind":"url"}'],
  ])('when the configuration is %s', async (_, text) => {
    await run(text);
    expect(told()).toEqual(result('Failed'));
  });

  test('when there is no configuration', async () => {
    await handle(event, undefined, services);
    expect(told()).toEqual(result('Failed'));
  });

  test('when the deployment cannot be read', async () => {
    codeDeploy.on(GetDeploymentCommand).rejects(new Error('AccessDenied'));
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Failed'));
  });

  test('when the invocation is refused', async () => {
    lambda.on(InvokeCommand).rejects('AccessDenied');
    await run({ kind: 'invoke', payload: '{}' });
    expect(told()).toEqual(result('Failed'));
  });

  test('once, and a second delivery of the event is well', async () => {
    const over = Object.assign(new Error('over'), { name: 'LifecycleEventAlreadyCompletedException' });
    codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).rejects(over);
    await expect(run({ kind: 'invoke', payload: '{}' })).resolves.toBeUndefined();
  });

  test('by another delivery, when CodeDeploy cannot be told', async () => {
    codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).rejects(new Error('throttled'));
    await expect(run({ kind: 'invoke', payload: '{}' })).rejects.toThrow('throttled');
    expect(logged.join()).toContain('notTold');
  });
});

test.each([{}, null, 'text', { DeploymentId: 'd-1' }, { DeploymentId: 1, LifecycleEventHookExecutionId: 'e-1' }])(
  'an event that is none of CodeDeploy is refused: %j',
  async (given) => {
    await expect(run({ kind: 'invoke', payload: '{}' }, given ?? 'null')).rejects.toThrow(
      'The event is none of CodeDeploy',
    );
    expect(told()).toEqual([]);
  },
);

describe('a request', () => {
  let server: Server;
  let address: string;
  let handleIt: Parameters<typeof createServer>[1];

  beforeAll((done) => {
    server = createServer((request, response) => handleIt?.(request as never, response as never));
    server.listen(0, '127.0.0.1', () => {
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
      done();
    });
  });

  afterAll((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  const signal = (): AbortSignal => new AbortController().signal;

  test('has method, headers, body and host, and gives status and body', async () => {
    handleIt = (request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += String(chunk)));
      request.on('end', () => {
        response.statusCode = 201;
        response.end(JSON.stringify([request.method, request.url, request.headers.host, request.headers.via, text]));
      });
    };
    const request = { url: address, method: 'POST', headers: { via: 'test' }, body: 'hello', hostName: 'orders.test' };
    expect(await send(request, signal())).toEqual({
      status: 201,
      body: '["POST","/health","orders.test","test","hello"]',
    });
  });

  test('reads one megabyte and no more', async () => {
    handleIt = (_, response) => {
      response.write('x'.repeat(3 * 1024 * 1024));
    };
    const { body } = await send({ url: address, method: 'GET' }, signal());
    expect(body.length).toBeGreaterThanOrEqual(1024 * 1024);
    expect(body.length).toBeLessThan(2 * 1024 * 1024);
  });

  test('fails when the connection breaks off', async () => {
    handleIt = (_, response) => {
      response.write('half');
      setImmediate(() => response.destroy());
    };
    await expect(send({ url: address, method: 'GET' }, signal())).rejects.toThrow();
  });

  test('ends when the test is over', async () => {
    const stop = new AbortController();
    handleIt = () => {
      stop.abort();
    };
    await expect(send({ url: address, method: 'GET' }, stop.signal)).rejects.toThrow('abort');
  });

  test('fails where nobody listens, also over TLS', async () => {
    const url = address.replace('http:', 'https:');
    await expect(send({ url, method: 'GET', hostName: 'orders.test' }, signal())).rejects.toThrow();
  });
});
