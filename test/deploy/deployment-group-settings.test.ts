import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rollback } from '../../lib';
import { errorsOf, lockedStacks, newDeployment, newStack, onlyResource, statementsOf } from '../support/fixtures';

/** So many alarms of a stack. */
function alarms(stack: Stack, count: number): [Alarm, ...Alarm[]] {
  const make = (index: number): Alarm =>
    new Alarm(stack, `Alarm${index}`, {
      metric: new Metric({ namespace: 'N', metricName: 'M' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  return [make(0), ...Array.from({ length: count - 1 }, (_, index) => make(index + 1))];
}

const WARNING = /11 alarms in one deployment group: AWS documents at most 10, .*https:\/\/docs\.aws\.amazon\.com\//;

describe('the number of alarms', () => {
  const stackWith = (count: number): Stack => {
    const stack = newStack();
    newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(...alarms(stack, count)) });
    return stack;
  };

  test('may be 10, which AWS documents, without a word', () => {
    const stack = stackWith(10);
    expect(errorsOf(stack)).toEqual([]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('may be more, which some accounts take, with a warning that names the page', () => {
    const stack = stackWith(11);
    expect(errorsOf(stack)).toEqual([]);
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('.*'));
    expect(warnings.map(({ id, entry }) => [id, entry.data])).toEqual([
      ['/Test/Production', expect.stringMatching(WARNING)],
    ]);
  });

  test('may be 50, and not 51', () => {
    expect(errorsOf(stackWith(50))).toEqual([]);
    expect(errorsOf(stackWith(51))).toHaveLength(1);
  });

  test('does not change what the role may do: to read those alarms', () => {
    const statement = statementsOf(Template.fromStack(stackWith(10)), 'ProductionServiceRole').find(
      ({ Action }) => Action === 'cloudwatch:DescribeAlarms',
    );
    expect(statement?.Resource).toHaveLength(10);
    expect(statement?.Resource).toContainEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Alarm0/), 'Arn'] });
  });
});

test('an alarm after a missing one is told at its own place', () => {
  const stack = newStack();
  const missing = undefined as unknown as Alarm;
  newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(missing, 'errors' as unknown as Alarm) });
  expect(errorsOf(stack)).toEqual([
    'Production (LambdaDeployment) rollback.alarms[0]: must not be empty, got nothing',
    "Production (LambdaDeployment) rollback.alarms[1]: must be an alarm, got 'errors'",
  ]);
});

test('without alarms the role may not look at any', () => {
  const stack = newStack();
  newDeployment(stack);
  const actions = statementsOf(Template.fromStack(stack), 'ProductionServiceRole').flatMap(({ Action }) => Action);
  expect(actions).not.toContain('cloudwatch:DescribeAlarms');
});

test('alarms may be of another stack, without a lock between the two', () => {
  const app = new App();
  const [watch, orders] = [new Stack(app, 'Watch'), new Stack(app, 'Orders')];
  newDeployment(orders, 'Production', { rollback: Rollback.onAlarms(...alarms(watch, 2)) });
  expect(lockedStacks(app)).toEqual([]);
  const template = Template.fromStack(orders);
  const output = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Watch' }) as unknown };
  expect(onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties.AlarmConfiguration).toEqual({
    Enabled: true,
    Alarms: [{ Name: output }, { Name: output }],
  });
  const [, alarmStatement] = statementsOf(template, 'ProductionServiceRole');
  expect(alarmStatement.Resource).toEqual([output, output]);
});
