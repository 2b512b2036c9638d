import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SmokeCheck, SmokeTest } from '../lib';
import type { LambdaDeploymentProps, SmokeTestProps } from '../lib';
import { newDeployment, newFunction } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

const NUMBER = Lazy.number({ produce: () => 1 });

const deployment = (props: (stack: Stack) => unknown): Mistake['make'] => {
  return (stack) => newDeployment(stack, 'Production', untyped<Partial<LambdaDeploymentProps>>(props(stack)));
};
const smoke = (props: unknown): Mistake['make'] => {
  return (stack) => new SmokeTest(stack, 'Smoke', untyped<SmokeTestProps>(props));
};
const url = (address: unknown, options?: unknown): Mistake['make'] =>
  smoke({ check: SmokeCheck.url(untyped(address), untyped(options)) });

const HOOKS: Mistake[] = [
  {
    what: 'a hook that is a name',
    make: deployment(() => ({ beforeTraffic: 'smoke' })),
    says: "Production (LambdaDeployment) beforeTraffic: must be a Lambda function, got 'smoke'",
  },
  {
    what: 'a hook that is a smoke test instead of its function',
    make: deployment((stack) => ({ afterTraffic: new SmokeTest(stack, 'Smoke') })),
    says: 'Production (LambdaDeployment) afterTraffic: must be a Lambda function, got the SmokeTest Test/Smoke',
  },
  {
    what: 'a hook that is the function itself',
    make: deployment((stack) => {
      const fn = newFunction(stack);
      return { function: fn, beforeTraffic: fn };
    }),
    says:
      'Production (LambdaDeployment) beforeTraffic: must be another function than the one that is released, ' +
      "got 'Function'; use a SmokeTest, which invokes the new version",
  },
  {
    what: 'a hook that is an alias of the function',
    make: deployment((stack) => {
      const fn = newFunction(stack);
      return {
        function: fn,
        afterTraffic: new Alias(stack, 'Beta', { aliasName: 'beta', version: fn.currentVersion }),
      };
    }),
    says:
      'Production (LambdaDeployment) afterTraffic: must be another function than the one that is released, ' +
      "got 'Beta'; use a SmokeTest, which invokes the new version",
  },
  {
    what: 'a hook in another region',
    make: deployment(() => {
      const elsewhere = new Stack(new App(), 'Elsewhere', { env: { account: '111122223333', region: 'eu-west-1' } });
      return { beforeTraffic: newFunction(elsewhere) };
    }),
    says:
      'Production (LambdaDeployment) beforeTraffic: must be in the region of the stack that uses it: its stack ' +
      'says one, the using stack does not; give both stacks the same env',
  },
  {
    what: 'alarms that are perhaps ignored',
    make: deployment(() => ({ ignoreAlarms: 'yes' })),
    says: "Production (LambdaDeployment) ignoreAlarms: must be true or false, got 'yes'",
  },
  {
    what: 'alarms that are ignored if the deployment says so',
    make: deployment(() => ({ ignoreAlarms: NUMBER })),
    says: 'Production (LambdaDeployment) ignoreAlarms: must be known at synthesis, got a value known at deployment only; give a literal',
  },
  {
    what: 'failures of alarms that are perhaps ignored',
    make: deployment(() => ({ ignorePollAlarmFailure: 1 })),
    says: 'Production (LambdaDeployment) ignorePollAlarmFailure: must be true or false, got 1',
  },
  {
    what: 'notifications that are no list',
    make: deployment(() => ({ notifications: {} })),
    says: 'Production (LambdaDeployment) notifications: must be a list, got a value of type object',
  },
  {
    what: 'a notification without a topic',
    make: deployment(() => ({ notifications: [{}] })),
    says: 'Production (LambdaDeployment) notifications[0].topic: must be a topic, got nothing',
  },
  {
    what: 'an event that there is not',
    make: deployment((stack) => ({ notifications: [{ topic: new Topic(stack, 'Topic'), events: ['Done'] }] })),
    says:
      'Production (LambdaDeployment) notifications[0].events[0]: must be one of DeploymentStart, DeploymentSuccess, ' +
      'DeploymentFailure, DeploymentStop, DeploymentRollback, DeploymentReady, InstanceStart, InstanceSuccess, ' +
      "InstanceFailure, InstanceReady, got 'Done'; use DeploymentEvent",
  },
];

const SMOKE_TESTS: Mistake[] = [
  {
    what: 'a check that is none',
    make: smoke({ check: 'https://x' }),
    says: "Smoke (SmokeTest) check: must be a SmokeCheck, got 'https://x'; use the functions of SmokeCheck",
  },
  {
    what: 'a payload that is an object',
    make: smoke({ check: SmokeCheck.invoke({ payload: untyped({}) }) }),
    says: 'Smoke (SmokeTest) check.payload: must be a string, got a value of type object',
  },
  {
    what: 'a payload that is no JSON',
    make: smoke({ check: SmokeCheck.invoke({ payload: 'hello' }) }),
    says: "Smoke (SmokeTest) check.payload: must be JSON text, got 'hello'; use JSON.stringify",
  },
  {
    what: 'a payload that is too long',
    make: smoke({ check: SmokeCheck.invoke({ payload: `"${'x'.repeat(3000)}"` }) }),
    says: 'Smoke (SmokeTest) check.payload: must be 0 to 3000 characters, got 3002',
  },
  {
    what: 'options of an invocation that are none',
    make: smoke({ check: SmokeCheck.invoke(untyped('hello')) }),
    says: "Smoke (SmokeTest) check: must be an object, got 'hello'",
  },
  {
    what: 'no address',
    make: url(undefined),
    says: 'Smoke (SmokeTest) check.url: must be given, got nothing',
  },
  {
    what: 'an address without a protocol',
    make: url('orders.example.com'),
    says: "Smoke (SmokeTest) check.url: must be an address that begins with https:// or http://, got 'orders.example.com'",
  },
  {
    what: 'an address with an impossible port',
    make: url('https://orders:port'),
    says: "Smoke (SmokeTest) check.url: must be an address that begins with https:// or http://, got 'https://orders:port'",
  },
  {
    what: 'an address that is a number',
    make: url(7),
    says: 'Smoke (SmokeTest) check.url: must be an address that begins with https:// or http://, got 7',
  },
  {
    what: 'a method that there is not',
    make: url('https://x', { method: 'get' }),
    says: "Smoke (SmokeTest) check.method: must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, got 'get'",
  },
  {
    what: 'a header that is a number',
    make: url('https://x', { headers: { age: 1 } }),
    says: "Smoke (SmokeTest) check.headers['age']: must be a string, got 1",
  },
  {
    what: 'a header without a value',
    make: url('https://x', { headers: { age: undefined } }),
    says: "Smoke (SmokeTest) check.headers['age']: must be given, got nothing",
  },
  {
    what: 'headers that are a list',
    make: url('https://x', { headers: ['accept'] }),
    says: 'Smoke (SmokeTest) check.headers: must be an object, got a list',
  },
  {
    what: 'a host with a protocol',
    make: url('https://x', { hostName: 'https://y' }),
    says:
      'Smoke (SmokeTest) check.hostName: must be 1 to 253 characters of letters, digits, - and single dots between ' +
      "names, got 'https://y'",
  },
  {
    what: 'a secret in a header',
    make: url('https://x', { headers: { key: '{{resolve:secretsmanager:orders}}' } }),
    says:
      'Smoke (SmokeTest) check: must not hold a secret, which whoever may read functions could read; try out something ' +
      'that needs none',
  },
  {
    what: 'an expectation that is a text',
    make: smoke({ expect: 'ok' }),
    says: "Smoke (SmokeTest) expect: must be an object, got 'ok'",
  },
  {
    what: 'a status that there is not',
    make: smoke({ expect: { status: 2000 } }),
    says: 'Smoke (SmokeTest) expect.status: must be 100 to 599 as a status of HTTP, got 2000',
  },
  {
    what: 'a path without a root',
    make: smoke({ expect: { json: { state: 'ready' } } }),
    says: "Smoke (SmokeTest) expect.json['state']: must be a path from the root on, like $.items[0].name, got 'state'",
  },
  {
    what: 'a value that is a number',
    make: smoke({ expect: { json: { '$.count': 3 } } }),
    says: "Smoke (SmokeTest) expect.json['$.count']: must be a string, got 3",
  },
  {
    what: 'a timeout that is a number',
    make: smoke({ timeout: 30 }),
    says: 'Smoke (SmokeTest) timeout: must be a Duration, got 30',
  },
  {
    what: 'a timeout that no function has',
    make: smoke({ timeout: Duration.minutes(15) }),
    says: 'Smoke (SmokeTest) timeout: must be 1 to 840 seconds, got 900',
  },
  {
    what: 'a timeout that is known at deployment only',
    make: smoke({ timeout: Duration.seconds(NUMBER) }),
    says: 'Smoke (SmokeTest) timeout: must be known at synthesis, got a value of class Duration; give a literal',
  },
  {
    what: 'a name with a dot',
    make: smoke({ functionName: 'a.b' }),
    says: "Smoke (SmokeTest) functionName: must be 1 to 64 characters of letters, digits, - and _, got 'a.b'",
  },
  {
    what: 'a network that is a name',
    make: smoke({ network: 'vpc-1' }),
    says: "Smoke (SmokeTest) network: must be an object, got 'vpc-1'",
  },
  {
    what: 'a network without a VPC',
    make: smoke({ network: {} }),
    says: 'Smoke (SmokeTest) network.vpc: must be a VPC, got nothing',
  },
  {
    what: 'more than a function can be told',
    make: url('https://x', { body: 'x'.repeat(2900), headers: { long: 'x'.repeat(900) } }),
    says: 'Smoke (SmokeTest) check: must be at most 3500 characters as JSON, with what is expected, got 3921',
  },
];

test.each(HOOKS)('of a deployment with $what, the report says so', expectReport);
test.each(SMOKE_TESTS)('of a smoke test with $what, the report says so', expectReport);

test.each([undefined, null, {}, { check: null, expect: null, timeout: undefined, network: null }])(
  'a smoke test of plain JavaScript with %j ends in no error of ours',
  (props) => {
    const make = (): unknown => new SmokeTest(new Stack(new App(), 'Test'), 'Smoke', untyped(props));
    expect(make).not.toThrow();
  },
);
