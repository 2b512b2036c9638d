import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Build, BuildProject, BuildSource, PullRequestChecks, SourceRepository, Trigger } from '../../lib';
import { actionsOf, allowedActionsOf, errorsOf, newPipeline, newStack } from '../support/fixtures';
import { gitHub, projectOf, templateOf } from './support';

const batchSpec = BuildSpec.fromObject({
  version: '0.2',
  batch: { 'fast-fail': true },
  phases: { build: { commands: ['make'] } },
});

test('a build that is started again may start itself again, which CodeBuild does by its role', () => {
  const given = templateOf({ source: gitHub(), retries: 2 });
  expect(projectOf(given).Properties.AutoRetryLimit).toBe(2);
  expect(allowedActionsOf(given, 'BuildRole')).toContain('codebuild:RetryBuild');
  expect(allowedActionsOf(templateOf({ source: gitHub() }), 'BuildRole')).not.toContain('codebuild:RetryBuild');
});

test('a build of a pipeline is not started again by CodeBuild', () => {
  const stack = newStack();
  newPipeline(stack, { builds: [Build.project({ buildName: 'Package', retries: 2 })] });
  expect(errorsOf(stack)).toEqual([
    'Build (BuildProject) retries: must not be given without a source: CodeBuild does not start builds of a pipeline again',
  ]);
});

test('a webhook starts a batch where the project has one', () => {
  const source = BuildSource.gitHub({
    connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b',
    repository: 'acme/orders',
    triggers: [Trigger.push()],
  });
  const typeOf = (given: Template): unknown =>
    (projectOf(given).Properties.Triggers as { BuildType?: unknown }).BuildType;
  expect(typeOf(templateOf({ source, batch: {}, buildSpec: batchSpec }))).toBe('BUILD_BATCH');
  expect(typeOf(templateOf({ source }))).toBeUndefined();
});

test('a batch is not started by a time table', () => {
  const stack = newStack();
  const source = BuildSource.gitHub({
    connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b',
    repository: 'acme/orders',
    triggers: [Trigger.schedule(Schedule.rate(Duration.days(1)))],
  });
  new BuildProject(stack, 'Build', { source, batch: {} });
  expect(errorsOf(stack)).toEqual([
    'Build (BuildProject) batch: must not be given beside time tables and pushes to CodeCommit, which start single builds; start the batch in a pipeline, or by a webhook',
  ]);
});

test('a batch needs a section in its buildspec', () => {
  const stack = newStack();
  new BuildProject(stack, 'Build', { batch: {}, commands: ['make'] });
  expect(errorsOf(stack)).toEqual([
    'Build (BuildProject) batch: needs a buildspec with a section batch, which says what builds there are',
  ]);
});

test.each([
  ['batch', {}],
  ['retries', 2],
] as const)('a check at CodeCommit takes no %s', (prop, value) => {
  const stack = newStack();
  const repositories = [new SourceRepository(stack, 'Code', { repositoryName: 'orders' })];
  new PullRequestChecks(stack, 'Checks', { repositories, [prop]: value });
  expect(errorsOf(stack)).toEqual([
    `Checks (PullRequestChecks) ${prop}: must not be given at CodeCommit: just the build that the check started counts`,
  ]);
});

test('what the builds of a batch put out can become one artifact', () => {
  const stack = newStack();
  newPipeline(stack, {
    builds: [Build.project({ buildName: 'Package', batch: { combineArtifacts: true }, buildSpec: batchSpec })],
  });
  expect(actionsOf(Template.fromStack(stack))['Build/Package'].Configuration).toMatchObject({
    BatchEnabled: 'true',
    CombineArtifacts: 'true',
  });
});
