import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Build,
  BuildProject,
  BuildVariable,
  CodeReview,
  DeliveryFoundation,
  Gate,
  GateResult,
  Source,
  StageFailure,
  StageRule,
  SuccessResult,
  VariableCheck,
  WeekDays,
} from '../lib';
import type { DeliveryStage, IGate, DeliveryPipelineProps } from '../lib';
import { errorsOf, newFunction, newPipeline, newStack } from './support/fixtures';
import { untyped } from './support/mistakes';
import { each, expectCollected } from './support/wrong-javascript';
import type { Give } from './support/wrong-javascript';

const build = Build.project({ buildName: 'Package' });
const input = build.artifact;
const main = VariableCheck.equalTo('main');
const branch = '#{Source_Source.BranchName}';
const PIPELINE = 'Pipeline (DeliveryPipeline)';

function alarmOn(stack: Stack, id = 'Errors'): IAlarm {
  const metric = new Metric({ namespace: 'Orders', metricName: 'Errors' });
  return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

function stageWith(stack: Stack, stage: Partial<DeliveryStage>, props: Partial<DeliveryPipelineProps> = {}): void {
  const gates = [...(stage.gates ?? []), Gate.approval({ gateName: 'Last' })];
  newPipeline(stack, { builds: [build], ...props, stages: [{ stageName: 'Production', ...stage, gates }] });
}

type GateOf = (stack: Stack) => IGate;

const saysOf = (...gatesOf: GateOf[]): string[] => {
  const stack = newStack();
  stageWith(stack, { gates: gatesOf.map((gateOf) => gateOf(stack)) });
  return errorsOf(stack);
};

const project = (stack: Stack): Project => untyped(Project.fromProjectName(stack, 'Checks', 'checks'));
const commands =
  (rest: object): GateOf =>
  () =>
    Gate.commands({ commands: ['make'], input, ...rest });
const statement = (...actions: string[]): PolicyStatement => new PolicyStatement({ actions, resources: ['*'] });
const roleOf = (stack: Stack): Role =>
  new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });

test.each<[string, GateOf, string]>([
  [
    'an alarm that is none',
    () => Gate.alarm(untyped('errors')),
    "Alarm (Gate.alarm) alarm: must be an alarm, got 'errors'",
  ],
  [
    'a composite alarm',
    (stack) => Gate.alarm(new CompositeAlarm(stack, 'All', { alarmRule: AlarmRule.fromBoolean(true) })),
    'Alarm (Gate.alarm) alarm: must be an alarm on a metric: composite alarms can be described all together only; ' +
      'give the alarms that it is made of, each in a rule',
  ],
  [
    'an alarm that is looked at for seconds',
    (stack) => Gate.alarm(alarmOn(stack), { waitFor: Duration.seconds(90) }),
    "Alarm (Gate.alarm) waitFor: must be whole minutes, got '1 minute 30 seconds'",
  ],
  [
    'an alarm that is looked at for no time',
    (stack) => Gate.alarm(alarmOn(stack), { waitFor: Duration.minutes(0) }),
    'Alarm (Gate.alarm) waitFor: must be 1 to 86400 minutes, got 0',
  ],
  [
    'a window that ends before it begins',
    () => Gate.deploymentWindow({ fromHour: 22, toHour: 4 }),
    'DeploymentWindow (Gate.deploymentWindow) toHour: must be later than fromHour, 22: the hours are those of one day, got 4',
  ],
  [
    'a window that begins at an hour which no day has',
    () => Gate.deploymentWindow({ fromHour: 24 }),
    'DeploymentWindow (Gate.deploymentWindow) fromHour: must be 0 to 23 o’clock, got 24',
  ],
  [
    'a window that ends at an hour which no day has',
    () => Gate.deploymentWindow({ toHour: 25 }),
    'DeploymentWindow (Gate.deploymentWindow) toHour: must be 1 to 24 o’clock, got 25',
  ],
  [
    'a window with hours that are not whole',
    () => Gate.deploymentWindow({ fromHour: 9.5 }),
    'DeploymentWindow (Gate.deploymentWindow) fromHour: must be a whole number of 0 to 23 o’clock, got 9.5',
  ],
  [
    'a window of hours that are not known yet',
    () => Gate.deploymentWindow({ fromHour: Lazy.number({ produce: () => 9 }) }),
    'DeploymentWindow (Gate.deploymentWindow) fromHour: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a window without days',
    () => Gate.deploymentWindow({ days: WeekDays.of() }),
    'DeploymentWindow (Gate.deploymentWindow) days: must have at least one, got 0',
  ],
  [
    'a window on days that no week has',
    () => Gate.deploymentWindow({ days: WeekDays.of(untyped('MONDAY')) }),
    "DeploymentWindow (Gate.deploymentWindow) days: must be days of the week, got 'MONDAY'",
  ],
  [
    'a window on days that are no days',
    () => Gate.deploymentWindow({ days: untyped(['MON']) }),
    'DeploymentWindow (Gate.deploymentWindow) days: must be a WeekDays, got a list; use the functions of WeekDays',
  ],
  [
    'a window in a time zone of a form that CodePipeline does not take',
    () => Gate.deploymentWindow({ timeZone: 'America/Argentina/Ushuaia' }),
    "DeploymentWindow (Gate.deploymentWindow) timeZone: must be of the form Region/City, UTC, or UTC+HH:MM, got 'America/Argentina/Ushuaia'",
  ],
  [
    'a window to wait for in a time zone of a form that EventBridge Scheduler does not take',
    () => Gate.waitForWindow({ toHour: 12, timeZone: 'UTC+05:30' }),
    "Window (Gate.waitForWindow) timeZone: must be of the form Region/City, or UTC, got 'UTC+05:30'",
  ],
  [
    'a window to wait for that is always open',
    () => Gate.waitForWindow({}),
    'Window (Gate.waitForWindow) toHour: must leave hours that are closed: there is nothing to wait for; leave the gate out',
  ],
  [
    'a variable that is no reference',
    () => Gate.variable('BranchName', main),
    "Variable (Gate.variable) variable: must be of the form #{NAMESPACE.NAME}, got 'BranchName'",
  ],
  [
    'a variable whose name is not known yet',
    () => Gate.variable(Lazy.string({ produce: () => branch }), main),
    'Variable (Gate.variable) variable: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a variable without a check',
    () => Gate.variable(branch, untyped(undefined)),
    'Variable (Gate.variable) check: must be a VariableCheck, got nothing',
  ],
  [
    'a variable with a check that is none',
    () => Gate.variable(branch, untyped('main')),
    "Variable (Gate.variable) check: must be a VariableCheck, got 'main'; use the functions of VariableCheck",
  ],
  [
    'a check with more text than a rule takes',
    () => Gate.variable(branch, VariableCheck.equalTo('x'.repeat(10_001))),
    'Variable (Gate.variable) check: must be 1 to 10000 characters, got 10001',
  ],
  [
    'a function that is none',
    () => Gate.lambdaFunction(untyped({})),
    'Lambda (Gate.lambdaFunction) function: must be a function, got a value of type object',
  ],
  [
    'parameters of a function that are no texts',
    (stack) => Gate.lambdaFunction(newFunction(stack), { userParameters: untyped({ tier: 1 }) }),
    'Lambda (Gate.lambdaFunction) userParameters.tier: must be a string, got 1',
  ],
  [
    'parameters of a function that are longer than a rule takes',
    (stack) => Gate.lambdaFunction(newFunction(stack), { userParameters: { text: 'x'.repeat(9_990) } }),
    'Lambda (Gate.lambdaFunction) userParameters: must be 1 to 10000 characters, got 10001',
  ],
  [
    'an artifact that nothing puts out',
    (stack) => Gate.lambdaFunction(newFunction(stack), { input: Build.project({ buildName: 'Elsewhere' }).artifact }),
    "Lambda (Gate.lambdaFunction) input: must be put out by a source or an earlier build of this pipeline, got 'the output of build Elsewhere'; add what puts it out",
  ],
  [
    'an artifact that is none',
    commands({ input: 'Package' }),
    "Commands (Gate.commands) input: must be a DeliveryArtifact, got 'Package'; use the artifact of a build or source",
  ],
  [
    'a project that is none',
    () => Gate.codeBuild(untyped(7), { input }),
    'CodeBuild (Gate.codeBuild) project: must be a project, got 7',
  ],
  [
    'a project that is a BuildProject',
    (stack) => Gate.codeBuild(untyped(new BuildProject(stack, 'Checks')), { input }),
    'CodeBuild (Gate.codeBuild) project: must be a project, got the BuildProject Test/Checks; use its .project',
  ],
  [
    'variables of a build that are longer than CodePipeline takes',
    (stack) => Gate.codeBuild(project(stack), { input, variables: { TEXT: BuildVariable.plain('x'.repeat(1000)) } }),
    'CodeBuild (Gate.codeBuild) variables: must have at most 1000 characters of JSON together, got 1047; set them on the project',
  ],
  ['no commands', commands({ commands: [] }), 'Commands (Gate.commands) commands: must have at least 1, got 0'],
  [
    'more commands than a rule takes',
    commands({ commands: Array.from({ length: 51 }, (_, index) => `make ${index}`) }),
    'Commands (Gate.commands) commands: must be 1 to 50 commands, got 51',
  ],
  [
    'a command that is longer than a rule takes',
    commands({ commands: ['x'.repeat(1001)] }),
    'Commands (Gate.commands) commands[0]: must be 1 to 1000 characters together, got 1001',
  ],
  [
    'a command of two lines',
    commands({ commands: ['make\ncheck'] }),
    'Commands (Gate.commands) commands[0]: must be one line, as CodePipeline takes no others; join them by &&',
  ],
  [
    'commands that may do everything',
    commands({ statements: [statement('*')] }),
    "Commands (Gate.commands) statements[0]: must name actions of services, not everything, got '*'; name what the commands need",
  ],
  [
    'commands with a statement that is none',
    commands({ statements: [{}] }),
    'Commands (Gate.commands) statements[0]: must be a PolicyStatement, got a value of type object',
  ],
  [
    'commands with both a role and statements',
    (stack) =>
      Gate.commands({ commands: ['make'], input, role: roleOf(stack), statements: [statement('s3:ListBucket')] }),
    'Commands (Gate.commands) statements: must not be given beside role; add them to the role',
  ],
  [
    'commands with a role that is none',
    commands({ role: 'admin' }),
    "Commands (Gate.commands) role: must be a role, got 'admin'",
  ],
  [
    'mails that are no list',
    () => Gate.approval({ mails: untyped('leads@example.com') }),
    "Approve (Gate.approval) mails: must be a list, got 'leads@example.com'",
  ],
  [
    'a mail that is none',
    () => Gate.approval({ mails: ['leads'] }),
    "Approve (Gate.approval) mails[0]: must be of the form NAME@DOMAIN, got 'leads'",
  ],
  [
    'a mail twice',
    () => Gate.approval({ mails: ['a@example.com', 'a@example.com'] }),
    "Approve (Gate.approval) mails: must have each address once, got 'a@example.com'",
  ],
  [
    'chat that is none',
    () => Gate.approval({ chat: untyped('#leads') }),
    "Approve (Gate.approval) chat: must be a channel that notification rules can tell, got '#leads'; give a SlackChannelConfiguration of aws-cdk-lib",
  ],
])('%s is refused once', (_, gateOf, says) => {
  expect(saysOf(gateOf)).toEqual([says]);
});

test('a full clone cannot be taken by a rule', () => {
  const stack = newStack();
  const source = Source.codeCommit(Repository.fromRepositoryName(stack, 'Clone', 'orders'), { fullClone: true });
  const gates = [Gate.commands({ commands: ['make'], input: source.artifact })];
  stageWith(stack, { gates }, { sources: [source] });
  expect(errorsOf(stack)).toContain(
    "Commands (Gate.commands) input: must not be a full clone, which only builds can take, got 'the output of source Source'; " +
      'add a build that puts the files out, or leave fullClone out',
  );
});

const SKIP = { otherwise: GateResult.SKIP };
const window: GateOf = () => Gate.deploymentWindow({ toHour: 12 });
const wait =
  (gateName?: string): GateOf =>
  () =>
    Gate.waitForWindow({ toHour: 12, gateName });
const variable =
  (options = {}): GateOf =>
  () =>
    Gate.variable(branch, main, options);

test.each<[string, GateOf[], string]>([
  [
    'skip the stage by a rule that cannot',
    [() => ({ ...window(newStack()), ...SKIP, bind: () => ({}) })],
    "stages[0].gates[0].otherwise: must not skip the stage by a DeploymentWindow rule, got 'SKIP'; " +
      'CodePipeline skips a stage by variable checks and Lambda functions alone: let the run fail',
  ],
  [
    'skip the stage by an alarm, which plain JavaScript can say',
    [(stack) => Gate.alarm(alarmOn(stack), untyped(SKIP))],
    "stages[0].gates[0].otherwise: must not skip the stage by a CloudWatchAlarm rule, got 'SKIP'; " +
      'CodePipeline skips a stage by variable checks and Lambda functions alone: let the run fail',
  ],
  [
    'are rules',
    [() => untyped(StageRule.variable(branch, main))],
    'stages[0].gates[0]: must be a gate, got a value of class StageRule; use Gate.variable',
  ],
  [
    'are reviews',
    [() => untyped(CodeReview.inspector(untyped({})))],
    'stages[0].gates[0]: must be a gate, got a value of class CodeReview; use Gate.approval',
  ],
  [
    'differ in their result',
    [window, variable(SKIP)],
    "stages[0].gates[1]: must have the same result as stages[0].gates[0]: they are one condition, got 'SKIP'; " +
      'let both fail, or put an approval between them',
  ],
  [
    'have a result that a gate cannot have',
    [variable({ otherwise: untyped('ROLLBACK') })],
    "stages[0].gates[0].otherwise: must be FAIL or SKIP, got 'ROLLBACK'",
  ],
  [
    'have one name',
    [variable(), variable()],
    "stages[0].gates[1].ruleName: must be unique, got 'Variable'; stages[0].gates[0].ruleName has that name, too",
  ],
  [
    'have odd names',
    [variable({ ruleName: 'is main?' })],
    "stages[0].gates[0].ruleName: must be 1 to 100 characters of letters, digits and . @ - _, got 'is main?'",
  ],
  [
    'are more rules than a condition takes',
    ['a', 'b', 'c', 'd', 'e', 'f'].map((ruleName) => variable({ ruleName })),
    'stages[0].gates[0]: must be 1 to 5 rules, got 6',
  ],
  [
    'wait for a window behind a rule',
    [variable(), wait()],
    'stages[0].gates[1]: must stand before the rules of its stage: the transition is what a run passes first; ' +
      'put it before stages[0].gates[0], or an approval between them',
  ],
  [
    'wait for two windows',
    [wait('Morning'), wait('Evening')],
    'stages[0].gates[1]: must not hold the transition beside stages[0].gates[0]: each would open what the other closed; ' +
      'leave one of them out, or put an approval between them',
  ],
])('gates that %s are refused once', (_, gates, says) => {
  expect(saysOf(...gates)).toEqual([`${PIPELINE} ${says}`]);
});

test.each<[string, GateOf[]]>([
  ['at once', [wait()]],
  ['behind an approval', [() => Gate.approval(), wait()]],
])('a stage that nobody may enter cannot wait for a window as well, %s', (_, gates) => {
  const stack = newStack();
  stageWith(stack, { gates: gates.map((gateOf) => gateOf(stack)), transitionDisabledReason: 'Freeze' });
  expect(errorsOf(stack)).toEqual([
    `${PIPELINE} stages[0].transitionDisabledReason: must not be given beside stages[0].gates[${gates.length - 1}], which would enable the transition; ` +
      'leave the gate out while nobody may enter the stage',
  ]);
});

test.each([
  ['(', 1],
  ['^release/.*$', 0],
  [Lazy.string({ produce: () => '(' }), 0],
])('an expression that may be none is warned of: %s', (expression, count) => {
  const stack = newStack();
  stageWith(stack, { gates: [Gate.variable(branch, VariableCheck.matching(expression))] });
  expect(
    Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('Make sure that Java takes it')),
  ).toHaveLength(count);
});

test('an alarm of another region is refused', () => {
  const app = new App();
  const elsewhere = new Stack(app, 'Elsewhere', { env: { account: '111122223333', region: 'us-east-1' } });
  const stack = new Stack(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  stageWith(stack, { gates: [Gate.alarm(alarmOn(elsewhere))] });
  expect(errorsOf(stack)).toEqual([
    "Alarm (Gate.alarm) alarm: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ]);
});

test('a window that is closed for longer than artifacts are kept is refused', () => {
  const stack = newStack();
  const foundation = new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.days(2) });
  stageWith(stack, { gates: [Gate.waitForWindow({ days: WeekDays.MON_TO_THU })] }, { foundation });
  expect(errorsOf(stack)).toContain(
    `${PIPELINE} stages[0].gates[0]: must not hold a run for longer than artifacts are kept, ` +
      "got '3 days with artifacts kept for 2 days'; shorten the timeout or lengthen artifactExpiration of the foundation",
  );
});

describe('in execution mode PARALLEL', () => {
  const executionMode = ExecutionMode.PARALLEL;
  const says = (stageOf: (rule: StageRule) => Partial<DeliveryStage>): string[] => {
    const stack = newStack();
    stageWith(stack, stageOf(StageRule.variable(branch, main)), { executionMode });
    return errorsOf(stack);
  };
  const WHY = 'must not roll back in executionMode PARALLEL, which has no last run to go back to';

  test.each<[string, (rule: StageRule) => Partial<DeliveryStage>, string]>([
    [
      'a failed stage',
      () => ({ onFailure: StageFailure.rollBack() }),
      `stages[0].onFailure: ${WHY}; use StageFailure.retryAllActions`,
    ],
    [
      'a failed stage by a rule',
      (rule) => ({ onFailure: StageFailure.rollBackWhen(rule) }),
      `stages[0].onFailure: ${WHY}; use StageFailure.retryAllActions`,
    ],
    [
      'a stage that succeeded',
      (rule) => ({ onSuccess: { rules: [rule] } }),
      `stages[0].onSuccess.otherwise: ${WHY}; let the stage fail: SuccessResult.FAIL`,
    ],
  ])('%s cannot be rolled back', (_, stageOf, line) => {
    expect(says(stageOf)).toEqual([`${PIPELINE} ${line}`]);
  });

  test('a stage may fail or be retried', () => {
    const results = [StageFailure.fail(), StageFailure.retryAllActions()].flatMap((onFailure) =>
      says((rule) => ({ onFailure, onSuccess: { rules: [rule], otherwise: SuccessResult.FAIL } })),
    );
    expect(results).toEqual([]);
  });
});

test('a success has a result of its own', () => {
  const stack = newStack();
  stageWith(stack, { onSuccess: { rules: [StageRule.variable(branch, main)], otherwise: untyped('SKIP') } });
  expect(errorsOf(stack)).toEqual([`${PIPELINE} stages[0].onSuccess.otherwise: must be ROLLBACK or FAIL, got 'SKIP'`]);
});

test('more rules than a condition takes are refused after a success and after a failure', () => {
  const rules = ['a', 'b', 'c', 'd', 'e', 'f'].map((ruleName) => StageRule.variable(branch, main, { ruleName }));
  const stack = newStack();
  stageWith(stack, { onSuccess: { rules }, onFailure: StageFailure.rollBackWhen(...rules) });
  expect(errorsOf(stack)).toEqual([
    `${PIPELINE} stages[0].onSuccess.rules: must be 1 to 5 rules, got 6`,
    `${PIPELINE} stages[0].onFailure: must be 1 to 5 rules, got 6`,
  ]);
});

describe('whatever plain JavaScript gives', () => {
  const gate = (make: (stack: Stack, given: never) => IGate) => (stack: Stack, given: Record<string, unknown>) => {
    stageWith(stack, { gates: [make(stack, untyped(given))] });
  };
  const HOURS = ['days', 'fromHour', 'toHour', 'timeZone'];
  const CASES: [string, Give][] = [
    ...each(
      'alarm',
      ['ruleName', 'waitFor'],
      gate((stack, given) => Gate.alarm(alarmOn(stack), given)),
    ),
    ...each(
      'deploymentWindow',
      HOURS,
      gate((_, given) => Gate.deploymentWindow(given)),
    ),
    ...each(
      'waitForWindow',
      ['gateName', 'timeZone'],
      gate((_, given) => Gate.waitForWindow(given)),
    ),
    ...each(
      'variable',
      ['otherwise'],
      gate((_, given) => Gate.variable(branch, main, given)),
    ),
    ...each(
      'lambdaFunction',
      ['input', 'userParameters'],
      gate((stack, given) => Gate.lambdaFunction(newFunction(stack), given)),
    ),
    ...each(
      'codeBuild',
      ['variables'],
      gate((stack, given) => Gate.codeBuild(project(stack), given)),
    ),
    ...each(
      'commands',
      ['commands', 'statements', 'role'],
      gate((_, given) => Gate.commands(given)),
    ),
    ...each(
      'approval',
      ['mails', 'chat', 'notify'],
      gate((_, given) => Gate.approval(given)),
    ),
    ...each('onSuccess', ['rules', 'otherwise'], (stack, given) => {
      stageWith(stack, { onSuccess: untyped({ rules: [StageRule.variable(branch, main)], ...given }) });
    }),
    [
      'Gate.alarm',
      (stack, value) => {
        gate(() => Gate.alarm(untyped(value), untyped(value)))(stack, {});
      },
    ],
    [
      'Gate.variable',
      (stack, value) => {
        gate(() => Gate.variable(untyped(value), untyped(value)))(stack, {});
      },
    ],
    [
      'VariableCheck',
      (stack, value) => {
        gate(() => Gate.variable(branch, VariableCheck.matching(untyped(value))))(stack, {});
      },
    ],
    [
      'WeekDays',
      (stack, value) => {
        gate(() => Gate.waitForWindow({ toHour: 9, days: WeekDays.of(untyped(value)) }))(stack, {});
      },
    ],
  ];

  test.each(CASES)('%s is reported, or taken', (_, give) => {
    expectCollected(give);
  });
});
