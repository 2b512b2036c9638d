import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { EventBus, Schedule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Build,
  DeliveryPipeline,
  BuildVariable,
  Gate,
  PackageFeed,
  PackageFormat,
  PackageRepository,
  PackageVersionEvent,
  PipelineStart,
  PipelineVariable,
  Source,
  SourceVariables,
  TargetVariables,
  Verification,
  VerificationVariables,
} from '../../lib';
import type { DeliveryPipelineProps, IPackageRepository, IVerification } from '../../lib';
import {
  errorsOf,
  lockedStacks,
  newPipeline,
  newSource,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import { untyped } from '../support/mistakes';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

function made(props: Partial<DeliveryPipelineProps>): Template {
  const stack = newStack();
  newPipeline(stack, props);
  return Template.fromStack(stack);
}

function says(props: Partial<DeliveryPipelineProps>): string[] {
  const stack = newStack();
  newPipeline(stack, props);
  return errorsOf(stack);
}

describe('variables of a pipeline', () => {
  const release = PipelineVariable.named('release', { defaultValue: 'latest', description: 'What is released' });

  test('are declared, and stand where they are named', () => {
    const template = made({
      variables: [release],
      builds: [Build.project({ buildName: 'Package', variables: { RELEASE: BuildVariable.plain(release.reference) } })],
    });
    expect(onlyResource(template, PIPELINE).Properties.Variables).toEqual([
      { Name: 'release', DefaultValue: 'latest', Description: 'What is released' },
    ]);
    expect(release.reference).toBe('#{variables.release}');
  });

  test('without a default are warned of, since no event sets them', () => {
    const stack = newStack();
    newPipeline(stack, { variables: [PipelineVariable.named('ticket')] });
    Annotations.fromStack(stack).hasWarning('/Test/Pipeline', Match.stringLikeRegexp('variable ticket has no default'));
    expect(onlyResource(Template.fromStack(stack), PIPELINE).Properties.Variables).toEqual([{ Name: 'ticket' }]);
  });

  test('that an action names must be declared', () => {
    const stack = newStack();
    newPipeline(stack, {
      stages: [
        {
          stageName: 'Production',
          gates: [Gate.approval({ information: `Release ${release.reference}?` })],
          targets: [newTarget(stack)],
        },
      ],
    });
    expect(errorsOf(stack)).toEqual([
      "Pipeline (DeliveryPipeline) variables: must have every variable that an action names, got '#{variables.release}'; add the PipelineVariable",
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'with an odd name',
      [PipelineVariable.named('a b')],
      "variables[0].variableName: must be 1 to 128 characters of letters, digits and @ - _, got 'a b'",
    ],
    [
      'with an empty default',
      [PipelineVariable.named('a', { defaultValue: '' })],
      "variables[0].defaultValue: must be 1 to 1000 characters, got ''",
    ],
    [
      'with a long description',
      [PipelineVariable.named('a', { defaultValue: 'x', description: 'x'.repeat(201) })],
      'variables[0].description: must be 0 to 200 characters, got 201',
    ],
    [
      'that are none',
      ['a'],
      "variables[0]: must be a PipelineVariable, got 'a'; use the functions of PipelineVariable",
    ],
    [
      'twice',
      [release, release],
      "variables[1].variableName: must be unique, got 'release'; variables[0].variableName has that name, too",
    ],
    [
      'more than 50',
      Array.from({ length: 51 }, (_, index) => PipelineVariable.named(`v${index}`, { defaultValue: 'x' })),
      'variables: must be 0 to 50 variables, got 51',
    ],
  ])('%s are refused', (_what, variables, rule) => {
    expect(says({ variables: untyped(variables) })).toEqual([`Pipeline (DeliveryPipeline) ${rule}`]);
  });
});

describe('a value of an action', () => {
  const takes = (value: string): Partial<DeliveryPipelineProps> => ({
    stages: [{ stageName: 'Production', gates: [Gate.approval({ information: value })] }],
  });

  test.each([SourceVariables.of('Source').commitId, '#{codepipeline.PipelineExecutionId}', '#{Build_Package.VERSION}'])(
    'that runs before is taken: %s',
    (value) => {
      expect(says(takes(value))).toEqual([]);
    },
  );

  test.each([
    [TargetVariables.of('Nope', 'x').named('Url'), 'name stage and target as they are, in an earlier place'],
    [
      TargetVariables.of('Production', 'Approve').named('Url'),
      'name stage and target as they are, in an earlier place',
    ],
    [
      TargetVariables.of('Build', 'Pack').named('Url'),
      "name stage and target as they are, in an earlier place; in Build those with values are 'Package'",
    ],
  ])('that does not run before is refused, and says what does: %s', (value, cure) => {
    expect(says(takes(value))).toEqual([
      `Pipeline (DeliveryPipeline) stages['Production']: must not take a value of an action that does not run before Approve, got '${value}'; ${cure}`,
    ]);
  });

  const after = (verifications: IVerification[], value: string): string[] =>
    says({
      stages: [
        { stageName: 'Staging', gates: [Gate.approval()], verifications },
        { stageName: 'Production', gates: [Gate.approval({ information: value })] },
      ],
    });
  const commands = (outputVariables?: string[]): IVerification =>
    Verification.commands({ verificationName: 'C', commands: ['make check'], outputVariables });
  const synthetic = Verification.syntheticCheck({ verificationName: 'C', url: 'https://example.com' });
  const { executionArn } = VerificationVariables.of('Staging', 'C');
  const named = VerificationVariables.of('Staging', 'C').named('A');

  test('that commands tell is taken', () => {
    expect(after([commands(['A'])], named)).toEqual([]);
  });

  test.each<[string, IVerification, string, string]>([
    ['commands that tell others', commands(['A', 'B']), executionArn, "'A', 'B'"],
    ['commands that tell nothing', commands(), named, 'none'],
    ['a synthetic check', synthetic, named, 'none'],
  ])('that is not declared is refused: of %s', (_what, verification, value, names) => {
    expect(after([verification], value)).toEqual([
      `Pipeline (DeliveryPipeline) stages['Production']: must take a value that C of Staging tells, which are ${names}, got '${value}'; ` +
        'add it to outputVariables, which Verification.commands takes',
    ]);
  });

  test('of an action that has none is refused, and says which have some', () => {
    const value = TargetVariables.of('Staging', 'Approve').named('Url');
    expect(after([commands(['A'])], value)).toEqual([
      `Pipeline (DeliveryPipeline) stages['Production']: must not take a value of Approve of Staging, which has none, got '${value}'; ` +
        "in Staging those with values are 'C'",
    ]);
  });
});

test('what a source tells is named by the source', () => {
  const { branchName, commitId, commitMessage, imageDigest, versionId } = SourceVariables.of('Source');
  expect([branchName, commitId, commitMessage, imageDigest, versionId]).toEqual(
    ['BranchName', 'CommitId', 'CommitMessage', 'ImageDigest', 'VersionId'].map((name) => `#{Source_Source.${name}}`),
  );
  expect(SourceVariables.of('Code').named('AuthorDate')).toBe('#{Source_Code.AuthorDate}');
});

describe('a pipeline is started', () => {
  const rulesOf = (startedBy: PipelineStart[]): Record<string, unknown>[] =>
    Object.entries(resourcesOf(made({ startedBy }), 'AWS::Events::Rule'))
      .filter(([id]) => id.includes('Starts'))
      .map(([, { Properties }]) => Properties);

  test('by a time table', () => {
    expect(rulesOf([PipelineStart.schedule(Schedule.cron({ hour: '4', minute: '0' }))])).toEqual([
      expect.objectContaining({ ScheduleExpression: 'cron(0 4 * * ? *)' }),
    ]);
  });

  test('by the success of another pipeline', () => {
    expect(rulesOf([PipelineStart.pipelineSuccess('library')])).toEqual([
      expect.objectContaining({
        EventPattern: {
          source: ['aws.codepipeline'],
          'detail-type': ['CodePipeline Pipeline Execution State Change'],
          detail: { pipeline: ['library'], state: ['SUCCEEDED'] },
        },
      }),
    ]);
  });

  test('by any event, on any bus, with a role that may start this pipeline alone', () => {
    const app = new App();
    const [buses, stack] = [new Stack(app, 'Buses'), new Stack(app, 'Test')];
    const eventBus = new EventBus(buses, 'Bus');
    newPipeline(stack, { startedBy: [PipelineStart.onEvent({ source: ['orders'] }, { eventBus })] });
    const template = Template.fromStack(stack);
    const [rule] = Object.entries(resourcesOf(template, 'AWS::Events::Rule')).filter(([id]) => id.includes('Starts'));
    expect(rule[1].Properties).toMatchObject({ EventPattern: { source: ['orders'] } });
    expect(JSON.stringify(rule[1].Properties.EventBusName)).toContain('Fn::GetStackOutput');
    expect(statementsOf(template, 'StartRole')).toEqual([
      expect.objectContaining({ Action: 'codepipeline:StartPipelineExecution' }),
    ]);
    expect(lockedStacks(app)).toEqual([]);
  });

  describe('by a version of a package', () => {
    const start = (stack: Stack): PipelineStart =>
      PipelineStart.packageVersion(
        PackageVersionEvent.of(repository(stack), {
          format: PackageFormat.NPM,
          packageNamespace: '@acme',
          packageName: 'ui',
        }),
      );
    const repository = (stack: Stack): IPackageRepository =>
      PackageRepository.fromRepositoryName(stack, 'Team', 'acme', 'team');

    test('of another pipeline', () => {
      const stack = newStack();
      newPipeline(stack, { startedBy: [start(stack)] });
      const rules = Object.entries(resourcesOf(Template.fromStack(stack), 'AWS::Events::Rule'));
      expect(rules.find(([id]) => id.includes('Starts'))?.[1].Properties.EventPattern).toMatchObject({
        source: ['aws.codeartifact'],
        detail: { repositoryName: ['team'], packageName: ['ui'] },
      });
    });

    test('that it publishes itself is refused', () => {
      const stack = newStack();
      const team = repository(stack);
      const feeds = [PackageFeed.npm(team, { publishes: [{ packageNamespace: '@acme', packageName: 'ui' }] })];
      newPipeline(stack, {
        builds: [Build.project({ buildName: 'Package', commands: ['npm publish'], feeds })],
        startedBy: [PipelineStart.packageVersion(PackageVersionEvent.of(team))],
      });
      expect(errorsOf(stack)).toEqual([
        'Pipeline (DeliveryPipeline) startedBy[0]: must not be what a build of this pipeline publishes: it would start itself for ever; ' +
          'name the packages of others by packageNamespace and packageName',
      ]);
    });

    test('must be one', () => {
      expect(says({ startedBy: [PipelineStart.packageVersion(untyped('ui'))] })).toEqual([
        "Pipeline (DeliveryPipeline) startedBy[0]: must be a PackageVersionEvent, got 'ui'; use the functions of PackageVersionEvent",
      ]);
    });
  });

  test('by rules whose ids do not depend on their order', () => {
    const night = PipelineStart.schedule(Schedule.cron({ hour: '4', minute: '0' }));
    const library = PipelineStart.pipelineSuccess('library');
    const ids = (startedBy: PipelineStart[]): string[] =>
      Object.keys(resourcesOf(made({ startedBy }), 'AWS::Events::Rule')).sort();
    expect(ids([night, library])).toEqual(ids([library, night]));
  });

  test.each<[string, unknown, string]>([
    [
      'by itself',
      [PipelineStart.pipelineSuccess('Test-Pipeline')],
      "startedBy[0]: must be another pipeline: this one would start itself for ever, got 'Test-Pipeline'",
    ],
    ['by no name', [PipelineStart.pipelineSuccess(untyped(7))], 'startedBy[0]: must be a string, got 7'],
    [
      'by a name that no pipeline has',
      [PipelineStart.pipelineSuccess('the other')],
      "startedBy[0]: must be 1 to 100 characters of letters, digits and . @ - _, got 'the other'",
    ],
    [
      'by an event from nowhere',
      [PipelineStart.onEvent({ source: [] })],
      'startedBy[0].source: must have at least 1, got 0',
    ],
    [
      'by an event whose source is no list',
      [PipelineStart.onEvent({ source: untyped('aws.ecr') })],
      "startedBy[0].source: must be a list, got 'aws.ecr'",
    ],
    [
      'by an event whose detail is a text',
      [PipelineStart.onEvent({ source: ['aws.ecr'], detail: untyped('pushed') })],
      "startedBy[0].detail: must be an object, got 'pushed'",
    ],
    [
      'by every event',
      [PipelineStart.onEvent({ account: ['111122223333'] })],
      'startedBy[0]: must have a source or a detailType: else every event would start the pipeline',
    ],
    ['by no event', [PipelineStart.onEvent(untyped(undefined))], 'startedBy[0]: must be given, got nothing'],
    [
      'by no table',
      [PipelineStart.schedule(untyped('daily'))],
      "startedBy[0]: must be a Schedule of aws-cdk-lib/aws-events, got 'daily'",
    ],
    [
      'by a table with five fields',
      [PipelineStart.schedule(Schedule.expression('cron(0 3 * * *)'))],
      "startedBy[0]: must be rate(…) or cron(…) as EventBridge takes it, got 'cron(0 3 * * *)'; use Schedule.rate or Schedule.cron",
    ],
    [
      'by a table with both kinds of days',
      [PipelineStart.schedule(Schedule.expression('cron(0 3 1 * MON *)'))],
      "startedBy[0]: must be rate(…) or cron(…) as EventBridge takes it, got 'cron(0 3 1 * MON *)'; use Schedule.rate or Schedule.cron",
    ],
    [
      'by a rate of one in the plural',
      [PipelineStart.schedule(Schedule.expression('rate(1 days)'))],
      "startedBy[0]: must be rate(…) or cron(…) as EventBridge takes it, got 'rate(1 days)'; use Schedule.rate or Schedule.cron",
    ],
    [
      'by a bus that is none',
      [PipelineStart.onEvent({ source: ['a'] }, { eventBus: untyped('bus') })],
      "startedBy[0].eventBus: must be an event bus, got 'bus'",
    ],
    [
      'by something else',
      ['daily'],
      "startedBy[0]: must be a PipelineStart, got 'daily'; use the functions of PipelineStart",
    ],
    [
      'twice by the same',
      [PipelineStart.pipelineSuccess('a'), PipelineStart.pipelineSuccess('a')],
      'startedBy[1]: must differ from the others',
    ],
  ])('%s: refused', (_what, startedBy, rule) => {
    expect(says({ startedBy: untyped(startedBy) })).toEqual([`Pipeline (DeliveryPipeline) ${rule}`]);
  });
});

test('the latest run starts again when the pipeline changes, where that is asked for', () => {
  const restarts = (restartOnUpdate?: boolean): unknown =>
    onlyResource(made({ restartOnUpdate }), PIPELINE).Properties.RestartExecutionOnUpdate;
  expect([restarts(), restarts(true)]).toEqual([false, true]);
  expect(says({ restartOnUpdate: untyped('yes') })).toEqual([
    "Pipeline (DeliveryPipeline) restartOnUpdate: must be true or false, got 'yes'",
  ]);
});

describe('runs side by side', () => {
  const warnings = (sources: (stack: Stack) => DeliveryPipelineProps['sources']): number => {
    const stack = newStack();
    new DeliveryPipeline(stack, 'Pipeline', {
      executionMode: ExecutionMode.PARALLEL,
      sources: sources(stack),
      builds: [Build.project({ buildName: 'Package' })],
    });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('takes the latest revision')).length;
  };

  test('are warned of where the source cannot tell them apart', () => {
    expect(warnings((stack) => [newSource(stack)])).toBe(1);
    expect(
      warnings((stack) => [Source.s3(new Bucket(stack, 'Inbox', { versioned: true }), { objectKey: 'a.zip' })]),
    ).toBe(1);
  });

  test('of a connection are told apart', () => {
    const connectionArn = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1';
    expect(warnings(() => [Source.gitHub({ connectionArn, repository: 'acme/orders', branch: 'main' })])).toBe(0);
  });
});

describe('the roles of a pipeline', () => {
  test('may all be the user’s, and then none is made', () => {
    const stack = newStack();
    const role = (service: string): Role =>
      new Role(stack, service, { assumedBy: new ServicePrincipal(`${service}.amazonaws.com`) });
    const roles = { pipeline: role('codepipeline'), commands: role('codebuild'), starts: role('events') };
    newPipeline(stack, { roles, stages: [] });
    expect(Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role')).map((id) => id.slice(0, -8))).toEqual([
      'codepipeline',
      'codebuild',
      'events',
    ]);
  });

  test.each([
    ['roles', untyped<DeliveryPipelineProps['roles']>('mine'), "roles: must be an object, got 'mine'"],
    ['roles.commands', { commands: untyped<Role>('mine') }, "roles.commands: must be a role, got 'mine'"],
  ])('that are none are refused: %s', (_prop, roles, rule) => {
    expect(says({ roles })).toEqual([`Pipeline (DeliveryPipeline) ${rule}`]);
  });
});

describe('grants on a pipeline', () => {
  const grantee = (stack: Stack): Role =>
    new Role(stack, 'Ops', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const of = (stage: string): unknown => expect.stringMatching(`:Test-Pipeline${stage}$`) as unknown;

  function granted(
    grant: (pipeline: ReturnType<typeof newPipeline>, role: Role) => void,
  ): [string | string[], unknown][] {
    const stack = newStack();
    grant(newPipeline(stack), grantee(stack));
    return statementsOf(Template.fromStack(stack), 'Ops').map(({ Action, Resource }) => [
      Action,
      (Resource as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].at(-1),
    ]);
  }

  const READ = expect.arrayContaining(['codepipeline:GetPipelineState', 'codepipeline:ListRuleExecutions']) as unknown;

  test.each<[string, Parameters<typeof granted>[0], string | string[], unknown]>([
    ['start', ({ grants }, role) => grants.start(role), 'codepipeline:StartPipelineExecution', of('')],
    ['stop', ({ grants }, role) => grants.stop(role), 'codepipeline:StopPipelineExecution', of('')],
    ['retry all stages', ({ grants }, role) => grants.retry(role), 'codepipeline:RetryStageExecution', of('/\\*')],
    [
      'retry one stage',
      ({ grants }, role) => grants.retry(role, 'Production'),
      'codepipeline:RetryStageExecution',
      of('/Production'),
    ],
    [
      'roll back',
      ({ grants }, role) => grants.rollBack(role, 'Production'),
      'codepipeline:RollbackStage',
      of('/Production'),
    ],
    [
      'hold',
      ({ grants }, role) => grants.disableTransition(role, 'Production'),
      ['codepipeline:DisableStageTransition', 'codepipeline:EnableStageTransition'],
      of('/Production'),
    ],
    [
      'override',
      ({ grants }, role) => grants.overrideCondition(role, 'Production'),
      'codepipeline:OverrideStageCondition',
      of('/Production'),
    ],
  ])('to %s are on just that, and on looking', (_what, grant, action, resource) => {
    expect(granted(grant)).toEqual([
      [action, resource],
      [READ, of('')],
    ]);
  });

  test('to look are that alone, and given twice stand once', () => {
    expect(granted(({ grants }, role) => [grants.read(role), grants.read(role)])).toEqual([[READ, of('')]]);
  });

  test('on a stage reach the stages before it that its gates need', () => {
    const stack = newStack();
    const turnstile = { gateName: 'T', holdsTransition: true, bind: () => ({}) };
    const pipeline = newPipeline(stack, {
      stages: [{ stageName: 'Production', gates: [Gate.approval(), turnstile], targets: [newTarget(stack)] }],
    });
    pipeline.grants.retry(grantee(stack), 'Production');
    const [retry] = statementsOf(Template.fromStack(stack), 'Ops');
    expect(JSON.stringify(retry.Resource)).toMatch(/Production-gate".*Production"/);
  });

  test('on a stage that is not there are reported with the stages that are', () => {
    const stack = newStack();
    newPipeline(stack).grants.retry(new User(stack, 'User'), 'Live');
    expect(errorsOf(stack)).toEqual([
      "Grants (DeliveryPipeline.grants) stageName: must be one of the stages 'Source', 'Build', 'Production', got 'Live'",
    ]);
  });

  test('to nobody are reported', () => {
    const stack = newStack();
    newPipeline(stack).grants.start(untyped('me'));
    expect(errorsOf(stack)).toEqual([
      "Grants (DeliveryPipeline.grants) grantee: must be a role, or something that has one, got 'me'",
    ]);
  });
});
