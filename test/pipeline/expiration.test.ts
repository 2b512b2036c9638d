import { Duration, Lazy } from 'aws-cdk-lib';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { DeliveryFoundation, Gate } from '../../lib';
import type { IGate } from '../../lib';
import { errorsOf, newPipeline, newStack, newTarget } from '../support/fixtures';

/** What is said of a gate where artifacts are kept for so many days. */
function says(artifactExpiration: Duration | undefined, ...gates: IGate[]): string[] {
  const stack = newStack();
  const foundation = DeliveryFoundation.fromAttributes(stack, 'Foundation', {
    artifactBucketName: 'store',
    artifactExpiration,
  });
  newPipeline(stack, { foundation, stages: [{ stageName: 'Production', gates, targets: [newTarget(stack)] }] });
  return errorsOf(stack);
}

const approval = (timeout?: Duration): IGate => Gate.approval({ timeout });

test.each([
  ['a day less', Duration.days(9)],
  ['a minute less', Duration.minutes(10 * 24 * 60 - 1)],
])('a gate may hold a run for %s than artifacts are kept', (_, timeout) => {
  expect(says(Duration.days(10), approval(timeout))).toEqual([]);
});

test.each([
  ['just as long', Duration.days(10)],
  ['longer', Duration.days(11)],
])('a gate must not hold a run for %s', (_, timeout) => {
  expect(says(Duration.days(10), approval(timeout))).toHaveLength(1);
});

test('a gate that says nothing holds a run for the 7 days of CodePipeline', () => {
  expect(says(Duration.days(8), approval())).toEqual([]);
  expect(says(Duration.days(7), approval())).toHaveLength(1);
});

test('each gate is told by its place', () => {
  const long = (gateName: string): IGate => Gate.approval({ gateName, timeout: Duration.days(30) });
  expect(says(Duration.days(10), long('One'), Gate.approval(), long('Two'))).toEqual([
    expect.stringContaining('stages[0].gates[0]: must not hold a run for longer'),
    expect.stringContaining('stages[0].gates[2]: must not hold a run for longer'),
  ]);
});

test('nothing is compared where it is not known how long artifacts are kept', () => {
  expect(says(undefined, approval(Duration.days(60)))).toEqual([]);
  expect(says(Duration.days(Lazy.number({ produce: () => 1 })), approval(Duration.days(60)))).toEqual([]);
});

test('nothing is compared where it is not known how long a gate holds a run', () => {
  const gate = (holdsFor?: Duration): IGate => ({
    gateName: 'Mine',
    holdsFor,
    bind: (_, { runOrder }) => ({ actions: [new ManualApprovalAction({ actionName: 'Mine', runOrder })] }),
  });
  expect(says(Duration.days(1), gate())).toEqual([]);
  expect(says(Duration.days(1), gate(Duration.minutes(Lazy.number({ produce: () => 1 }))))).toEqual([]);
  expect(says(Duration.days(1), gate(Duration.days(2)))).toHaveLength(1);
});
