import { Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { Build, Gate, VariableCheck, WeekDay, WeekDays } from '../../lib';
import type { DeploymentHours, IGate } from '../../lib';
import { changesOf, longestClosed } from '../../lib/pipeline/deployment-hours';
import type { CheckedHours } from '../../lib/pipeline/deployment-hours';
import { windowCron } from '../../lib/pipeline/window-rule';
import {
  allowedActionsOf,
  logicalIdOf,
  newFunction,
  newPipeline,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../support/fixtures';

const WEEK = Object.values(WeekDay);

function gated(...gates: IGate[]): Template {
  const stack = newStack();
  newPipeline(stack, { stages: [{ stageName: 'Production', gates, targets: [newTarget(stack, 'Orders')] }] });
  return Template.fromStack(stack);
}

interface TemplateStage {
  readonly Name: string;
  readonly BeforeEntry?: { readonly Conditions: { readonly Rules: { readonly Name: string }[] }[] };
}

/** The names of the rules at the entry of each stage that has some. */
function entriesOf(template: Template): Record<string, string[]> {
  const { Stages } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties as { Stages: TemplateStage[] };
  return Object.fromEntries(
    Stages.flatMap(({ Name, BeforeEntry }) =>
      BeforeEntry === undefined
        ? []
        : [[Name, BeforeEntry.Conditions.flatMap(({ Rules }) => Rules.map((rule) => rule.Name))]],
    ),
  );
}

const office = { days: WeekDays.MON_TO_THU, fromHour: 9, toHour: 17, timeZone: 'Europe/Berlin' };

describe('the order of gates', () => {
  const main = (): IGate => Gate.variable('#{Source_Source.BranchName}', VariableCheck.equalTo('main'));

  test('rules without an approval before them are the entry condition of the stage', () => {
    const template = gated(Gate.deploymentWindow(office), main(), Gate.approval());
    expect(entriesOf(template)).toEqual({ Production: ['DeploymentWindow', 'Variable'] });
    expect(stagesOf(template).Production).toEqual([['Approve'], ['Orders']]);
  });

  test('rules behind an approval are evaluated after it, so that an approval at night deploys nothing at night', () => {
    const template = gated(main(), Gate.approval(), Gate.deploymentWindow(office));
    expect(entriesOf(template)).toEqual({ 'Production-gate': ['Variable'], Production: ['DeploymentWindow'] });
    expect(stagesOf(template)).toMatchObject({ 'Production-gate': [['Approve']], Production: [['Orders']] });
  });

  test('a window that is waited for stands before the rules of its stage', () => {
    const template = gated(Gate.approval(), Gate.waitForWindow(office), main());
    expect(entriesOf(template)).toEqual({ Production: ['Variable'] });
    expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties).toMatchObject({
      DisableInboundStageTransitions: [{ StageName: 'Production', Reason: 'Outside of the deployment window' }],
    });
  });

  test('a window that is waited for before an approval holds the stage of the approval', () => {
    const template = gated(Gate.waitForWindow(office), Gate.approval(), Gate.deploymentWindow(office));
    expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties).toMatchObject({
      DisableInboundStageTransitions: [{ StageName: 'Production-gate' }],
    });
  });
});

test('an alarm that may take its time holds a run that long', () => {
  const stack = newStack();
  const metric = new Metric({ namespace: 'Orders', metricName: 'Errors' });
  const alarm = new Alarm(stack, 'Errors', { metric, threshold: 1, evaluationPeriods: 1 });
  expect(Gate.alarm(alarm).holdsFor).toBeUndefined();
  expect(Gate.alarm(alarm, { waitFor: Duration.hours(2) }).holdsFor?.toHours()).toBe(2);
});

describe('a window that is waited for', () => {
  const schedules = (hours: DeploymentHours): Record<string, object> =>
    Object.fromEntries(
      Object.entries(resourcesOf(gated(Gate.waitForWindow(hours)), 'AWS::Scheduler::Schedule')).map(
        ([id, { Properties }]) => [/(Open|Close)/.exec(id)?.[0] ?? id, Properties],
      ),
    );

  test('opens and closes the transition by two schedules, which try again as long as it makes sense', () => {
    const target = (action: string, more: object): object => ({
      Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:scheduler:::aws-sdk:codepipeline:${action}`]] },
      Input: JSON.stringify({
        PipelineName: 'Test-Pipeline',
        StageName: 'Production',
        TransitionType: 'Inbound',
        ...more,
      }),
      RetryPolicy: { MaximumEventAgeInSeconds: 1800, MaximumRetryAttempts: 185 },
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/ScheduleRole/), 'Arn'] },
    });
    expect(schedules(office)).toEqual({
      Open: {
        Description: 'Opens the transition into Production of Test-Pipeline',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'cron(0 9 ? * MON,TUE,WED,THU *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        State: 'ENABLED',
        Target: target('enableStageTransition', {}),
      },
      Close: {
        Description: 'Closes the transition into Production of Test-Pipeline',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'cron(0 17 ? * MON,TUE,WED,THU *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        State: 'ENABLED',
        Target: target('disableStageTransition', { Reason: 'Outside of the deployment window' }),
      },
    });
  });

  test.each<[string, DeploymentHours, string, string]>([
    [
      'until midnight closes on the next day',
      { days: WeekDays.of(WeekDay.SUN), fromHour: 20 },
      '0 20 ? * SUN',
      '0 0 ? * MON',
    ],
    ['of whole days stays open from one to the next', { days: WeekDays.MON_TO_FRI }, '0 0 ? * MON', '0 0 ? * SAT'],
    [
      'of whole days here and there opens and closes each time',
      { days: WeekDays.of(WeekDay.THU, WeekDay.MON) },
      '0 0 ? * MON,THU',
      '0 0 ? * TUE,FRI',
    ],
  ])('%s', (_, hours, opens, closes) => {
    const { Open, Close } = schedules(hours) as Record<string, { ScheduleExpression: string }>;
    expect([Open.ScheduleExpression, Close.ScheduleExpression]).toEqual([`cron(${opens} *)`, `cron(${closes} *)`]);
  });

  test('has a role for just the transition into its stage, which EventBridge Scheduler alone may take, for this account', () => {
    const template = gated(Gate.approval(), Gate.waitForWindow(office));
    const role = logicalIdOf(template, 'AWS::IAM::Role', 'ScheduleRole');
    expect(statementsOf(template, role)).toEqual([
      {
        Action: ['codepipeline:DisableStageTransition', 'codepipeline:EnableStageTransition'],
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':codepipeline:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':Test-Pipeline/Production',
            ],
          ],
        },
      },
    ]);
    expect(resourcesOf(template, 'AWS::IAM::Role')[role].Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('codepipeline:EnableStageTransition');
  });

  test('holds a run for the longest time that it is closed', () => {
    const held = (hours: DeploymentHours): number | undefined => Gate.waitForWindow(hours).holdsFor?.toHours();
    expect(held(office)).toBe(3 * 24 + 16);
    expect(held({ days: WeekDays.MON_TO_FRI })).toBe(48);
    expect(held({ fromHour: 9, toHour: 17 })).toBe(16);
    expect(held({ days: WeekDays.of(WeekDay.WED), fromHour: 9, toHour: 10 })).toBe(7 * 24 - 1);
  });
});

test.each([
  ['deploymentWindow', (hours: DeploymentHours) => Gate.deploymentWindow(hours)],
  ['waitForWindow', (hours: DeploymentHours) => Gate.waitForWindow(hours)],
])('a time zone that nobody knows gets a warning of %s', (_, gateOf) => {
  const warned = (timeZone: string): number => {
    const stack = newStack();
    const gates = [gateOf({ ...office, timeZone })];
    newPipeline(stack, { stages: [{ stageName: 'Production', gates, targets: [newTarget(stack)] }] });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('knows no time zone')).length;
  };
  expect(['Asia/Soul', 'Asia/Seoul', 'UTC'].map(warned)).toEqual([1, 0, 0]);
});

describe('for any hours', () => {
  const anyHours = fc
    .tuple(fc.subarray(WEEK, { minLength: 1 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }))
    .map(([days, from, length]) => ({ days, from, to: Math.min(from + length + 1, 24), timeZone: 'UTC' }));
  const week = WEEK.flatMap((day) => Array.from({ length: 24 }, (_, hour) => ({ day, hour })));
  const isOpen = ({ days, from, to }: CheckedHours, day: WeekDay, hour: number): boolean =>
    days.includes(day) && hour >= from && hour < to;

  test('the expression of a window says just these', () => {
    fc.assert(
      fc.property(anyHours, (hours) => {
        const [second, minute, hourField, dayOfMonth, month, dayOfWeek, year] = windowCron(hours).split(' ');
        expect([second, minute, dayOfMonth, month, year]).toEqual(['*', '*', '?', '*', '*']);
        const [first, last] = hourField.split('-').map(Number);
        const says = week.map(({ day, hour }) => dayOfWeek.split(',').includes(day) && hour >= first && hour <= last);
        expect(says).toEqual(week.map(({ day, hour }) => isOpen(hours, day, hour)));
      }),
    );
  });

  test('schedules open a transition in just these, and never change it twice at a time', () => {
    fc.assert(
      fc.property(anyHours, (hours) => {
        const { opens, closes } = changesOf(hours);
        let open = opens.length === 0;
        const states = [...week, ...week].map(({ day, hour }) => {
          const [toOpen, toClose] = [
            opens.includes(day) && hour === hours.from,
            closes.includes(day) && hour === hours.to % 24,
          ];
          expect(toOpen && toClose).toBe(false);
          open = (open || toOpen) && !toClose;
          return open;
        });
        // The first week is for getting into step.
        expect(states.slice(week.length)).toEqual(week.map(({ day, hour }) => isOpen(hours, day, hour)));
        const closed = [...states.slice(week.length), ...states.slice(week.length)].join(' ').split('true');
        const longest = Math.max(...closed.map((run) => run.split('false').length - 1));
        expect(longestClosed(hours).toHours()).toBe(longest);
      }),
    );
  });
});

test.each([
  ['an environment that is not known', undefined],
  ['GovCloud', { account: '111122223333', region: 'us-gov-west-1' }],
])('in %s no ARN names a partition, and every gate is there', (_, env) => {
  const stack = newStack({ env });
  const build = Build.project({ buildName: 'Package' });
  const metric = new Metric({ namespace: 'Orders', metricName: 'Errors' });
  newPipeline(stack, {
    builds: [build],
    stages: [
      {
        stageName: 'Production',
        gates: [
          Gate.waitForWindow(office),
          Gate.approval({ mails: ['leads@example.com'] }),
          Gate.deploymentWindow(office),
          Gate.alarm(new Alarm(stack, 'Errors', { metric, threshold: 1, evaluationPeriods: 1 })),
          Gate.lambdaFunction(newFunction(stack, 'Ask')),
          Gate.commands({ commands: ['make ready'], input: build.artifact }),
        ],
        targets: [newTarget(stack, 'Orders')],
      },
    ],
  }).grantApprove('Production', new Role(stack, 'Leads', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
  const template = Template.fromStack(stack);
  expect(entriesOf(template)).toEqual({ Production: ['DeploymentWindow', 'Alarm', 'Lambda', 'Commands'] });
  expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws[a-z-]*:/);
});
