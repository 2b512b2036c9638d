import type { Stack } from 'aws-cdk-lib';
import { App, Stack as CdkStack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildProject, BuildSource, SourceConnection, SourceRepository, ConnectionProvider, Trigger } from '../../lib';
import type { ConnectedBuildOptions } from '../../lib';
import { allowedActionsOf, logicalIdOf, resourcesOf, statementsOf } from '../support/fixtures';
import {
  accessPolicyOf,
  allowed,
  arn,
  CONNECTION,
  errorsIn,
  gitHub,
  join,
  projectOf,
  sourceOf,
  statementsIn,
  templateOf,
} from './support';

const GIT_SERVER = { serverUrl: 'https://git.example.com/' };

/** Providers that a connection reaches: the function, what CodeBuild calls it, a repository, and its address. */
const CONNECTED: Record<string, [(o: ConnectedBuildOptions) => BuildSource, string, string, string]> = {
  GitHub: [(o) => BuildSource.gitHub(o), 'GITHUB', 'acme/orders', 'https://github.com/acme/orders.git'],
  'GitHub Enterprise Server': [
    (o) => BuildSource.gitHubEnterprise({ ...o, ...GIT_SERVER }),
    'GITHUB_ENTERPRISE',
    'acme/orders',
    'https://git.example.com/acme/orders.git',
  ],
  Bitbucket: [(o) => BuildSource.bitbucket(o), 'BITBUCKET', 'acme/orders', 'https://bitbucket.org/acme/orders.git'],
  GitLab: [(o) => BuildSource.gitLab(o), 'GITLAB', 'acme/shop/orders', 'https://gitlab.com/acme/shop/orders.git'],
  'a GitLab of one’s own': [
    (o) => BuildSource.gitLabSelfManaged({ ...o, ...GIT_SERVER }),
    'GITLAB_SELF_MANAGED',
    'acme/shop/orders',
    'https://git.example.com/acme/shop/orders.git',
  ],
};

/** A build of each provider without a connection. */
const OTHERS: Record<string, [(stack: Stack) => BuildSource, string]> = {
  CodeCommit: [(stack) => BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders')), 'CODECOMMIT'],
  S3: [(stack) => BuildSource.s3(Bucket.fromBucketName(stack, 'B', 'drops'), 'app/source.zip'), 'S3'],
};

describe.each(Object.entries(CONNECTED))('a build of %s', (_, [make, type, repository, location]) => {
  const source = (options: Partial<ConnectedBuildOptions> = {}): BuildSource =>
    make({ connectionArn: CONNECTION, repository, ...options });

  test('has the newest commit of main, and shows its state at the commit', () => {
    const given = templateOf({ source: source() });
    expect(sourceOf(given)).toEqual({
      Type: type,
      Location: location,
      Auth: { Type: 'CODECONNECTIONS', Resource: CONNECTION },
      GitCloneDepth: 1,
      ReportBuildStatus: true,
      BuildSpec: 'buildspec.yml',
    });
    expect(projectOf(given).Properties).toMatchObject({ SourceVersion: 'main', Artifacts: { Type: 'NO_ARTIFACTS' } });
    expect(projectOf(given).Properties).not.toHaveProperty('Triggers');
  });

  test('has what the user says of it', () => {
    const given = templateOf({
      source: source({
        branch: 'release/2',
        cloneDepth: 0,
        submodules: true,
        commitStatus: false,
        statusContext: 'unit tests',
      }),
    });
    expect(sourceOf(given)).toMatchObject({
      GitCloneDepth: 0,
      GitSubmodulesConfig: { FetchSubmodules: true },
      ReportBuildStatus: false,
      BuildStatusConfig: { Context: 'unit tests' },
    });
    expect(projectOf(given).Properties.SourceVersion).toBe('release/2');
  });

  test('may use its connection before CodeBuild makes the project, by a policy that knows nothing of it', () => {
    const given = templateOf({ source: source() });
    const policy = accessPolicyOf(given);
    expect(projectOf(given).DependsOn).toContain(policy.id);
    expect(JSON.stringify(policy)).not.toContain(logicalIdOf(given, 'AWS::CodeBuild::Project'));
    expect(policy).not.toHaveProperty('DependsOn');
    const statements = statementsIn(policy);
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual(
      ['codeconnections', 'codestar-connections'].flatMap((service) =>
        ['GetConnection', 'GetConnectionToken', 'UseConnection'].map((action) => `${service}:${action}`),
      ),
    );
    for (const { Resource } of statements) expect(Resource).toBe(CONNECTION);
  });

  test('uses the connection for its own repository', () => {
    const uses = statementsIn(accessPolicyOf(templateOf({ source: source() }))).filter(
      ({ Action }) => typeof Action === 'string',
    );
    expect(uses.map(({ Condition }) => Condition)).toEqual([
      { StringEqualsIfExists: { 'codeconnections:FullRepositoryId': repository } },
      { StringEqualsIfExists: { 'codestar-connections:FullRepositoryId': repository } },
    ]);
  });

  test('can have a connection of another stack without an export', () => {
    const app = new App();
    const [owner, stack] = [new CdkStack(app, 'Owner'), new CdkStack(app, 'Builds')];
    const { connectionArn } = new SourceConnection(owner, 'C', { provider: ConnectionProvider.GITHUB });
    new BuildProject(stack, 'Build', { source: source({ connectionArn }) });
    const given = Template.fromStack(stack);
    expect(JSON.stringify(given.toJSON())).not.toContain('Fn::ImportValue');
    const { Auth } = sourceOf(given) as { Auth: { Resource: unknown } };
    expect(Auth.Resource).toMatchObject({ 'Fn::GetStackOutput': { StackName: 'Owner' } });
    for (const { Resource } of statementsIn(accessPolicyOf(given))) expect(Resource).toEqual(Auth.Resource);
  });

  test('can start by a time table', () => {
    const given = templateOf({
      source: source({ triggers: [Trigger.schedule(Schedule.cron({ hour: '3', minute: '0' }))] }),
    });
    given.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(0 3 * * ? *)' });
    expect(projectOf(given).Properties).not.toHaveProperty('Triggers');
  });
});

describe.each(Object.entries(OTHERS))('a build of %s', (_, [make, type]) => {
  const given = templateOf((stack) => ({ source: make(stack) }));

  test('has a source of its own, and no connection', () => {
    expect(sourceOf(given).Type).toBe(type);
    expect(sourceOf(given)).not.toHaveProperty('Auth');
    expect(Object.keys(resourcesOf(given, 'AWS::IAM::Policy'))).toHaveLength(1);
  });

  test('does not tell a host of its state, not even that it does not', () => {
    expect(JSON.stringify(projectOf(given))).not.toContain('ReportBuildStatus');
    expect(JSON.stringify(projectOf(given))).not.toContain('BuildStatusConfig');
  });
});

describe('a build of CodeCommit', () => {
  const codeCommit = (options?: Parameters<typeof BuildSource.codeCommit>[1]): Template =>
    templateOf((stack) => ({
      source: BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders'), options),
    }));

  test('may pull from its repository and nothing else', () => {
    expect(allowed(codeCommit(), 'codecommit')).toEqual([
      { Effect: 'Allow', Action: 'codecommit:GitPull', Resource: arn('codecommit', ':orders') },
    ]);
  });

  test('gets the newest commit of main, or what the user says', () => {
    const [usual, given] = [codeCommit(), codeCommit({ branch: 'develop', cloneDepth: 50 })];
    expect(projectOf(usual).Properties.SourceVersion).toBe('main');
    expect(sourceOf(usual).GitCloneDepth).toBe(1);
    expect(projectOf(given).Properties.SourceVersion).toBe('develop');
    expect(sourceOf(given).GitCloneDepth).toBe(50);
  });

  test('may use the key of its repository, through CodeCommit', () => {
    const given = templateOf((stack) => ({
      source: BuildSource.codeCommit(
        new SourceRepository(stack, 'R', { repositoryName: 'orders', encryptionKey: new Key(stack, 'Key') }),
      ),
    }));
    expect(allowed(given, 'kms')).toEqual([
      expect.objectContaining({
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
        Condition: {
          StringEquals: {
            'kms:ViaService': join(['codecommit.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]),
          },
        },
      }),
    ]);
    expect([allowed(given, 'kms')[0].Action].flat()).toContain('kms:Decrypt');
  });

  test('starts when its branch changes', () => {
    const given = codeCommit({ branch: 'develop', triggers: [Trigger.push()] });
    given.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codecommit'],
        resources: [arn('codecommit', ':orders')],
        detail: { referenceName: ['develop'] },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::CodeBuild::Project'), 'Arn'] },
          RoleArn: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role', 'StartRole'), 'Arn'] },
        },
      ],
    });
  });

  test('does not start by itself where no trigger is given, or only a person starts it', () => {
    codeCommit().resourceCountIs('AWS::Events::Rule', 0);
    const given = codeCommit({ triggers: [Trigger.manual()] });
    given.resourceCountIs('AWS::Events::Rule', 0);
    given.resourceCountIs('AWS::IAM::Role', 1);
  });
});

describe('a build of S3', () => {
  const object = (stack: Stack): BuildSource =>
    BuildSource.s3(new Bucket(stack, 'Drops', { encryptionKey: new Key(stack, 'Key') }), 'app/source.zip');
  const given = templateOf((stack) => ({ source: object(stack) }));
  const bucket = logicalIdOf(given, 'AWS::S3::Bucket');

  test('is made of its object', () => {
    expect(sourceOf(given).Location).toEqual(join([{ Ref: bucket }, '/app/source.zip']));
  });

  test('may read its object, and decrypt it, and nothing else', () => {
    const reads = allowed(given, 's3').filter(({ Action }) => [Action].flat().includes('s3:GetObject'));
    expect(reads).toHaveLength(1);
    expect(JSON.stringify(reads[0].Resource)).toMatch(/"\/app\/source\.zip"\]\]\}$/);
    expect(allowed(given, 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
      },
    ]);
    expect(allowedActionsOf(given, 'BuildRole').filter((action) => /Put|Delete|List/.test(action))).toEqual([
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'logs:PutLogEvents',
    ]);
  });
});

describe('builds that EventBridge starts', () => {
  const [night, noon] = [Schedule.cron({ hour: '3', minute: '0' }), Schedule.cron({ hour: '12', minute: '0' })];
  const given = templateOf((stack) => ({
    projectName: 'nightly',
    source: BuildSource.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders'), {
      triggers: [Trigger.push(), Trigger.schedule(night), Trigger.schedule(noon), Trigger.schedule(night)],
    }),
  }));

  test('have a rule for each time table, once, and one for pushes', () => {
    const rules = Object.values(resourcesOf(given, 'AWS::Events::Rule')).map(({ Properties }) => Properties);
    expect(rules.map(({ ScheduleExpression }) => ScheduleExpression ?? 'push').sort()).toEqual([
      'cron(0 12 * * ? *)',
      'cron(0 3 * * ? *)',
      'push',
    ]);
  });

  test('are started with one role, that may start builds of that project and nothing else', () => {
    expect(statementsOf(given, 'StartRole')).toEqual([
      { Effect: 'Allow', Action: 'codebuild:StartBuild', Resource: arn('codebuild', ':project/nightly') },
    ]);
    given.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'events.amazonaws.com' } }] },
    });
    expect(Object.keys(resourcesOf(given, 'AWS::IAM::Role'))).toHaveLength(2);
  });
});

test('one source can serve two builds, each with a policy of its own', () => {
  const stack = new CdkStack(new App(), 'Test');
  const source = gitHub();
  for (const id of ['Build', 'Other']) new BuildProject(stack, id, { source });
  expect(Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'))).toHaveLength(4);
});

test('a server’s address can be known at deployment only', () => {
  const given = templateOf((stack) => ({
    source: BuildSource.gitHubEnterprise({
      connectionArn: CONNECTION,
      repository: 'a/b',
      serverUrl: `https://git.${stack.urlSuffix}`,
    }),
  }));
  expect(sourceOf(given).Location).toEqual(join(['https://git.', { Ref: 'AWS::URLSuffix' }, '/a/b.git']));
  expect(errorsIn({ source: gitHub() })).toEqual([]);
});
