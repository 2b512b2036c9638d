import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LinuxBuildImage, Project } from 'aws-cdk-lib/aws-codebuild';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import {
  JenkinsAction,
  JenkinsActionType,
  JenkinsProvider,
  S3DeployAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository as CodeCommitRepository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  Build,
  BuildVariable,
  DeliveryArtifact,
  DeployTarget,
  ExecutionInput,
  Gate,
  Source,
  SourceVariables,
  Verification,
  VerificationVariables,
} from '../../lib';
import {
  actionsOf,
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newFunction,
  newPipeline,
  newStack,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import { templateWith, verificationIn } from '../support/verifications';

const URL = SourceVariables.of('Source').named('Url');
const PROJECT = 'AWS::CodeBuild::Project';

/** The variables of the project of a test, by name. */
function projectVariables(template: Template, id: string): Record<string, unknown> {
  const { Environment } = resourcesOf(template, PROJECT)[logicalIdOf(template, PROJECT, id)].Properties as {
    Environment: { EnvironmentVariables?: { Name: string; Value: unknown }[] };
  };
  return Object.fromEntries((Environment.EnvironmentVariables ?? []).map(({ Name, Value }) => [Name, Value]));
}

describe('a test', () => {
  const template = templateWith(() =>
    Verification.test({
      verificationName: 'Smoke',
      commands: ['make smoke'],
      targetUrl: URL,
      variables: { STAGE: BuildVariable.plain('staging'), COMMIT: BuildVariable.plain('#{Source_Source.CommitId}') },
      reports: { smoke: { files: ['*.xml'] } },
    }),
  );

  test('is an action of the category Test, which takes what is released and puts nothing out', () => {
    const { Configuration, ...action } = verificationIn(template, 'Smoke');
    expect(action).toEqual({
      Name: 'Smoke',
      ActionTypeId: { Category: 'Test', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      InputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Staging_Smoke',
      RunOrder: 1,
    });
    const id = logicalIdOf(template, PROJECT, 'Smoke');
    expect(Configuration.ProjectName).toEqual({ Ref: id });
    expect(resourcesOf(template, PROJECT)[id].Properties.Name).toBe('Test-Pipeline--Staging--Smoke');
  });

  test('gets values of earlier actions from its action, and all others from its project', () => {
    expect(JSON.parse(verificationIn(template, 'Smoke').Configuration.EnvironmentVariables as string)).toEqual([
      { name: 'TARGET_URL', type: 'PLAINTEXT', value: '#{Source_Source.Url}' },
      { name: 'COMMIT', type: 'PLAINTEXT', value: '#{Source_Source.CommitId}' },
    ]);
    expect(projectVariables(template, 'Smoke')).toEqual({ STAGE: 'staging' });
  });

  test('has the role of all commands of the pipeline', () => {
    const role = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'CommandRole'), 'Arn'] };
    const projects = Object.values(resourcesOf(template, 'AWS::CodeBuild::Project'));
    expect(projects.map(({ Properties }) => Properties.ServiceRole)).toEqual(projects.map(() => role));
  });

  test('may take a full clone, with a role that may read the repository', () => {
    const made = templateWith(
      () => Verification.test({ verificationName: 'Smoke', commands: ['git log'] }),
      (stack) => ({
        sources: [
          Source.codeCommit(CodeCommitRepository.fromRepositoryName(stack, 'Orders', 'orders'), { fullClone: true }),
        ],
        builds: [],
      }),
    );
    expect(allowedActionsOf(made, 'CommandRole')).toContain('codecommit:GitPull');
  });

  test('may be in a project that exists', () => {
    const made = templateWith((stack) =>
      Verification.existing(Project.fromProjectName(stack, 'Mine', 'mine'), {
        verificationName: 'Smoke',
        targetUrl: URL,
        batch: true,
      }),
    );
    expect(verificationIn(made, 'Smoke')).toMatchObject({
      ActionTypeId: { Category: 'Test' },
      Configuration: { ProjectName: 'mine', BatchEnabled: 'true', EnvironmentVariables: expect.any(String) as string },
    });
    expect(allowedActionsOf(made, 'PipelineRole')).toContain('codebuild:StartBuildBatch');
  });
});

test('a build gets values of earlier actions from its action, too', () => {
  const stack = newStack();
  const variables = { COMMIT: BuildVariable.plain('#{Source_Source.CommitId}'), STAGE: BuildVariable.plain('ci') };
  newPipeline(stack, { builds: [Build.project({ buildName: 'Package', variables })] });
  const template = Template.fromStack(stack);
  const { EnvironmentVariables } = actionsOf(template)['Build/Package'].Configuration;
  expect(JSON.parse(EnvironmentVariables as string)).toEqual([
    { name: 'COMMIT', type: 'PLAINTEXT', value: '#{Source_Source.CommitId}' },
  ]);
  expect(projectVariables(template, 'Package')).toEqual({ STAGE: 'ci' });
});

describe('commands', () => {
  const template = templateWith((stack) => [
    Verification.commands({
      verificationName: 'Look',
      commands: ['make look', 'export FOUND=1'],
      targetUrl: URL,
      variables: {
        TOKEN: BuildVariable.secret(Secret.fromSecretNameV2(stack, 'Token', 'orders/token'), { field: 'key' }),
      },
      outputVariables: ['FOUND'],
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:::orders'] })],
    }),
    Verification.commands({ verificationName: 'Plain', commands: ['true'] }),
  ]);

  test('are an action with variables, outputs and a role of its own', () => {
    expect(verificationIn(template, 'Look')).toEqual({
      Name: 'Look',
      ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands', Version: '1' },
      Commands: ['make look', 'export FOUND=1'],
      EnvironmentVariables: [
        { Name: 'TARGET_URL', Type: 'PLAINTEXT', Value: '#{Source_Source.Url}' },
        { Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'orders/token:key' },
      ],
      OutputVariables: ['FOUND'],
      InputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Staging_Look',
      RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'LookCommandRole'), 'Arn'] },
      RunOrder: 1,
    });
  });

  test('without variables have none, also beside others that do', () => {
    expect(verificationIn(template, 'Plain').EnvironmentVariables).toBeUndefined();
  });

  test('may do what the user says, log, and read artifacts and secrets', () => {
    expect(allowedActionsOf(template, 'LookCommandRole')).toEqual([
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:GetObjectVersion',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ]);
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('sqs:SendMessage');
  });

  test('keep their variables when another stage is put before theirs', () => {
    const stack = newStack();
    const look = (value: string) =>
      Verification.commands({
        verificationName: 'Look',
        commands: ['true'],
        variables: { PLACE: BuildVariable.plain(value) },
      });
    newPipeline(stack, {
      stages: [
        { stageName: 'Early', verifications: [look('early')] },
        { stageName: 'Late', verifications: [look('late')] },
      ],
    });
    const actions = actionsOf(Template.fromStack(stack)) as Record<string, { EnvironmentVariables?: unknown }>;
    expect(actions['Late/Look'].EnvironmentVariables).toEqual([{ Name: 'PLACE', Type: 'PLAINTEXT', Value: 'late' }]);
  });
});

test('outputs of a verification are named by its stage and itself', () => {
  const variables = VerificationVariables.of('Staging', 'Look');
  expect(variables.named('FOUND')).toBe('#{Staging_Look.FOUND}');
  expect(variables.highestSeverity).toBe('#{Staging_Look.HighestScannedSeverity}');
  expect(variables.executionArn).toBe('#{Staging_Look.ExecutionArn}');
});

describe('a load test', () => {
  const template = templateWith(() =>
    Verification.loadTest({
      verificationName: 'Load',
      image: LinuxBuildImage.fromDockerRegistry('grafana/k6:1.0.0'),
      commands: ['k6 run load.js'],
      targetUrl: URL,
      maximums: { p95: 400 },
      timeout: Duration.minutes(20),
    }),
  );

  test('runs the image of the user, and compares afterwards in any case', () => {
    template.hasResourceProperties(PROJECT, {
      Name: 'Test-Pipeline--Staging--Load',
      Environment: Match.objectLike({ Image: 'grafana/k6:1.0.0', ComputeType: 'BUILD_GENERAL1_MEDIUM' }),
      TimeoutInMinutes: 20,
    });
    const { Source } = resourcesOf(template, PROJECT)[logicalIdOf(template, PROJECT, 'Load')].Properties as {
      Source: { BuildSpec: string };
    };
    const spec = JSON.parse(Source.BuildSpec) as { phases: Record<string, { commands: string[] }>; reports: object };
    expect(spec.phases.build.commands).toEqual(['k6 run load.js']);
    expect(spec.phases.post_build.commands).toEqual([expect.stringContaining("cat 'load-test.json' | awk")]);
    expect(spec.reports).toEqual({ maximums: { files: ['load-test-maximums.xml'], 'file-format': 'JUNITXML' } });
  });
});

describe('a function', () => {
  test('of the app is invoked with texts of earlier actions, and may report', () => {
    const template = templateWith((stack) =>
      Verification.lambdaFunction(newFunction(stack, 'Judge', 'judge'), {
        verificationName: 'Judge',
        parameters: { url: URL },
      }),
    );
    expect(verificationIn(template, 'Judge')).toMatchObject({
      ActionTypeId: { Category: 'Invoke', Provider: 'Lambda' },
      Configuration: {
        FunctionName: { Ref: expect.any(String) as string },
        UserParameters: '{"url":"#{Source_Source.Url}"}',
      },
      Namespace: 'Staging_Judge',
    });
    expect(verificationIn(template, 'Judge').InputArtifacts).toBeUndefined();
    const [role] = Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.startsWith('Judge'));
    expect(statementsOf(template, role)).toEqual([
      {
        Effect: 'Allow',
        Action: ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
        Resource: '*',
      },
    ]);
  });

  test('that is imported must be let report by hand, which a warning says', () => {
    const stack = newStack();
    const judge = Function.fromFunctionName(stack, 'Judge', 'judge');
    newPipeline(stack, {
      stages: [
        { stageName: 'Staging', verifications: [Verification.lambdaFunction(judge, { verificationName: 'Judge' })] },
      ],
    });
    const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
    expect(warnings).toContainEqual(expect.stringContaining('codepipeline:PutJobSuccessResult'));
  });

  test('gets the artifact that it is given', () => {
    const source = Source.codeCommit(CodeCommitRepository.fromRepositoryName(newStack(), 'Orders', 'orders'));
    const template = templateWith(
      (stack) =>
        Verification.lambdaFunction(newFunction(stack), { verificationName: 'Judge', artifact: source.artifact }),
      () => ({ sources: [source] }),
    );
    expect(verificationIn(template, 'Judge').InputArtifacts).toEqual([{ Name: 'Source' }]);
  });
});

describe('a state machine', () => {
  const machineIn = (stack: Stack): StateMachine =>
    new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });
  const made = (input?: ExecutionInput) =>
    templateWith((stack) =>
      Verification.stateMachine(machineIn(stack), {
        verificationName: 'Machine',
        input,
        executionNamePrefix: 'orders',
      }),
    );

  test('begins with what only earlier actions know', () => {
    const input = ExecutionInput.values({ url: URL, run: '#{codepipeline.PipelineExecutionId}' });
    const template = made(input);
    const { Configuration, Namespace } = verificationIn(template, 'Machine');
    expect(Configuration).toMatchObject({
      Input: '{"url":"#{Source_Source.Url}","run":"#{codepipeline.PipelineExecutionId}"}',
      InputType: 'Literal',
      ExecutionNamePrefix: 'orders',
    });
    expect(Configuration.StateMachineArn).toEqual({
      Ref: logicalIdOf(template, 'AWS::StepFunctions::StateMachine'),
    });
    expect(Namespace).toBe('Staging_Machine');
  });

  test('takes any JSON, and values of the stack', () => {
    expect(verificationIn(made(ExecutionInput.json('{"sizes":[1,2]}')), 'Machine').Configuration.Input).toBe(
      '{"sizes":[1,2]}',
    );
    const template = templateWith((stack) =>
      Verification.stateMachine(machineIn(stack), {
        verificationName: 'Machine',
        input: ExecutionInput.values({ bucket: new Bucket(stack, 'Bucket').bucketName }),
      }),
    );
    expect(verificationIn(template, 'Machine').Configuration.Input).toEqual({
      'Fn::Join': ['', ['{"bucket":"', { Ref: logicalIdOf(template, 'AWS::S3::Bucket', 'Bucket8') }, '"}']],
    });
  });

  test('takes a file of the artifact', () => {
    const action = verificationIn(made(ExecutionInput.file('inputs/staging.json')), 'Machine');
    expect(action.InputArtifacts).toEqual([{ Name: 'Package' }]);
    expect(action.Configuration).toMatchObject({ Input: 'inputs/staging.json', InputType: 'FilePath' });
    expect(verificationIn(made(), 'Machine').Configuration.Input).toBeUndefined();
  });

  test('that is imported is watched by the name at the end of its ARN', () => {
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders';
    const template = templateWith((stack) =>
      Verification.stateMachine(StateMachine.fromStateMachineArn(stack, 'Machine', arn), { verificationName: 'It' }),
    );
    expect(verificationIn(template, 'It').Configuration).toEqual({ StateMachineArn: arn });
    const statements = statementsOf(template, 'PipelineRole').map((statement) => JSON.stringify(statement));
    expect(statements).toContainEqual(expect.stringContaining('":execution:orders:*"'));
  });

  test('of another stack locks the two not together', () => {
    const app = new App();
    const machine = machineIn(new Stack(app, 'Application'));
    newPipeline(new Stack(app, 'Delivery'), {
      stages: [
        {
          stageName: 'Staging',
          verifications: [
            Verification.stateMachine(machine, { verificationName: 'Machine' }),
            Verification.lambdaFunction(newFunction(Stack.of(machine)), { verificationName: 'Judge' }),
            Verification.imageScan({
              verificationName: 'Scan',
              repository: new Repository(Stack.of(machine), 'Images'),
            }),
          ],
        },
      ],
    });
    expect(lockedStacks(app)).toEqual([]);
    // What CloudFormation takes apart, cfn-lint does not know to be a text.
    expect(JSON.stringify(app.synth().getStackByName('Delivery').template)).not.toContain(
      '"Fn::Split":[":",{"Fn::GetStackOutput"',
    );
  });
});

describe('a scan', () => {
  test('of source code fails by its thresholds, and puts its findings out', () => {
    const findings = DeliveryArtifact.named('Findings', 'scan Source');
    const template = templateWith(() => [
      Verification.sourceScan({ verificationName: 'Source', thresholds: { critical: 0, medium: 5 }, output: findings }),
      Verification.sourceScan({ verificationName: 'Source.2' }),
    ]);
    expect(verificationIn(template, 'Source')).toMatchObject({
      ActionTypeId: { Category: 'Invoke', Provider: 'InspectorScan' },
      Configuration: { InspectorRunMode: 'SourceCodeScan', CriticalThreshold: 0, MediumThreshold: 5 },
      InputArtifacts: [{ Name: 'Package' }],
      OutputArtifacts: [{ Name: 'Findings' }],
    });
    const other = verificationIn(template, 'Source.2');
    expect(other.Configuration).toEqual({ InspectorRunMode: 'SourceCodeScan', CriticalThreshold: 0, HighThreshold: 0 });
    expect(other.OutputArtifacts?.[0].Name).toMatch(/^Staging_Source_2_Scan_[0-9a-f]{8}$/);
  });

  test('of an image takes the tag of the run', () => {
    const template = templateWith((stack) => [
      Verification.imageScan({
        verificationName: 'Image',
        repository: Repository.fromRepositoryName(stack, 'Images', 'orders'),
        imageTag: '#{codepipeline.PipelineExecutionId}',
      }),
    ]);
    expect(verificationIn(template, 'Image').Configuration).toEqual({
      InspectorRunMode: 'ECRImageScan',
      ECRRepositoryName: 'orders',
      ImageTag: '#{codepipeline.PipelineExecutionId}',
      CriticalThreshold: 0,
      HighThreshold: 0,
    });
    expect(verificationIn(template, 'Image').InputArtifacts).toBeUndefined();
  });
});

test('a job of Jenkins gets the artifact, by a provider for tests', () => {
  const template = templateWith((stack) => {
    const provider = new JenkinsProvider(stack, 'Jenkins', { providerName: 'Ours', serverUrl: 'https://jenkins.test' });
    return Verification.jenkins(provider, { verificationName: 'Job', projectName: 'orders' });
  });
  expect(verificationIn(template, 'Job')).toMatchObject({
    ActionTypeId: { Category: 'Test', Owner: 'Custom', Provider: 'Ours' },
    Configuration: { ProjectName: 'orders' },
    InputArtifacts: [{ Name: 'Package' }],
  });
  template.hasResourceProperties('AWS::CodePipeline::CustomActionType', { Category: 'Test', Provider: 'Ours' });
});

describe('another pipeline', () => {
  const other = (stack: Stack) => Pipeline.fromPipelineArn(stack, 'Other', 'arn:aws:codepipeline:eu-west-1:1:nightly');
  const ofOther = {
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':codepipeline:', expect.anything(), ':', expect.anything(), ':nightly'],
    ],
  };

  test('is started by the action of CodePipeline where nobody waits for it', () => {
    const template = templateWith((stack) =>
      Verification.pipeline(other(stack), { verificationName: 'Nightly', wait: false, variables: { URL } }),
    );
    expect(verificationIn(template, 'Nightly')).toMatchObject({
      ActionTypeId: { Category: 'Invoke', Provider: 'CodePipeline' },
      Configuration: { PipelineName: 'nightly', Variables: '[{"name":"URL","value":"#{Source_Source.Url}"}]' },
    });
    expect(statementsOf(template, 'PipelineRole')).toContainEqual({
      Effect: 'Allow',
      Action: 'codepipeline:StartPipelineExecution',
      Resource: ofOther,
    });
  });

  test('is started and watched by commands that may do just that, where it is waited for', () => {
    const template = templateWith((stack) => Verification.pipeline(other(stack), { verificationName: 'Nightly' }));
    expect(verificationIn(template, 'Nightly').EnvironmentVariables).toEqual([
      { Name: 'PIPELINE_NAME', Type: 'PLAINTEXT', Value: 'nightly' },
      { Name: 'PIPELINE_INTERVAL', Type: 'PLAINTEXT', Value: '15' },
    ]);
    expect(statementsOf(template, 'NightlyCommandRole')[0]).toEqual({
      Effect: 'Allow',
      Action: ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution'],
      Resource: ofOther,
    });
  });
});

test('whoever gives all roles gets none made', () => {
  const role = (stack: Stack, name: string): IRole =>
    Role.fromRoleArn(stack, name, `arn:aws:iam::111122223333:role/${name}`);
  const stack = new Stack(new App(), 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const other = Pipeline.fromPipelineArn(stack, 'Other', 'arn:aws:codepipeline:eu-west-1:111122223333:nightly');
  const commands = ['true'];
  newPipeline(stack, {
    roles: { pipeline: role(stack, 'pipeline'), commands: role(stack, 'commands'), starts: role(stack, 'starts') },
    stages: [
      {
        stageName: 'Production',
        gates: [Gate.waitForWindow({ toHour: 12, role: role(stack, 'window') }), Gate.approval()],
        verifications: [
          Verification.pipeline(other, { verificationName: 'Nightly', role: role(stack, 'nightly') }),
          Verification.commands({ verificationName: 'Look', commands, role: role(stack, 'look') }),
          Verification.test({ verificationName: 'Test', commands }),
        ],
      },
    ],
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Role', 0);
  const given = actionsOf(template);
  expect(given['Production/Nightly'].RoleArn).toBe('arn:aws:iam::111122223333:role/nightly');
  expect(given['Production/Look'].RoleArn).toBe('arn:aws:iam::111122223333:role/look');
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule'))) {
    expect(Properties.Target).toMatchObject({ RoleArn: 'arn:aws:iam::111122223333:role/window' });
  }
  expect(statementsOf(template, 'nightly')).toContainEqual(
    expect.objectContaining({ Action: ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution'] }),
  );
  expect(allowedActionsOf(template, 'window')).toEqual([
    'codepipeline:DisableStageTransition',
    'codepipeline:EnableStageTransition',
  ]);
});

describe('any action', () => {
  const publish = (stack: Stack): S3DeployAction =>
    new S3DeployAction({
      actionName: 'Publish',
      runOrder: 7,
      bucket: new Bucket(stack, 'Docs'),
      input: new Artifact('Package'),
    });

  test.each([
    ['a verification', (stack: Stack) => ({ verifications: [Verification.action(publish(stack))] })],
    ['a target', (stack: Stack) => ({ targets: [DeployTarget.action(publish(stack))] })],
  ])('is %s that runs in its place, with a role of its own', (_what, stageOf) => {
    const stack = newStack();
    newPipeline(stack, { stages: [{ stageName: 'Staging', ...stageOf(stack) }] });
    const template = Template.fromStack(stack);
    expect(verificationIn(template, 'Publish')).toMatchObject({
      RunOrder: 1,
      RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'ActionRole'), 'Arn'] },
    });
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('s3:DeleteObject*');
  });

  test('that AWS does not own gets no role', () => {
    const template = templateWith((stack) => {
      const jenkinsProvider = new JenkinsProvider(stack, 'Jenkins', {
        providerName: 'Ours',
        serverUrl: 'https://jenkins.test',
      });
      const type = JenkinsActionType.TEST;
      return Verification.action(
        new JenkinsAction({ actionName: 'Job', runOrder: 9, projectName: 'orders', jenkinsProvider, type }),
      );
    });
    expect(verificationIn(template, 'Job').RunOrder).toBe(1);
    expect(verificationIn(template, 'Job').RoleArn).toBeUndefined();
  });
});

describe('what is published', () => {
  test('may be the artifact as one archive, whose key has the commit', () => {
    const stack = newStack();
    const bucket = new Bucket(stack, 'Downloads', { bucketName: 'downloads' });
    const target = DeployTarget.archive(bucket, { objectKey: 'orders/#{Source_Source.CommitId}.zip' });
    newPipeline(stack, { stages: [{ stageName: 'Staging', targets: [target] }] });
    const template = Template.fromStack(stack);
    expect(verificationIn(template, 'Downloads').Configuration).toMatchObject({
      Extract: 'false',
      ObjectKey: 'orders/#{Source_Source.CommitId}.zip',
    });
    expect(JSON.stringify(statementsOf(template, 'PipelineRole'))).toContain('/orders/*.zip');
  });

  test('may be an image, built with a role that may publish it and nothing else', () => {
    const stack = newStack();
    const repository = Repository.fromRepositoryName(stack, 'Images', 'orders');
    newPipeline(stack, { stages: [{ stageName: 'Staging', targets: [DeployTarget.image(repository)] }] });
    const template = Template.fromStack(stack);
    expect(verificationIn(template, 'Images')).toMatchObject({
      ActionTypeId: { Category: 'Build', Provider: 'ECRBuildAndPublish' },
      Configuration: { ECRRepositoryName: 'orders', ImageTags: '#{codepipeline.PipelineExecutionId}' },
      RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'ImageRole'), 'Arn'] },
      Namespace: 'Staging_Images',
    });
    expect(allowedActionsOf(template, 'ImageRole')).toContain('ecr:PutImage');
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('ecr:PutImage');
  });
});

test.each([
  ['an account', { account: '111122223333', region: 'eu-west-1' }],
  ['no account', undefined],
])('commands take a role by its ARN in a stack that says %s', (_, env) => {
  const stack = newStack({ env });
  const arn = 'arn:aws:iam::111122223333:role/delivery/commands';
  const role = Role.fromRoleArn(stack, 'Commands', arn);
  newPipeline(stack, {
    builds: [],
    roles: { commands: role },
    stages: [
      {
        stageName: 'Staging',
        verifications: [
          Verification.commands({ verificationName: 'Shared', commands: ['true'] }),
          Verification.commands({ verificationName: 'Own', commands: ['true'], role }),
        ],
      },
    ],
  });
  const template = Template.fromStack(stack);
  for (const name of ['Shared', 'Own']) expect(verificationIn(template, name).RoleArn).toBe(arn);
});
