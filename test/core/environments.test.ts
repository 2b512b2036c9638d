import { App, Stack } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { checkEnvironment, checkOptionalResource, checkResource } from '../../lib/core/environments';
import { Problems } from '../../lib/core/problems';

const HOME = { account: '111122223333', region: 'eu-west-1' };
const THE_SAME = 'give both stacks the same env';

interface Outcome {
  readonly answer: boolean;
  readonly reports: string[];
}

/** What a stack in one environment says of something in another: in a stack of its own, or in the same one. */
function compare(own: Environment | undefined, other: Environment | undefined, isElsewhere?: boolean): Outcome {
  const app = new App();
  const [user, used] = [new Stack(app, 'User', { env: own }), new Stack(app, 'Used', { env: other })];
  const env = { account: used.account, region: used.region };
  const answer = checkEnvironment(Problems.of(user, 'Thing'), 'topic', user, env, isElsewhere);
  return { answer, reports: user.node.validate().map((message) => message.replace('User (Thing) topic: ', '')) };
}

test.each([
  ['of the same environment', HOME, HOME],
  ['that do not say where they are', undefined, undefined],
  ['that both say the same region and no account', { region: 'eu-west-1' }, { region: 'eu-west-1' }],
])('two stacks %s can work together', (_, own, other) => {
  expect(compare(own, other)).toEqual({ answer: true, reports: [] });
});

test.each([
  ['region', { ...HOME, region: 'us-east-1' }, 'eu-west-1', 'us-east-1'],
  ['account', { ...HOME, account: '444455556666' }, '111122223333', '444455556666'],
])('another %s is reported with both', (what, other, own, got) => {
  expect(compare(HOME, other)).toEqual({
    answer: false,
    reports: [`must be in the ${what} of the stack that uses it, ${own}, got '${got}'; use one of that ${what}`],
  });
});

test('another account and another region are both reported, also within one stack', () => {
  const other = { account: '444455556666', region: 'us-east-1' };
  expect(compare(HOME, other).reports).toHaveLength(2);
  expect(compare(HOME, other, false)).toMatchObject({ answer: false, reports: { length: 2 } });
});

test.each([
  ['the using', HOME, undefined, 'its'],
  ['its', undefined, HOME, 'the using'],
])('an environment that only %s stack says is reported, with the cure', (known, own, other, unknown) => {
  expect(compare(own, other)).toEqual({
    answer: false,
    reports: ['account', 'region'].map(
      (what) =>
        `must be in the ${what} of the stack that uses it: ${known} stack says one, ${unknown} stack does not; ${THE_SAME}`,
    ),
  });
});

test('where only the account is said by one stack alone, only the account is reported', () => {
  const { reports } = compare({ region: 'eu-west-1' }, HOME);
  expect(reports).toEqual([expect.stringMatching(/^must be in the account /)]);
});

test('within one stack it does not matter that something does not say where it is', () => {
  expect(compare(HOME, undefined, false)).toEqual({ answer: true, reports: [] });
});

describe('a resource', () => {
  const check = (make: (app: App, user: Stack) => unknown, optional = false): { given: unknown } & Outcome => {
    const app = new App();
    const user = new Stack(app, 'User', { env: HOME });
    const given = make(app, user) as Topic | undefined;
    const run = optional ? checkOptionalResource : checkResource;
    const answer = run(Problems.of(user, 'Thing'), 'topic', user, given, 'a topic', 'topicArn');
    if (answer !== undefined) expect(answer).toBe(given);
    return { given, answer: answer !== undefined, reports: user.node.validate() };
  };

  test('of the same environment is given back', () => {
    expect(check((app) => new Topic(new Stack(app, 'Used', { env: HOME }), 'Topic'))).toMatchObject({
      answer: true,
      reports: [],
    });
  });

  test('of the same stack is given back, wherever it was imported from', () => {
    expect(
      check((_, user) => Topic.fromTopicArn(user, 'Topic', `arn:aws:sns:eu-west-1:${HOME.account}:t`)),
    ).toMatchObject({
      answer: true,
      reports: [],
    });
  });

  test('of another environment is reported', () => {
    const elsewhere = { ...HOME, region: 'us-east-1' };
    expect(check((app) => new Topic(new Stack(app, 'Used', { env: elsewhere }), 'Topic'))).toMatchObject({
      answer: false,
      reports: [expect.stringContaining('topic: must be in the region of the stack that uses it, eu-west-1')],
    });
  });

  test.each<[string, unknown]>([
    ['a name', 'orders'],
    ['a number', 7],
    ['an object', { topicArn: 'x' }],
  ])('must not be %s', (_, value) => {
    expect(check(() => value)).toMatchObject({
      answer: false,
      reports: [expect.stringMatching(/^User \(Thing\) topic: must be a topic, got /)],
    });
  });

  test('that is missing is reported, unless it may be left out', () => {
    expect(check(() => undefined).reports).toEqual(['User (Thing) topic: must be a topic, got nothing']);
    expect(check(() => undefined, true)).toMatchObject({ answer: false, reports: [] });
    expect(check(() => 'orders', true).reports).toHaveLength(1);
  });
});
