import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib';
import { Build, DeliveryPipeline, PullRequestEvent, Source, Trigger } from '../../lib';
import type { ISource } from '../../lib';
import { newStack, newTarget, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';
import {
  arnParts,
  expectStartsPipeline,
  gitConfigurations,
  gitHub,
  pipelineOf,
  rulesOf,
  sourceAction,
} from './support';
import { templateOf } from './support';

const waitsFor = (triggers?: Trigger[], branch?: string): unknown[] =>
  gitConfigurations(templateOf(() => gitHub(triggers, { branch })));

describe('a push', () => {
  const pushes = (...triggers: Trigger[]): unknown[] =>
    waitsFor(triggers).map((configuration) => (configuration as { Push: unknown }).Push);

  test('counts on the branch of the source by default', () => {
    expect(waitsFor([Trigger.push()])).toEqual([
      { SourceActionName: 'Source', Push: [{ Branches: { Includes: ['main'] } }] },
    ]);
    expect(waitsFor([Trigger.push()], 'trunk')).toMatchObject([{ Push: [{ Branches: { Includes: ['trunk'] } }] }]);
  });

  test('may count on branches by patterns, but for those that are excluded', () => {
    expect(pushes(Trigger.push({ branches: ['release/**', 'main'], excludeBranches: ['release/old/*'] }))).toEqual([
      [{ Branches: { Includes: ['release/**', 'main'], Excludes: ['release/old/*'] } }],
    ]);
  });

  test('may count when it changes files, on the branch of the source unless the user says others', () => {
    expect(pushes(Trigger.push({ paths: ['src/**'], excludePaths: ['**/*.md'] }))).toEqual([
      [{ Branches: { Includes: ['main'] }, FilePaths: { Includes: ['src/**'], Excludes: ['**/*.md'] } }],
    ]);
    expect(pushes(Trigger.push({ branches: ['dev'], excludePaths: ['docs/**'] }))).toEqual([
      [{ Branches: { Includes: ['dev'] }, FilePaths: { Excludes: ['docs/**'] } }],
    ]);
  });

  test('may count when it brings a tag, on no branch then', () => {
    expect(pushes(Trigger.push({ tags: ['v*'], excludeTags: ['*-rc*'] }))).toEqual([
      [{ Tags: { Includes: ['v*'], Excludes: ['*-rc*'] } }],
    ]);
    expect(pushes(Trigger.push({ excludeTags: ['*-rc*'] }))).toEqual([[{ Tags: { Excludes: ['*-rc*'] } }]]);
  });

  test('takes the place of what the action detects by itself', () => {
    expect(sourceAction(templateOf(() => gitHub([Trigger.push()]))).Configuration.DetectChanges).toBe(false);
    expect(sourceAction(templateOf(() => gitHub())).Configuration.DetectChanges).toBe(true);
  });

  test('takes eight patterns a list, each of 255 characters', () => {
    const branches = Array.from({ length: 8 }, (_, index) => `${index}`.padEnd(255, 'x'));
    expect(pushes(Trigger.push({ branches }))).toEqual([[{ Branches: { Includes: branches } }]]);
  });
});

describe('a pull request', () => {
  test('counts when it is opened or changed, into the branch of the source, by default', () => {
    expect(waitsFor([Trigger.pullRequest()], 'trunk')).toEqual([
      {
        SourceActionName: 'Source',
        PullRequest: [{ Branches: { Includes: ['trunk'] }, Events: ['OPEN', 'UPDATED'] }],
      },
    ]);
  });

  test('counts when it is closed on request only', () => {
    expect(waitsFor([Trigger.pullRequest({ events: [PullRequestEvent.CLOSED] })])).toMatchObject([
      { PullRequest: [{ Events: ['CLOSED'] }] },
    ]);
    expect(JSON.stringify(waitsFor([Trigger.pullRequest({ paths: ['src/**'] })]))).not.toContain('CLOSED');
  });

  test('may count by branches and files, but for those that are excluded', () => {
    const trigger = Trigger.pullRequest({
      branches: ['main', 'release/*'],
      excludeBranches: ['release/0'],
      paths: ['src/**'],
      excludePaths: ['src/docs/**'],
    });
    expect(waitsFor([trigger])).toMatchObject([
      {
        PullRequest: [
          {
            Branches: { Includes: ['main', 'release/*'], Excludes: ['release/0'] },
            FilePaths: { Includes: ['src/**'], Excludes: ['src/docs/**'] },
          },
        ],
      },
    ]);
  });

  test('is no push: nothing else starts the pipeline then', () => {
    const [configuration] = waitsFor([Trigger.pullRequest()]);
    expect(configuration).not.toHaveProperty('Push');
  });
});

test('several triggers make one entry of the source, with a filter each', () => {
  const triggers = [
    Trigger.push(),
    Trigger.push({ tags: ['v*'] }),
    Trigger.push({ branches: ['dev'], paths: ['src/**'] }),
    ...['main', 'dev', 'qa'].map((branch) => Trigger.pullRequest({ branches: [branch] })),
  ];
  const template = templateOf(() => gitHub(triggers));
  expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties.PipelineType).toBe('V2');
  expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties.Triggers).toEqual([
    {
      ProviderType: 'CodeStarSourceConnection',
      GitConfiguration: {
        SourceActionName: 'Source',
        Push: [
          { Branches: { Includes: ['main'] } },
          { Tags: { Includes: ['v*'] } },
          { Branches: { Includes: ['dev'] }, FilePaths: { Includes: ['src/**'] } },
        ],
        PullRequest: ['main', 'dev', 'qa'].map((branch) => ({
          Branches: { Includes: [branch] },
          Events: ['OPEN', 'UPDATED'],
        })),
      },
    },
  ]);
});

test('two sources have triggers of their own', () => {
  const stack = newStack();
  pipelineOf(
    stack,
    gitHub([Trigger.push()], { sourceName: 'app' }),
    gitHub([Trigger.push({ tags: ['v*'] })], { sourceName: 'infra' }),
  );
  expect(gitConfigurations(Template.fromStack(stack))).toEqual([
    { SourceActionName: 'app', Push: [{ Branches: { Includes: ['main'] } }] },
    { SourceActionName: 'infra', Push: [{ Tags: { Includes: ['v*'] } }] },
  ]);
});

/** The sources, with how each detects a change by itself. */
const SOURCES: [string, (stack: Stack, triggers?: Trigger[]) => ISource, string | undefined][] = [
  [
    'CodeCommit',
    (stack, triggers) => Source.codeCommit(Repository.fromRepositoryName(stack, 'Code', 'orders'), { triggers }),
    'PollForSourceChanges',
  ],
  ['a connection', (_, triggers) => gitHub(triggers), 'DetectChanges'],
  [
    'S3',
    (stack, triggers) =>
      Source.s3(new Bucket(stack, 'Uploads', { versioned: true }), { objectKey: 'app.zip', triggers }),
    'PollForSourceChanges',
  ],
  ['ECR', (stack, triggers) => Source.ecr(new ImageRepository(stack, 'Images'), { triggers }), undefined],
];

describe.each(SOURCES)('of %s', (_, make, switchName) => {
  const nightly = Schedule.cron({ hour: '3', minute: '0' });
  const template = (...triggers: Trigger[]): Template => templateOf((stack) => make(stack, triggers));

  test('a manual trigger is that nothing starts the pipeline', () => {
    const given = template(Trigger.manual());
    expect(rulesOf(given)).toEqual([]);
    expect(gitConfigurations(given)).toEqual([]);
    if (switchName !== undefined) expect(sourceAction(given).Configuration[switchName]).toBe(false);
    expect(Object.keys(resourcesOf(given, 'AWS::IAM::Role')).join()).not.toContain('StartRole');
  });

  test('a schedule is a rule with a role that may start just this pipeline, and nothing else starts it', () => {
    const given = template(Trigger.schedule(nightly));
    const [rule] = rulesOf(given);
    expect(rulesOf(given)).toHaveLength(1);
    expect(rule).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      State: 'ENABLED',
      Description: 'Starts the pipeline Test-Pipeline by a time table',
    });
    expect(rule).not.toHaveProperty('EventPattern');
    expectStartsPipeline(given, rule);
    expect(statementsOf(given, 'StartRole')).toEqual([
      {
        Effect: 'Allow',
        Action: 'codepipeline:StartPipelineExecution',
        Resource: { 'Fn::Join': ['', [...arnParts('codepipeline'), ':Test-Pipeline']] },
      },
    ]);
    expect(gitConfigurations(given)).toEqual([]);
    if (switchName !== undefined) expect(sourceAction(given).Configuration[switchName]).toBe(false);
  });

  test('several schedules have a rule each, the same one twice has one, and all share a role', () => {
    const weekly = Schedule.expression('rate(7 days)');
    const given = template(Trigger.schedule(nightly), Trigger.schedule(weekly), Trigger.schedule(nightly));
    expect(rulesOf(given).map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([
      'cron(0 3 * * ? *)',
      'rate(7 days)',
    ]);
    const roles = Object.keys(resourcesOf(given, 'AWS::IAM::Role')).filter((id) => id.includes('StartRole'));
    expect(roles).toHaveLength(1);
  });

  test('a schedule beside a push leaves the push as it is', () => {
    const pushed = template(Trigger.push());
    const both = template(Trigger.push(), Trigger.schedule(nightly));
    expect(gitConfigurations(both)).toEqual(gitConfigurations(pushed));
    const patternsOf = (given: Template): unknown[] =>
      rulesOf(given)
        .map(({ EventPattern }) => EventPattern)
        .filter((pattern) => pattern !== undefined);
    expect(patternsOf(both)).toEqual(patternsOf(pushed));
    expect(rulesOf(both)).toHaveLength(rulesOf(pushed).length + 1);
  });

  test('a push without filters starts the pipeline as no triggers at all do', () => {
    const byDefault = templateOf((stack) => make(stack));
    expect(rulesOf(template(Trigger.push()))).toEqual(rulesOf(byDefault));
    expect(rulesOf(byDefault).length + Number(switchName === 'DetectChanges')).toBe(1);
  });
});

describe('a pipeline that a pull request starts', () => {
  const warningsOf = (trigger: Trigger, released: boolean): unknown[] => {
    const stack = newStack();
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [gitHub([trigger])],
      builds: [Build.project({ buildName: 'Package' })],
      stages: released ? [{ stageName: 'Live', targets: [newTarget(stack)] }] : [],
    });
    Template.fromStack(stack);
    const says = Match.stringLikeRegexp('code that nobody has reviewed is released.*cdk-delivery:pullRequestDeploys');
    return Annotations.fromStack(stack).findWarning('/Test/Pipeline', says);
  };

  test('warns when it has stages that release', () => {
    expect(warningsOf(Trigger.pullRequest(), true)).toHaveLength(1);
  });

  test('does not warn when it only builds, or when a push starts it', () => {
    expect(warningsOf(Trigger.pullRequest(), false)).toEqual([]);
    expect(warningsOf(Trigger.push(), true)).toEqual([]);
  });
});
