import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { BuildSpec, PipelineProject, Project } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ApprovalRule,
  ApproverRole,
  BuildSource,
  CommentApproval,
  PullRequestChecks,
  SourceRepository,
  Trigger,
} from '../../lib';
import type { ConnectedBuildOptions, PullRequestChecksProps } from '../../lib';
import {
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';
import { expectReport, untyped } from '../support/mistakes';
import { resolveTemplates } from '../support/simulation';
import type { ResolvedTemplates } from '../support/simulation';

type Make = (stack: Stack) => PullRequestChecksProps;

const PROJECT = 'AWS::CodeBuild::Project';
const RULE = 'AWS::Events::Rule';
const HANDLER = 'pullrequestchecksRole';
const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b';

const repository = (scope: Stack, name = 'orders'): IRepository => Repository.fromRepositoryName(scope, name, name);
const orders: Make = (stack) => ({ repositories: [repository(stack)] });

/** The stack of the checks, each with the props that are made for it. */
function stackOf(...makes: Make[]): Stack {
  const stack = newStack();
  makes.forEach((make, index) => new PullRequestChecks(stack, `Check${index + 1}`, make(stack)));
  return stack;
}

const templateOf = (...makes: Make[]): Template => Template.fromStack(stackOf(...makes));

function resolvedFrom(template: Template): ResolvedTemplates {
  return resolveTemplates([{ stackName: 'Test', template: template.toJSON() }]);
}

/** The pattern of a rule, as it would be deployed. */
function patternOf(template: Template, part: string): unknown {
  const found = resolvedFrom(template)
    .resourcesOfType(RULE)
    .filter(({ logicalId }) => logicalId.includes(part));
  expect(found).toHaveLength(1);
  return found[0].properties.EventPattern;
}

/** The statements with one of these actions. */
const having = (template: Template, role: string, action: string): TemplateStatement[] =>
  statementsOf(template, role).filter(({ Action }) => [Action].flat().includes(action));

describe('a check of a CodeCommit repository', () => {
  const template = templateOf((stack) => ({ repositories: [repository(stack), repository(stack, 'shop')] }));

  test('listens to pull requests of its repositories that are opened or changed, in its own account', () => {
    expect(patternOf(template, 'OnPullRequest')).toEqual({
      source: ['aws.codecommit'],
      account: ['111122223333'],
      'detail-type': ['CodeCommit Pull Request State Change'],
      detail: {
        event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'],
        repositoryNames: ['orders', 'shop'],
      },
    });
  });

  test('listens to those builds of its own project that are over', () => {
    expect(patternOf(template, 'OnBuild')).toEqual({
      source: ['aws.codebuild'],
      account: ['111122223333'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': ['Test-Check1-Build'],
        'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'],
      },
    });
  });

  test('has one function, which just its two rules may call', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs(RULE, 2);
    const permissions = Object.values(resourcesOf(template, 'AWS::Lambda::Permission'));
    expect(permissions.map(({ Properties }) => Properties.SourceArn)).toEqual(
      Object.keys(resourcesOf(template, RULE)).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
    );
    expect(permissions.map(({ Properties }) => Properties.Principal)).toEqual(Array(2).fill('events.amazonaws.com'));
  });

  test('builds from the first repository with all its commits, and tells CodeCommit nothing by itself', () => {
    const { Source, Triggers, SourceVersion, Artifacts } = onlyResource(template, PROJECT).Properties;
    expect(Source).toEqual({
      Type: 'CODECOMMIT',
      BuildSpec: 'buildspec.yml',
      Location: expect.objectContaining({ 'Fn::Join': expect.anything() as unknown }) as unknown,
      GitCloneDepth: 0,
    });
    expect(JSON.stringify(Source)).toContain('/v1/repos/orders');
    expect([Triggers, SourceVersion, Artifacts]).toEqual([undefined, 'main', { Type: 'NO_ARTIFACTS' }]);
  });

  test('has a build that may pull its repositories, log, report, and nothing else', () => {
    expect(allowedActionsOf(template, 'Check1BuildRole').filter((it) => !/^(logs|codebuild):/.test(it))).toEqual([
      'codecommit:GitPull',
    ]);
    expect(JSON.stringify(having(template, 'Check1BuildRole', 'codecommit:GitPull'))).toMatch(/:orders".*:shop"/);
    expect(allowedActionsOf(template, 'Check1BuildRole')).not.toContain('codebuild:StartBuild');
  });

  test('has a function that may merge for a build, start it, and comment', () => {
    expect(allowedActionsOf(template, HANDLER)).toEqual([
      'codebuild:BatchGetBuilds',
      'codebuild:ListBuildsForProject',
      'codebuild:StartBuild',
      'codecommit:CreateUnreferencedMergeCommit',
      'codecommit:GetPullRequest',
      'codecommit:PostCommentForPullRequest',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(having(template, HANDLER, 'codebuild:StartBuild').map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [logicalIdOf(template, PROJECT), 'Arn'] },
    ]);
  });
});

test('several checks of a stack have two rules and a project each, and one function for all', () => {
  const template = templateOf(orders, (stack) => ({ repositories: [repository(stack, 'shop')] }));
  template.resourceCountIs(RULE, 4);
  template.resourceCountIs(PROJECT, 2);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  expect(having(template, HANDLER, 'codebuild:StartBuild').flatMap(({ Resource }) => Resource)).toHaveLength(2);
});

describe('the user decides on', () => {
  test.each<[string, string, Partial<PullRequestChecksProps>, boolean]>([
    ['comment', 'codecommit:PostCommentForPullRequest', {}, true],
    ['comment', 'codecommit:PostCommentForPullRequest', { comments: false }, false],
    ['approve', 'codecommit:UpdatePullRequestApprovalState', {}, false],
    ['approve', 'codecommit:UpdatePullRequestApprovalState', { approval: { enabled: false } }, false],
    ['approve', 'codecommit:UpdatePullRequestApprovalState', { approval: {} }, true],
  ])('whether the function may %s (%s with %j: %s)', (_, action, props, expected) => {
    const template = templateOf((stack) => ({ ...orders(stack), ...props }));
    expect(allowedActionsOf(template, HANDLER).includes(action)).toBe(expected);
    expect(allowedActionsOf(template, 'BuildRole')).not.toContain(action);
  });
});

describe('a check that approves', () => {
  const approves: Make = (stack) => ({ ...orders(stack), approval: {} });

  test('is a member of an approval pool by the sessions of the role of its function, others are none', () => {
    const stack = newStack();
    const repositories = [repository(stack)];
    const { approver } = new PullRequestChecks(stack, 'Checks', { repositories, approval: {} });
    if (approver === undefined) throw new Error('the check approves nothing');
    expect(new PullRequestChecks(stack, 'Silent', { repositories }).approver).toBeUndefined();
    new ApprovalRule(stack, 'Rule', { required: 2, repositories, approvers: [approver] });
    const templates = resolvedFrom(Template.fromStack(stack));
    const [rule] = templates.resourcesOfType('Custom::CodeCommitApprovalRule');
    const [role] = templates.resourcesOfType('AWS::IAM::Role').filter(({ logicalId }) => logicalId.includes(HANDLER));
    expect(rule.properties.approvers).toEqual([`arn:aws:sts::111122223333:assumed-role/${templates.refTo(role)}/*`]);
  });

  const warning = Match.stringLikeRegexp('More than one check of this stack approves pull requests of Test/orders');

  test('is warned about beside another one of the same repository', () => {
    const stack = newStack();
    const props = { repositories: [repository(stack), repository(stack, 'shop')], approval: {} };
    for (const id of ['Unit', 'Lint']) new PullRequestChecks(stack, id, props);
    Annotations.fromStack(stack).hasWarning('/Test/Lint', warning);
    Annotations.fromStack(stack).hasNoWarning('/Test/Unit', Match.anyValue());
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(2);
  });

  test('is not warned about beside one of another repository, or one that approves nothing', () => {
    const stack = stackOf(approves);
    const repositories = [repository(stack, 'shop')];
    new PullRequestChecks(stack, 'Other', { repositories, approval: {} });
    new PullRequestChecks(stack, 'Silent', { repositories });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

test('repositories of another stack are referred to without a lock, and deployed before', () => {
  const app = new App();
  const [code, stack] = [new Stack(app, 'Code'), new Stack(app, 'Checks')];
  const shared = new SourceRepository(code, 'Orders', {
    repositoryName: 'orders',
    encryptionKey: new Key(code, 'Key'),
  });
  new PullRequestChecks(stack, 'Checks', { repositories: [shared], approval: {} });
  expect(lockedStacks(app)).toEqual([]);
  expect(stack.dependencies).toEqual([code]);
  expect(JSON.stringify(Template.fromStack(code).toJSON())).not.toContain('pull-request');
});

test('the key of a repository may be used by build and function, through CodeCommit alone', () => {
  const template = templateOf((stack) => ({
    repositories: [
      new SourceRepository(stack, 'Code', { repositoryName: 'orders', encryptionKey: new Key(stack, 'Key') }),
    ],
  }));
  const key = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::KMS::Key'), 'Arn'] };
  for (const role of ['BuildRole', HANDLER]) {
    const statements = having(template, role, 'kms:Decrypt');
    expect(statements.map(({ Resource }) => Resource)).toEqual([key]);
    expect(JSON.stringify(statements[0].Condition)).toMatch(/"kms:ViaService".*"codecommit\."/);
  }
});

describe('a project that exists already', () => {
  test.each<[string, (stack: Stack) => PullRequestChecksProps['project'], unknown]>([
    [
      'of the stack',
      (stack) => new PipelineProject(stack, 'Mine', { projectName: 'mine' }),
      { 'Fn::GetAtt': [expect.stringMatching(/^Mine/), 'Arn'] },
    ],
    ['that was imported', (stack) => Project.fromProjectName(stack, 'Mine', 'mine'), expect.anything()],
  ])('%s runs the builds, and nothing is made or granted beside', (_, project, arn) => {
    const stack = newStack();
    const given = project(stack);
    const checks = new PullRequestChecks(stack, 'Checks', { ...orders(stack), project: given });
    expect([checks.project, checks.buildProject]).toEqual([given, undefined]);
    const template = Template.fromStack(stack);
    expect(Object.keys(resourcesOf(template, PROJECT)).every((id) => id.startsWith('Mine'))).toBe(true);
    expect(having(template, HANDLER, 'codebuild:StartBuild')).toEqual([expect.objectContaining({ Resource: arn })]);
    expect(patternOf(template, 'OnBuild')).toMatchObject({ detail: { 'project-name': ['mine'] } });
    expect(JSON.stringify(statementsOf(template, 'MineRole'))).not.toContain('codecommit:');
  });

  test('of another stack is used without a lock', () => {
    const app = new App();
    const [builds, stack] = [new Stack(app, 'Builds'), new Stack(app, 'Checks')];
    const project = new Project(builds, 'Project', { buildSpec: BuildSpec.fromObject({ version: '0.2' }) });
    new PullRequestChecks(stack, 'Checks', { ...orders(stack), project });
    expect(lockedStacks(app)).toEqual([]);
    expect(stack.dependencies).toEqual([builds]);
  });
});

describe.each<[string, (options: ConnectedBuildOptions) => BuildSource, string]>([
  ['gitHub', (options) => BuildSource.gitHub(options), 'GITHUB'],
  ['gitLab', (options) => BuildSource.gitLab(options), 'GITLAB'],
  ['bitbucket', (options) => BuildSource.bitbucket(options), 'BITBUCKET'],
  [
    'gitLabSelfManaged',
    (options) => BuildSource.gitLabSelfManaged({ ...options, serverUrl: 'https://git.example.com' }),
    'GITLAB_SELF_MANAGED',
  ],
])('a check of BuildSource.%s', (_, make, type) => {
  const template = (options: Partial<ConnectedBuildOptions> = {}): Template =>
    templateOf(() => ({ source: make({ connectionArn: CONNECTION, repository: 'acme/orders', ...options }) }));
  const triggersOf = (given: Template): unknown => onlyResource(given, PROJECT).Properties.Triggers;
  const reopened = type === 'BITBUCKET' ? '' : ' PULL_REQUEST_REOPENED,';
  const plain = template();

  test('is built by a webhook when a pull request into any branch is opened or changed, forks after a comment', () => {
    expect(triggersOf(plain)).toEqual({
      Webhook: true,
      FilterGroups: [
        [
          { Type: 'EVENT', Pattern: `PULL_REQUEST_CREATED,${reopened} PULL_REQUEST_UPDATED` },
          { Type: 'BASE_REF', Pattern: '^refs/heads/(.*)$' },
        ],
      ],
      PullRequestBuildPolicy: {
        RequiresCommentApproval: 'FORK_PULL_REQUESTS',
        ApproverRoles: expect.arrayContaining([expect.stringMatching(`^${type.replace(/_.*/, '')}_`)]) as unknown,
      },
    });
  });

  test('shows its state at the commit, without a function and rules', () => {
    const { Source } = onlyResource(plain, PROJECT).Properties;
    expect(Source).toMatchObject({ Type: type, ReportBuildStatus: true, Auth: { Resource: CONNECTION } });
    plain.resourceCountIs('AWS::Lambda::Function', 0);
    plain.resourceCountIs(RULE, 0);
    expect(allowedActionsOf(plain, 'BuildRole').filter((it) => it.startsWith('codecommit:'))).toEqual([]);
  });

  test('keeps the triggers of the user', () => {
    const triggers = [Trigger.pullRequest({ branches: ['main'], paths: ['app/**'] })];
    expect(triggersOf(template({ triggers }))).toMatchObject({
      FilterGroups: [
        [
          { Type: 'EVENT' },
          { Type: 'BASE_REF', Pattern: '^refs/heads/(main)$' },
          { Type: 'FILE_PATH', Pattern: '^(app/.*)$' },
        ],
      ],
    });
  });

  test('lets the user say whose pull requests wait', () => {
    const pullRequestBuildPolicy = { requiresCommentApproval: CommentApproval.DISABLED };
    expect(triggersOf(template({ pullRequestBuildPolicy }))).toMatchObject({
      PullRequestBuildPolicy: { RequiresCommentApproval: 'DISABLED' },
    });
    const approverRoles = [ApproverRole.GITHUB_READ];
    const stack = stackOf(() => ({
      source: make({ connectionArn: CONNECTION, repository: 'acme/orders', pullRequestBuildPolicy: { approverRoles } }),
    }));
    expect(errorsOf(stack)).toHaveLength(type === 'GITHUB' ? 0 : 1);
  });
});

const checks = (make: (stack: Stack) => unknown) => (stack: Stack) =>
  new PullRequestChecks(stack, 'Checks', untyped(make(stack)));
const beside = (props: unknown) => checks((stack) => ({ ...orders(stack), ...(props as object) }));
const hub = (): BuildSource => BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders' });
const OF_THE_PROJECT =
  'batch cache commands concurrentBuilds environment image logGroup output queuedTimeout retries'.split(' ');
const HERE = 'Checks (PullRequestChecks)';
const EITHER = `${HERE} repositories: must be given, or source, and not both`;
const ELSEWHERE =
  'Build (BuildProject) source: must be a repository at GitHub, GitLab or Bitbucket; give CodeCommit repositories as repositories';
const OF_THE_HOST =
  'must not be given beside source; the triggers of the source say which pull requests count, and the host shows the state at the commit';
const mine = (stack: Stack): unknown => Project.fromProjectName(stack, 'Mine', 'mine');

test.each<[string, (stack: Stack) => unknown, string]>([
  ['neither repositories nor a source', checks(() => undefined), EITHER],
  ['repositories and a source', checks((stack) => ({ ...orders(stack), source: hub() })), EITHER],
  [
    'a text',
    checks(() => ({ source: 'x' })),
    `${HERE} source: must be a BuildSource, got 'x'; use the functions of BuildSource`,
  ],
  ['no repository', checks(() => ({ repositories: [] })), `${HERE} repositories: must have at least 1, got 0`],
  ['nothing for a list', checks(() => ({ repositories: null })), `${HERE} repositories: must be a list, got nothing`],
  [
    'the name of a repository in its place',
    checks(() => ({ repositories: ['orders'] })),
    `${HERE} repositories[0]: must be a CodeCommit repository, got 'orders'`,
  ],
  ['a text for branches', beside({ branches: 'main' }), `${HERE} branches: must be a list, got 'main'`],
  ['a text for comments', beside({ comments: 'no' }), `${HERE} comments: must be true or false, got 'no'`],
  ['no approval object', beside({ approval: null }), `${HERE} approval: must be an object, got nothing`],
  ['a name that is a number', beside({ checkName: 7 }), `${HERE} checkName: must be a string, got 7`],
  ['the name of a project in its place', beside({ project: 'u' }), `${HERE} project: must be a project, got 'u'`],
  ['a source of CodeCommit', checks((stack) => ({ source: BuildSource.codeCommit(repository(stack)) })), ELSEWHERE],
  [
    'a source of S3',
    checks((stack) => ({ source: BuildSource.s3(new Bucket(stack, 'Bucket', { versioned: true }), 'code.zip') })),
    ELSEWHERE,
  ],
  ...['branches', 'checkName', 'comments', 'approval'].map((prop): [string, (stack: Stack) => unknown, string] => [
    `${prop} beside a source`,
    checks(() => ({ source: hub(), [prop]: prop === 'branches' ? ['main'] : {} })),
    `${HERE} ${prop}: ${OF_THE_HOST}`,
  ]),
  [
    'a project beside a source',
    checks((stack) => ({ source: hub(), project: mine(stack) })),
    `${HERE} project: ${OF_THE_HOST}`,
  ],
  ...OF_THE_PROJECT.map((prop): [string, (stack: Stack) => unknown, string] => [
    `${prop} beside a project`,
    checks((stack) => ({ ...orders(stack), project: mine(stack), [prop]: {} })),
    `${HERE} ${prop}: must not be given beside project, which has its own`,
  ]),
])('%s: reported in the words of the user', (what, make, says) => {
  expectReport({ what, make, says });
});

test('a GitHub Enterprise Server is refused, where CloudFormation makes no webhook', () => {
  const options = { connectionArn: CONNECTION, repository: 'acme/orders', serverUrl: 'https://git.example.com' };
  const stack = stackOf(() => ({ source: BuildSource.gitHubEnterprise(options) }));
  expect(errorsOf(stack)).toEqual([
    'Build (BuildProject) source.triggers[0]: must not need a webhook: CloudFormation makes none at a GitHub Enterprise Server; start the builds in a pipeline, with Source.gitHubEnterprise',
  ]);
});

test('more repositories than an event pattern takes are refused', () => {
  const many = Array.from({ length: 60 }, (_, index) => `${'r'.repeat(30)}${index + 100}`);
  const stack = stackOf((scope) => ({ repositories: many.map((name) => repository(scope, name)) }));
  expect(errorsOf(stack)).toEqual([
    expect.stringMatching(
      / repositories: must be so few that the event pattern has at most 2048 characters, got 2\d{3}; /,
    ),
  ]);
});
