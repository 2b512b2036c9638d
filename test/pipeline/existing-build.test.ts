import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildSpec, PipelineProject, Project } from 'aws-cdk-lib/aws-codebuild';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Build, BuildProject, BuildVariable, DeliveryFoundation, Source } from '../../lib';
import type { DeliveryPipelineProps, ExistingBuildOptions } from '../../lib';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newPipeline,
  newStack,
  onlyResource,
  ownProjects,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import type { TemplateAction, TemplateStatement } from '../support/fixtures';
import { expectReport, untyped } from '../support/mistakes';

const PROJECT = 'AWS::CodeBuild::Project';
const START = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];
const START_BATCH = ['codebuild:BatchGetBuildBatches', 'codebuild:StartBuildBatch', 'codebuild:StopBuildBatch'];
const STORE = [
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:GetObject',
  's3:GetObjectVersion',
];

const HERE = 'Package (Build.existing)';
const imported = (stack: Stack): IProject => Project.fromProjectName(stack, 'Mine', 'mine');
const ofTheStack = (stack: Stack): PipelineProject => new PipelineProject(stack, 'Mine', { projectName: 'mine' });

/** A stack with a pipeline whose build is in a project that exists. */
function stackOf(
  project: (stack: Stack) => IProject,
  options: Partial<ExistingBuildOptions> = {},
  props: (stack: Stack) => Partial<DeliveryPipelineProps> = () => ({}),
): Stack {
  const stack = newStack();
  const builds = [Build.existing(project(stack), { buildName: 'Package', ...options })];
  newPipeline(stack, { builds, ...props(stack) });
  return stack;
}

const templateOf = (...given: Parameters<typeof stackOf>): Template => Template.fromStack(stackOf(...given));
const buildOf = (template: Template): TemplateAction => actionsOf(template)['Build/Package'];

/** What the role of the pipeline may do with builds. */
const startsOf = (template: Template): TemplateStatement[] =>
  statementsOf(template, 'PipelineRole').filter(({ Action }) => JSON.stringify(Action).includes('codebuild:'));

const arnOfMine = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':codebuild:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':project/mine',
    ],
  ],
};
const ownArn = { 'Fn::GetAtt': [expect.stringMatching(/^Mine/) as unknown, 'Arn'] };

describe.each<[string, (stack: Stack) => IProject, unknown, unknown]>([
  [
    'that a BuildProject made',
    (stack) => new BuildProject(stack, 'Mine').project,
    { Ref: expect.stringMatching(/^Mine/) as unknown },
    ownArn,
  ],
  ['of aws-cdk-lib', ofTheStack, { Ref: expect.stringMatching(/^Mine/) as unknown }, ownArn],
  ['that was imported', imported, 'mine', arnOfMine],
])('a build in a project %s', (_, project, projectName, arn) => {
  const template = templateOf(project);

  test('is an action that starts just this project, and no other is made', () => {
    expect(buildOf(template)).toEqual({
      Name: 'Package',
      ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      Configuration: expect.objectContaining({ ProjectName: projectName }) as unknown,
      InputArtifacts: [{ Name: 'Source' }],
      OutputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Build_Package',
      RunOrder: 1,
    });
    expect(Object.keys(resourcesOf(template, PROJECT)).every((id) => id.startsWith('Mine'))).toBe(true);
  });

  test('may be started by the role of the pipeline, and nothing else may', () => {
    expect(startsOf(template)).toEqual([{ Effect: 'Allow', Action: START, Resource: arn }]);
  });

  test('may be a batch, which the role of the pipeline may then start as well', () => {
    const given = templateOf(project, { batch: true });
    expect(buildOf(given).Configuration).toMatchObject({ ProjectName: projectName, BatchEnabled: 'true' });
    expect(startsOf(given)).toEqual([
      { Effect: 'Allow', Action: START, Resource: arn },
      { Effect: 'Allow', Action: START_BATCH, Resource: arn },
    ]);
    expect(buildOf(templateOf(project, { batch: false })).Configuration).not.toHaveProperty('BatchEnabled');
  });
});

describe('the role of a project that exists', () => {
  test.each<[string, (stack: Stack) => IProject]>([
    ['that a BuildProject made', (stack) => new BuildProject(stack, 'Mine').project],
    ['of aws-cdk-lib', ofTheStack],
  ])('%s may read and write the artifacts of the pipeline, with the key of the store', (_, project) => {
    const template = templateOf(project, {}, (stack) => ({
      foundation: new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') }),
    }));
    const store = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::S3::Bucket', 'Artifacts'), 'Arn'] };
    expect(allowedActionsOf(template, 'MineRole')).toEqual(expect.arrayContaining([...STORE, 's3:PutObject']));
    expect(statementsOf(template, 'MineRole')).toContainEqual({
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Resource: { 'Fn::Join': ['', [store, '/Test-Pipeline/*']] },
    });
    expect(statementsOf(template, 'MineRole')).toContainEqual({
      Effect: 'Allow',
      Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']) as unknown,
      Resource: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::KMS::Key'), 'Arn'] },
    });
  });

  test('may pull the repository of a full clone, else not', () => {
    const clone = (fullClone: boolean): Template =>
      templateOf(ofTheStack, {}, (stack) => ({
        sources: [Source.codeCommit(Repository.fromRepositoryName(stack, 'Orders', 'orders'), { fullClone })],
      }));
    expect(allowedActionsOf(clone(true), 'MineRole')).toContain('codecommit:GitPull');
    expect(allowedActionsOf(clone(false), 'MineRole')).not.toContain('codecommit:GitPull');
  });

  test('is left alone where it is not known', () => {
    const template = templateOf(imported);
    const roles = Object.values(resourcesOf(template, 'AWS::IAM::Policy')).map(({ Properties }) => Properties.Roles);
    expect(JSON.stringify(roles)).not.toContain('Mine');
  });
});

test.each<[string, (stack: Stack) => IProject]>([
  ['of a BuildProject', (stack) => new BuildProject(stack, 'Mine').project],
  ['of aws-cdk-lib', ofTheStack],
])(
  'a project %s in another stack is used without a lock, and what its role needs is of the pipeline’s stack',
  (_, make) => {
    const app = new App();
    const [builds, stack] = [new Stack(app, 'Builds'), new Stack(app, 'Delivery')];
    const project = make(builds);
    const alone = JSON.stringify(Template.fromStack(newStackWith(make)).toJSON().Resources);
    newPipeline(stack, { builds: [Build.existing(project, { buildName: 'Package' })] });
    expect(lockedStacks(app)).toEqual([]);
    expect(stack.dependencies).toEqual([builds]);
    expect(JSON.stringify(Template.fromStack(builds).toJSON().Resources)).toHaveLength(alone.length);
    const policies = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'));
    const allowing = (action: string): Record<string, unknown>[] =>
      policies.map(({ Properties }) => Properties).filter((it) => JSON.stringify(it.PolicyDocument).includes(action));
    expect(allowing('s3:PutObject').map(({ Roles }) => JSON.stringify(Roles))).toContainEqual(
      expect.stringContaining('"Fn::GetStackOutput":{"StackName":"Builds"'),
    );
    const [{ PolicyDocument, Roles }] = allowing('codebuild:StartBuild');
    expect(JSON.stringify(Roles)).toContain('PipelineRole');
    expect(JSON.stringify(PolicyDocument)).toContain('"Fn::GetStackOutput":{"StackName":"Builds"');
  },
);

/** The project alone in a stack named as long as the one that it is compared with. */
function newStackWith(make: (stack: Stack) => IProject): Stack {
  const stack = new Stack(new App(), 'Builds');
  make(stack);
  return stack;
}

describe('the variables of an action', () => {
  const variables = (stack: Stack): Record<string, BuildVariable> => ({
    STAGE: BuildVariable.plain('ci'),
    URL: BuildVariable.parameter('/orders/url'),
    KEY: BuildVariable.secret(Secret.fromSecretNameV2(stack, 'Secret', 'signing'), { field: 'key' }),
  });
  const withVariables = (project: (stack: Stack) => IProject): Template => {
    const stack = newStack();
    const options = { buildName: 'Package', variables: variables(stack) };
    newPipeline(stack, { builds: [Build.existing(project(stack), options)] });
    return Template.fromStack(stack);
  };

  test('stand in its configuration alone, as CodePipeline takes them', () => {
    const template = withVariables(ofTheStack);
    expect(JSON.parse(buildOf(template).Configuration.EnvironmentVariables as string)).toEqual([
      { name: 'STAGE', type: 'PLAINTEXT', value: 'ci' },
      { name: 'URL', type: 'PARAMETER_STORE', value: '/orders/url' },
      { name: 'KEY', type: 'SECRETS_MANAGER', value: 'signing:key' },
    ]);
    expect(onlyResource(template, PROJECT).Properties.Environment).not.toHaveProperty('EnvironmentVariables');
  });

  test('may be read by the role of the project, and not by that of the pipeline', () => {
    const template = withVariables(ofTheStack);
    const reads = ['secretsmanager:GetSecretValue', 'ssm:GetParameters'];
    expect(allowedActionsOf(template, 'MineRole')).toEqual(expect.arrayContaining(reads));
    expect(allowedActionsOf(template, 'PipelineRole').filter((action) => reads.includes(action))).toEqual([]);
  });

  test('are left out where there are none', () => {
    for (const given of [undefined, {}]) {
      const { Configuration } = buildOf(templateOf(imported, { variables: given }));
      expect(Configuration.EnvironmentVariables ?? '[]').toBe('[]');
    }
  });

  test('have at most 1000 characters together', () => {
    const url = (length: number): Partial<ExistingBuildOptions> => ({
      variables: { URL: BuildVariable.plain('x'.repeat(length)) },
    });
    const json = JSON.stringify([{ name: 'URL', type: 'PLAINTEXT', value: '' }]).length;
    expect(errorsOf(stackOf(imported, url(1000 - json)))).toEqual([]);
    expect(errorsOf(stackOf(imported, url(1001 - json)))).toEqual([
      `${HERE} variables: must have at most 1000 characters of JSON together, got 1001; set them on the project`,
    ]);
  });

  test('hold no secret in plain', () => {
    const stack = newStack();
    const value = new Secret(stack, 'Secret').secretValue.unsafeUnwrap();
    const options = { buildName: 'Package', variables: { KEY: BuildVariable.plain(value) } };
    newPipeline(stack, { builds: [Build.existing(imported(stack), options)] });
    expect(errorsOf(stack)).toEqual([
      'Package (Build.existing) variables.KEY: holds a secret, which everybody could read; use BuildVariable.secret or .parameter',
    ]);
  });
});

test('two builds share a project, each with its own variables, and the role of the project gets what both need', () => {
  const stack = newStack();
  const project = ofTheStack(stack);
  const builds = ['One', 'Two'].map((buildName) =>
    Build.existing(project, { buildName, variables: { NAME: BuildVariable.parameter(`/${buildName}`) } }),
  );
  newPipeline(stack, { builds });
  const template = Template.fromStack(stack);
  const valuesOf = (name: string): unknown =>
    JSON.parse(actionsOf(template)[`Build/${name}`].Configuration.EnvironmentVariables as string);
  for (const name of ['One', 'Two']) {
    expect(valuesOf(name)).toEqual([{ name: 'NAME', type: 'PARAMETER_STORE', value: `/${name}` }]);
  }
  template.resourceCountIs(PROJECT, 1);
  expect(startsOf(template)).toEqual([{ Effect: 'Allow', Action: START, Resource: ownArn }]);
  const parameters = statementsOf(template, 'MineRole').filter(({ Action }) => Action === 'ssm:GetParameters');
  expect(JSON.stringify(parameters)).toMatch(/:parameter\/One".*:parameter\/Two"/);
});

test('a later build may take what one in a project that exists puts out', () => {
  const stack = newStack();
  const first = Build.existing(imported(stack), { buildName: 'First' });
  newPipeline(stack, { builds: [first, Build.project({ buildName: 'Package', input: first.artifact })] });
  const { InputArtifacts, RunOrder } = buildOf(Template.fromStack(stack));
  expect([InputArtifacts, RunOrder]).toEqual([[{ Name: 'First' }], 2]);
});

test('the pipeline gives no BuildProject for a build in a project that exists, and says so', () => {
  const stack = newStack();
  const builds = [Build.existing(imported(stack), { buildName: 'Old' }), Build.project({ buildName: 'Package' })];
  const pipeline = newPipeline(stack, { builds });
  expect(pipeline.buildProject('Package')).toBeInstanceOf(BuildProject);
  expect(() => pipeline.buildProject('Old')).toThrow("Test/Pipeline has no build 'Old'; its builds are: 'Package'");
});

test('a project of a source of its own may be used as well', () => {
  const template = templateOf(
    (stack) => new Project(stack, 'Mine', { buildSpec: BuildSpec.fromObject({ version: '0.2' }) }),
  );
  expect(startsOf(template)).toEqual([{ Effect: 'Allow', Action: START, Resource: ownArn }]);
});

describe('a build with a batch in a project of its own', () => {
  const stack = newStack();
  newPipeline(stack, { builds: [Build.project({ buildName: 'Package', batch: {} })] });
  const template = Template.fromStack(stack);

  test('is started as a batch', () => {
    expect(buildOf(template).Configuration).toEqual({
      ProjectName: { Ref: logicalIdOf(template, PROJECT) },
      BatchEnabled: 'true',
    });
  });

  test('lets the role of the pipeline start builds and batches of the projects of this pipeline', () => {
    expect(startsOf(template)).toEqual([
      { Effect: 'Allow', Action: START, Resource: ownProjects() },
      { Effect: 'Allow', Action: START_BATCH, Resource: ownProjects() },
    ]);
  });

  test('has a second role, that starts the builds of the batch, and the first may start nothing', () => {
    expect(onlyResource(template, PROJECT).Properties.BuildBatchConfig).toMatchObject({
      ServiceRole: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'PackageBuildBatchRole'), 'Arn'] },
    });
    expect(allowedActionsOf(template, 'BuildBatchRole')).toEqual([
      'codebuild:RetryBuild',
      'codebuild:StartBuild',
      'codebuild:StopBuild',
    ]);
    expect(allowedActionsOf(template, 'CommandRole')).not.toContain('codebuild:StartBuild');
  });

  test('is no batch where it is not asked for', () => {
    const plain = newStack();
    newPipeline(plain);
    expect(buildOf(Template.fromStack(plain)).Configuration).not.toHaveProperty('BatchEnabled');
  });
});

const existing = (project: unknown, options: unknown) => (stack: Stack) =>
  newPipeline(stack, {
    builds: [
      Build.existing(
        typeof project === 'function' ? untyped((project as (scope: Stack) => unknown)(stack)) : untyped(project),
        untyped(options),
      ),
    ],
  });
const PACKAGE = { buildName: 'Package' };

test.each<[string, (stack: Stack) => unknown, string]>([
  ['no project', existing(undefined, PACKAGE), `${HERE} project: must be a project, got nothing`],
  ['the name of a project', existing('mine', PACKAGE), `${HERE} project: must be a project, got 'mine'`],
  [
    'no options',
    existing(imported, undefined),
    'Pipeline (DeliveryPipeline) builds[0].buildName: must be given, got nothing',
  ],
  [
    'a text for variables',
    existing(imported, { ...PACKAGE, variables: 'A=1' }),
    `${HERE} variables: must be an object with variables by name`,
  ],
  [
    'a text for a variable, which is not repeated',
    existing(imported, { ...PACKAGE, variables: { KEY: 'hunter2' } }),
    `${HERE} variables.KEY: must be a BuildVariable; use BuildVariable.plain, .parameter or .secret`,
  ],
])('%s: reported in the words of the user', (what, make, says) => {
  expectReport({ what, make, says });
});

test('a project of another region is refused', () => {
  const app = new App();
  const account = '111122223333';
  const elsewhere = new Stack(app, 'Elsewhere', { env: { account, region: 'us-east-1' } });
  const stack = new Stack(app, 'Test', { env: { account, region: 'eu-west-1' } });
  newPipeline(stack, { builds: [Build.existing(imported(elsewhere), PACKAGE)] });
  expect(errorsOf(stack)).toEqual([expect.stringMatching(/^Package \(Build\.existing\) project: .*us-east-1/)]);
});
