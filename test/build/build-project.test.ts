import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  CfnProject,
  ComputeType,
  LinuxArmBuildImage,
  LinuxBuildImage,
  PipelineProject,
} from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository as CodeRepository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BuildProject, BuildVariable } from '../../lib';
import type { BuildProjectProps } from '../../lib';
import {
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import type { TemplateResource } from '../support/fixtures';

const PROJECT = 'AWS::CodeBuild::Project';

/** A build alone in its stack. */
function template(props: BuildProjectProps | ((stack: Stack) => BuildProjectProps) = {}): Template {
  const stack = newStack();
  new BuildProject(stack, 'Build', typeof props === 'function' ? props(stack) : props);
  return Template.fromStack(stack);
}

const projectOf = (given: Template): TemplateResource => onlyResource(given, PROJECT) as TemplateResource;

const arn = (service: string, rest: unknown[]): unknown => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:${service}:`,
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ...rest,
    ],
  ],
});

const logsOf = (logGroup: unknown[], projectName: string): unknown => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: arn('logs', [...logGroup, `:log-stream:${projectName}/*`]),
});
const reportsOf = (projectName: string): unknown => ({
  Effect: 'Allow',
  Action: [
    'codebuild:BatchPutCodeCoverages',
    'codebuild:BatchPutTestCases',
    'codebuild:CreateReport',
    'codebuild:CreateReportGroup',
    'codebuild:UpdateReport',
  ],
  Resource: arn('codebuild', [`:report-group/${projectName}-*`]),
});

describe('a build alone in an app', () => {
  const given = template();
  const { Properties } = projectOf(given);

  test('is a project of a pipeline, with a small container that is not privileged', () => {
    expect(Properties).toMatchObject({
      Source: { Type: 'CODEPIPELINE' },
      Artifacts: { Type: 'CODEPIPELINE' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        Image: 'aws/codebuild/standard:7.0',
        PrivilegedMode: false,
      },
    });
    expect(Properties.Environment).not.toHaveProperty('EnvironmentVariables');
  });

  test('may log and report below its own name, and nothing else', () => {
    const logs = [':log-group:', { Ref: logicalIdOf(given, 'AWS::Logs::LogGroup') }];
    expect(statementsOf(given, 'BuildRole')).toEqual([logsOf(logs, 'Test-Build'), reportsOf('Test-Build')]);
  });

  test('has a role without managed policies, which CodeBuild alone can take', () => {
    expect(onlyResource(given, 'AWS::IAM::Role').Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'codebuild.amazonaws.com' } }],
      },
    });
    expect(Properties.ServiceRole).toEqual({ 'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role'), 'Arn'] });
  });

  test('logs to a group of its own, which keeps logs for a year', () => {
    expect(onlyResource(given, 'AWS::Logs::LogGroup').Properties).toEqual({ RetentionInDays: 365 });
    expect(Properties.LogsConfig).toEqual({
      CloudWatchLogs: {
        Status: 'ENABLED',
        GroupName: { Ref: logicalIdOf(given, 'AWS::Logs::LogGroup') },
        StreamName: 'Test-Build',
      },
    });
  });

  test('is created after the policy of its role, and the policy does not wait for it', () => {
    const policy = logicalIdOf(given, 'AWS::IAM::Policy');
    expect(projectOf(given).DependsOn).toEqual([policy]);
    const project = logicalIdOf(given, PROJECT);
    expect(JSON.stringify(resourcesOf(given, 'AWS::IAM::Policy')[policy])).not.toContain(`"${project}"`);
  });

  test('encrypts artifacts with a key that AWS manages', () => {
    expect(Properties.EncryptionKey).toBe('alias/aws/s3');
  });

  test('ends after an hour, which is what CodeBuild does by itself', () => {
    expect(Properties.TimeoutInMinutes ?? 60).toBe(60);
  });

  test('is a project, a role, a policy and a log group', () => {
    expect(
      Object.values(given.toJSON().Resources as Record<string, TemplateResource>)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual([PROJECT, 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Logs::LogGroup']);
  });
});

describe('the name of a project', () => {
  test('is made of the stack and the path, so that it is known before it exists', () => {
    const stack = newStack();
    const build = new BuildProject(new Construct(stack, 'Orders'), 'Unit.Tests');
    expect(build.projectName).toMatch(/^Test-Orders-Unit-Tests-[0-9a-f]{8}$/);
    expect(projectOf(Template.fromStack(stack)).Properties.Name).toBe(build.projectName);
  });

  test('may be the user’s, and is then where logs and reports go', () => {
    const given = template({ projectName: 'unit-tests' });
    const { Properties } = projectOf(given);
    expect(Properties.Name).toBe('unit-tests');
    expect(Properties.LogsConfig).toMatchObject({ CloudWatchLogs: { StreamName: 'unit-tests' } });
    const logs = [':log-group:', { Ref: logicalIdOf(given, 'AWS::Logs::LogGroup') }];
    expect(statementsOf(given, 'BuildRole')).toEqual([logsOf(logs, 'unit-tests'), reportsOf('unit-tests')]);
  });
});

describe('the user decides on', () => {
  test.each([
    [Duration.minutes(5), 5],
    [Duration.hours(36), 2160],
  ])('the longest time of a build: %p', (timeout, minutes) => {
    expect(projectOf(template({ timeout })).Properties.TimeoutInMinutes).toBe(minutes);
  });

  test('image and compute', () => {
    const environment = {
      buildImage: LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0,
      computeType: ComputeType.LARGE,
    };
    expect(projectOf(template({ environment })).Properties.Environment).toMatchObject({
      Type: 'ARM_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_LARGE',
      Image: LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0.imageId,
      PrivilegedMode: false,
    });
  });

  test('privileges, with the image by default', () => {
    expect(projectOf(template({ environment: { privileged: true } })).Properties.Environment).toMatchObject({
      Image: 'aws/codebuild/standard:7.0',
      PrivilegedMode: true,
    });
  });

  test('an image of a repository of ECR, which the role may then pull', () => {
    const given = template((stack) => ({
      environment: { buildImage: LinuxBuildImage.fromEcrRepository(new ImageRepository(stack, 'Images')) },
    }));
    expect(projectOf(given).Properties.Environment).toMatchObject({ ImagePullCredentialsType: 'SERVICE_ROLE' });
    expect(allowedActionsOf(given, 'BuildRole')).toEqual(
      expect.arrayContaining(['ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer']),
    );
  });

  test('an image of a private registry, whose credentials the role may then read', () => {
    const given = template((stack) => ({
      environment: {
        buildImage: LinuxBuildImage.fromDockerRegistry('registry.example.com/build', {
          secretsManagerCredentials: new Secret(stack, 'Credentials'),
        }),
      },
    }));
    expect(projectOf(given).Properties.Environment).toMatchObject({
      RegistryCredential: { Credential: { Ref: expect.stringMatching(/^Credentials/) as unknown } },
    });
    expect(allowedActionsOf(given, 'BuildRole')).toContain('secretsmanager:GetSecretValue');
  });

  test('the log group, of which the build uses streams below its own name', () => {
    const given = template((stack) => ({
      logGroup: new LogGroup(stack, 'Central', { retention: RetentionDays.ONE_WEEK }),
    }));
    const central = logicalIdOf(given, 'AWS::Logs::LogGroup', 'Central');
    given.resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(projectOf(given).Properties.LogsConfig).toMatchObject({ CloudWatchLogs: { GroupName: { Ref: central } } });
    expect(statementsOf(given, 'BuildRole')[0]).toEqual(logsOf([':log-group:', { Ref: central }], 'Test-Build'));
  });

  test('a log group that exists already', () => {
    const given = template((stack) => ({ logGroup: LogGroup.fromLogGroupName(stack, 'Central', '/builds') }));
    given.resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(statementsOf(given, 'BuildRole')[0]).toEqual({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arn('logs', [':log-group:/builds:log-stream:Test-Build/*']),
    });
  });

  test('the key of the artifacts, which the role may then use', () => {
    const given = template((stack) => ({ encryptionKey: new Key(stack, 'Key') }));
    const key = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] };
    expect(projectOf(given).Properties.EncryptionKey).toEqual(key);
    expect(allowedActionsOf(given, 'BuildRole')).toEqual(expect.arrayContaining(['kms:Decrypt']));
    expect(statementsOf(given, 'BuildRole')).toContainEqual(expect.objectContaining({ Resource: key }));
  });
});

describe('the user’s role', () => {
  test('runs the build, and gets the policy of the build', () => {
    const given = template((stack) => ({
      role: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }),
    }));
    const role = logicalIdOf(given, 'AWS::IAM::Role');
    expect(projectOf(given).Properties.ServiceRole).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    expect(role).toMatch(/^Mine/);
    expect(statementsOf(given, 'Mine')).toHaveLength(2);
  });

  test('may be imported: then it gets the policy by its name', () => {
    const given = template((stack) => ({
      role: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111122223333:role/builder'),
    }));
    expect(projectOf(given).Properties.ServiceRole).toBe('arn:aws:iam::111122223333:role/builder');
    given.resourceCountIs('AWS::IAM::Role', 0);
    expect(statementsOf(given, 'builder')).toHaveLength(2);
  });
});

describe('grants of aws-cdk-lib', () => {
  test.each<[string, (build: BuildProject, bucket: Bucket) => unknown]>([
    ['to the construct', (build, bucket) => bucket.grantRead(build)],
    ['to its project', (build, bucket) => bucket.grantRead(build.project)],
    ['to its role', (build, bucket) => bucket.grantRead(build.role)],
    [
      'as a statement through its project',
      ({ project }, bucket) => {
        if (!(project instanceof PipelineProject)) throw new Error('no project of aws-cdk-lib');
        project.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject*'], resources: [bucket.bucketArn] }));
      },
    ],
  ])('%s reach the role of the build', (_, grant) => {
    const stack = newStack();
    const build = new BuildProject(stack, 'Build');
    grant(build, new Bucket(stack, 'Bucket'));
    const given = Template.fromStack(stack);
    expect(allowedActionsOf(given, 'BuildRole')).toContain('s3:GetObject*');
    expect(statementsOf(given, 'BuildRole').length).toBeGreaterThan(2);
  });

  test('that a project takes by itself do not reach it', () => {
    const actions = allowedActionsOf(
      template((stack) => ({ variables: { KEY: BuildVariable.secret(new Secret(stack, 'Secret')) } })),
      'BuildRole',
    );
    expect(actions).toEqual([
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
    ]);
  });
});

test('what the construct gives is what it made', () => {
  const stack = newStack();
  const build = new BuildProject(stack, 'Build');
  expect(build.project).toBeInstanceOf(PipelineProject);
  expect(build.project.node.defaultChild).toBeInstanceOf(CfnProject);
  expect(build.grantPrincipal).toBe(build.role.grantPrincipal);
  expect(build.project.role).toBe(build.role);
  expect(stack.resolve(build.project.projectArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Build/), 'Arn'] });
});

test('one log group can serve several builds of several stacks, each below its own name', () => {
  const app = new App();
  const logGroup = LogGroup.fromLogGroupName(new Stack(app, 'Logs'), 'Logs', '/builds');
  const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
  for (const stack of stacks) new BuildProject(stack, 'Build', { logGroup });
  for (const stack of stacks) {
    Template.fromStack(stack).hasResourceProperties(PROJECT, {
      LogsConfig: { CloudWatchLogs: { GroupName: '/builds', StreamName: `${stack.stackName}-Build` } },
    });
  }
});

test.each<[string, (owner: Stack) => BuildProjectProps]>([
  ['log group', (owner) => ({ logGroup: new LogGroup(owner, 'Logs') })],
  ['key', (owner) => ({ encryptionKey: new Key(owner, 'Key') })],
  [
    'role',
    (owner) => ({ role: new Role(owner, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }) }),
  ],
])('the %s may be of another stack, which gets nothing of the build, without a lock between the two', (_, props) => {
  const app = new App();
  const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
  new BuildProject(stack, 'Build', props(owner));
  expect(lockedStacks(app)).toEqual([]);
  expect(Object.keys(Template.fromStack(owner).toJSON().Resources as object)).toHaveLength(1);
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('"Fn::GetStackOutput":{"StackName":"Owner"');
});

describe('in a pipeline of aws-cdk-lib', () => {
  const stack = newStack();
  const build = new BuildProject(stack, 'Build', { commands: ['make'] });
  const repository = new CodeRepository(stack, 'Repository', { repositoryName: 'orders' });
  const [source, output] = [new Artifact('Source'), new Artifact('Output')];
  new Pipeline(stack, 'Plain', {
    pipelineType: PipelineType.V2,
    artifactBucket: new Bucket(stack, 'Store', { encryptionKey: new Key(stack, 'Key') }),
    stages: [
      {
        stageName: 'Source',
        actions: [
          new CodeCommitSourceAction({
            actionName: 'Source',
            repository,
            output: source,
            trigger: CodeCommitTrigger.NONE,
          }),
        ],
      },
      {
        stageName: 'Build',
        actions: [
          new CodeBuildAction({ actionName: 'Build', project: build.project, input: source, outputs: [output] }),
        ],
      },
    ],
  });
  const given = Template.fromStack(stack);

  test('a build may read and write the artifacts of that pipeline', () => {
    const store = logicalIdOf(given, 'AWS::S3::Bucket', 'Store');
    const statement = statementsOf(given, 'BuildRole').find(({ Resource }) => JSON.stringify(Resource).includes(store));
    expect(statement?.Action).toEqual(expect.arrayContaining(['s3:GetObject*', 's3:PutObject']));
    expect(allowedActionsOf(given, 'BuildRole')).toEqual(
      expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*', 'logs:PutLogEvents']),
    );
  });

  test('a build is started by that pipeline', () => {
    given.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Stages: Match.arrayWith([
        Match.objectLike({
          Name: 'Build',
          Actions: [Match.objectLike({ Configuration: { ProjectName: { Ref: logicalIdOf(given, PROJECT) } } })],
        }),
      ]),
    });
    expect(statementsOf(given, 'PlainBuildCodePipelineActionRole')[0]).toMatchObject({
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: { 'Fn::GetAtt': [logicalIdOf(given, PROJECT), 'Arn'] },
    });
  });
});
