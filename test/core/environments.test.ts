import { App, Stack } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { checkEnvironment } from '../../lib/core/environments';
import { Problems } from '../../lib/core/problems';

const HOME = { account: '111122223333', region: 'eu-west-1' };

/** What a stack in one environment says of something in another. */
function compare(own: Environment | undefined, other: Environment | undefined): { answer: boolean; reports: string[] } {
  const app = new App();
  const [user, used] = [new Stack(app, 'Test', { env: own }), new Stack(app, 'Used', { env: other })];
  const answer = checkEnvironment(Problems.of(user, 'Thing'), 'topic', user, {
    account: used.account,
    region: used.region,
  });
  return { answer, reports: user.node.validate() };
}

test.each([
  ['the same environment', HOME, HOME],
  ['two stacks that do not say where they are', undefined, undefined],
])('%s can work together', (_, own, other) => {
  expect(compare(own, other)).toEqual({ answer: true, reports: [] });
});

test.each([
  ['a stack that does not say where it is and one that does', undefined, HOME, 2],
  ['a stack that says where it is and one that does not', HOME, undefined, 2],
  ['stacks that both say their region and only one its account', { region: 'eu-west-1' }, HOME, 1],
])('%s cannot work together, since aws-cdk-lib takes them for two environments', (_, own, other, count) => {
  const { answer, reports } = compare(own, other);
  expect(answer).toBe(false);
  expect(reports).toHaveLength(count);
  for (const report of reports) expect(report).toMatch(/give both stacks the same env$/);
});

test('another region is reported with both regions', () => {
  expect(compare(HOME, { ...HOME, region: 'us-east-1' })).toEqual({
    answer: false,
    reports: [
      "Test (Thing) topic: must be in the region of the stack that uses it, eu-west-1: another region is not supported yet, got 'us-east-1'",
    ],
  });
});

test('another account is reported with both accounts', () => {
  expect(compare(HOME, { ...HOME, account: '444455556666' })).toEqual({
    answer: false,
    reports: [
      "Test (Thing) topic: must be in the account of the stack that uses it, 111122223333: another account is not supported yet, got '444455556666'",
    ],
  });
});

test('another account and another region are both reported', () => {
  expect(compare(HOME, { account: '444455556666', region: 'us-east-1' }).reports).toHaveLength(2);
});
