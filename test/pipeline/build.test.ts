import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Build, BuildVariable, DeliveryFoundation } from '../../lib';
import type { BuildOptions, DeliveryPipelineProps } from '../../lib';
import {
  actionsOf,
  logicalIdOf,
  newPipeline,
  newStack,
  onlyResource,
  ownProjects,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';

const PROJECT = 'AWS::CodeBuild::Project';

/** A pipeline with one build. */
function template(
  options: Partial<BuildOptions> | ((stack: Stack) => Partial<BuildOptions>) = {},
  props: (stack: Stack) => Partial<DeliveryPipelineProps> = () => ({}),
): Template {
  const stack = newStack();
  const given = typeof options === 'function' ? options(stack) : options;
  newPipeline(stack, { builds: [Build.project({ buildName: 'Package', ...given })], ...props(stack) });
  return Template.fromStack(stack);
}

describe('a build', () => {
  const given = template();
  const action = actionsOf(given)['Build/Package'];

  test('is an action that starts a project with the first source and puts an artifact out', () => {
    expect(action).toEqual({
      Name: 'Package',
      ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      Configuration: { ProjectName: { Ref: logicalIdOf(given, PROJECT) } },
      InputArtifacts: [{ Name: 'Source' }],
      OutputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Build_Package',
      RunOrder: 1,
    });
  });

  test('has a project below the name of the pipeline', () => {
    expect(onlyResource(given, PROJECT).Properties.Name).toBe('Test-Pipeline--Package');
  });

  test('is started by the role of the pipeline, which may start the projects of this pipeline alone', () => {
    expect(
      statementsOf(given, 'PipelineRole').filter(({ Action }) => JSON.stringify(Action).includes('codebuild:')),
    ).toEqual([
      {
        Effect: 'Allow',
        Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        Resource: ownProjects(),
      },
    ]);
  });

  test('runs with the role of all commands, which may log, report and move artifacts, and start nothing', () => {
    const bucket = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::S3::Bucket', 'Artifacts'), 'Arn'] };
    expect(statementsOf(given, 'CommandRole').map(({ Action }) => Action)).toEqual([
      ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      [
        'codebuild:BatchPutCodeCoverages',
        'codebuild:BatchPutTestCases',
        'codebuild:CreateReport',
        'codebuild:CreateReportGroup',
        'codebuild:UpdateReport',
      ],
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
    expect(
      statementsOf(given, 'CommandRole')
        .slice(0, 2)
        .map(({ Resource }) => Resource),
    ).toEqual([bucket, { 'Fn::Join': ['', [bucket, '/Test-Pipeline/*']] }]);
  });

  test('logs to the group that all builds of the foundation share, below its own name', () => {
    expect(onlyResource(given, PROJECT).Properties.LogsConfig).toEqual({
      CloudWatchLogs: {
        Status: 'ENABLED',
        GroupName: { Ref: logicalIdOf(given, 'AWS::Logs::LogGroup', 'FoundationBuildLogs') },
        StreamName: 'Test-Pipeline--Package',
      },
    });
  });
});

describe('the user decides on', () => {
  test('the name of the project', () => {
    const given = template({ projectName: 'orders-package' });
    expect(onlyResource(given, PROJECT).Properties.Name).toBe('orders-package');
    expect(actionsOf(given)['Build/Package'].Configuration.ProjectName).toEqual({ Ref: logicalIdOf(given, PROJECT) });
  });

  test('the role of one build, which then moves artifacts', () => {
    const given = template((stack) => ({
      role: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }),
    }));
    expect(onlyResource(given, PROJECT).Properties.ServiceRole).toEqual({
      'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role', 'Mine'), 'Arn'],
    });
    expect(statementsOf(given, 'Mine').flatMap(({ Action }) => Action)).toContain('s3:PutObject');
  });

  test('commands, variables and output, which the project gets', () => {
    const { Source, Environment } = onlyResource(
      template({
        commands: ['make'],
        output: { baseDirectory: 'dist' },
        variables: { STAGE: BuildVariable.plain('ci') },
      }),
      PROJECT,
    ).Properties;
    expect(JSON.parse((Source as { BuildSpec: string }).BuildSpec)).toMatchObject({
      phases: { build: { commands: ['make'] } },
      artifacts: { 'base-directory': 'dist' },
    });
    expect(Environment).toMatchObject({ EnvironmentVariables: [{ Name: 'STAGE', Value: 'ci' }] });
  });
});

describe('the key of the foundation', () => {
  const given = template({}, (stack) => ({
    foundation: new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') }),
  }));
  const key = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] };

  test('encrypts what builds put out', () => {
    expect(onlyResource(given, PROJECT).Properties.EncryptionKey).toEqual(key);
    expect(onlyResource(given, 'AWS::CodePipeline::Pipeline').Properties.ArtifactStore).toMatchObject({
      EncryptionKey: { Type: 'KMS', Id: key },
    });
  });

  test('may be used by pipeline and build, and its own policy names neither', () => {
    for (const role of ['PipelineRole', 'CommandRole']) {
      expect(statementsOf(given, role)).toContainEqual(
        expect.objectContaining({ Action: expect.arrayContaining(['kms:GenerateDataKey']) as unknown, Resource: key }),
      );
    }
    expect(JSON.stringify(onlyResource(given, 'AWS::KMS::Key'))).not.toMatch(/PipelineRole|CommandRole/);
  });
});

describe('two builds', () => {
  const given = (role: (stack: Stack) => Partial<BuildOptions> = () => ({})): Template => {
    const stack = newStack();
    const variables = { URL: BuildVariable.parameter('/unit') };
    newPipeline(stack, {
      builds: [
        Build.project({ buildName: 'Unit', variables, ...role(stack) }),
        Build.project({ buildName: 'Package' }),
      ],
    });
    return Template.fromStack(stack);
  };
  const mayReadParameters = (template: Template, role: string): boolean =>
    statementsOf(template, role).some(({ Action }) => Action === 'ssm:GetParameters');

  test('have projects of their own and share the role of all commands', () => {
    const made = given();
    expect(Object.values(resourcesOf(made, PROJECT)).map(({ Properties }) => Properties.Name)).toEqual([
      'Test-Pipeline--Unit',
      'Test-Pipeline--Package',
    ]);
    const role = { 'Fn::GetAtt': [logicalIdOf(made, 'AWS::IAM::Role', 'CommandRole'), 'Arn'] };
    for (const { Properties } of Object.values(resourcesOf(made, PROJECT))) {
      expect(Properties.ServiceRole).toEqual(role);
    }
    expect(mayReadParameters(made, 'CommandRole')).toBe(true);
  });

  test('have no rights in common where one is given a role of its own', () => {
    const made = given((stack) => ({
      role: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }),
    }));
    expect(['Mine', 'CommandRole'].map((role) => mayReadParameters(made, role))).toEqual([true, false]);
  });
});

test('a build keeps its logical ids and its name when others come before it', () => {
  const projectsWith = (...names: string[]): unknown => {
    const stack = newStack();
    newPipeline(stack, { builds: names.map((buildName) => Build.project({ buildName })) });
    const projects = Object.entries(resourcesOf(Template.fromStack(stack), PROJECT));
    return Object.fromEntries(projects.map(([id, { Properties }]) => [id, Properties.Name]));
  };
  expect(projectsWith('Lint', 'Unit', 'Package')).toMatchObject(projectsWith('Package') as object);
});

test('the key and the logs of a build are those of the foundation, whatever is said beside it', () => {
  const own = (given: object): unknown => {
    const { EncryptionKey, LogsConfig } = onlyResource(
      template(given, (stack) => ({
        foundation: new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') }),
      })),
      PROJECT,
    ).Properties;
    return { EncryptionKey, LogsConfig };
  };
  expect(own({ encryptionKey: undefined, logGroup: undefined })).toEqual(own({}));
});
