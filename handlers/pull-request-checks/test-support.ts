import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  type Build,
  type StartBuildCommandInput,
} from '@aws-sdk/client-codebuild';
import {
  CodeCommitClient,
  CreateUnreferencedMergeCommitCommand,
  GetPullRequestCommand,
  PostCommentForPullRequestCommand,
  UpdatePullRequestApprovalStateCommand,
  type PostCommentForPullRequestCommandInput,
  type PullRequest,
  type PullRequestTarget,
  type UpdatePullRequestApprovalStateCommandInput,
} from '@aws-sdk/client-codecommit';
import { mockClient } from 'aws-sdk-client-mock';
import { handle } from './handle';
import { type Services } from './services';

export const SOURCE = 'a'.repeat(40);
export const DESTINATION = 'b'.repeat(40);
export const REVISION = 'c'.repeat(64);
export const CLONE_URL = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/orders';
export const LOG = 'https://console.aws.amazon.com/cloudwatch/home#logEvent:group=/aws/codebuild/unit;stream=1';
export const SECRET = 'the-secret-value';

export const check = {
  projectName: 'unit',
  checkName: 'Unit tests',
  comments: true,
  approval: true,
  repositories: ['orders', 'payments'],
  urlSuffix: 'amazonaws.com',
  initiator: 'checks-role',
};

type Fields = Readonly<Record<string, unknown>>;

function envelope(detailType: string, detail: unknown, of: Fields): Fields {
  const account = '111111111111';
  return { check: { ...check, ...of }, id: 'event-1', detailType, region: 'eu-west-1', account, detail };
}

export function pullRequestEvent(detail: Fields = {}, of: Fields = {}): Fields {
  const made = {
    event: 'pullRequestCreated',
    pullRequestStatus: 'Open',
    isMerged: 'False',
    pullRequestId: '7',
    revisionId: REVISION,
    repositoryNames: ['orders'],
    sourceReference: 'refs/heads/feature/x',
    destinationReference: 'refs/heads/main',
    sourceCommit: SOURCE,
    destinationCommit: DESTINATION,
    title: SECRET,
  };
  return envelope('CodeCommit Pull Request State Change', { ...made, ...detail }, of);
}

export const variables = {
  PULL_REQUEST_CHECK: 'Unit tests',
  PULL_REQUEST_ID: '7',
  PULL_REQUEST_REPOSITORY: 'orders',
  PULL_REQUEST_SOURCE_COMMIT: SOURCE,
  PULL_REQUEST_DESTINATION_COMMIT: DESTINATION,
  PULL_REQUEST_SOURCE_REFERENCE: 'refs/heads/feature/x',
  PULL_REQUEST_DESTINATION_REFERENCE: 'refs/heads/main',
  PULL_REQUEST_REVISION_ID: REVISION,
};

function listed(of: Fields): Fields[] {
  return Object.entries({ TOKEN: SECRET, ...of }).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));
}

interface BuildOptions {
  readonly status?: string;
  readonly variables?: Fields;
  readonly more?: Fields;
  readonly detail?: Fields;
  readonly check?: Fields;
}

export function buildEvent(options: BuildOptions = {}): Fields {
  const detail = {
    'build-status': options.status ?? 'SUCCEEDED',
    'project-name': 'unit',
    'build-id': 'arn:aws:codebuild:eu-west-1:111111111111:build/unit:1',
    'additional-information': {
      initiator: 'checks-role/checks-function',
      source: { type: 'CODECOMMIT', location: CLONE_URL },
      environment: { 'environment-variables': listed({ ...variables, ...options.variables }) },
      logs: { 'deep-link': LOG },
      ...options.more,
    },
    ...options.detail,
  };
  return envelope('CodeBuild Build State Change', detail, options.check ?? {});
}

/** A client fault as the SDK throws it. */
export function awsError(name: string, message = `${name} happened`, extra: object = {}): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', ...extra });
}

export const throttled = awsError('ThrottlingException', 'Rate exceeded');
export const codeBuild = mockClient(CodeBuildClient);
export const codeCommit = mockClient(CodeCommitClient);
export const builds: Build[] = [];
export const sleeps: number[] = [];
export const logged: string[] = [];
const tokens = new Map<string, string>();

export const services: Services = {
  codeBuild: new CodeBuildClient({}),
  codeCommit: new CodeCommitClient({}),
  sleep: (milliseconds) => {
    sleeps.push(milliseconds);
    return Promise.resolve();
  },
};

export function pullRequestIs(of: PullRequest = {}, target: PullRequestTarget = {}): void {
  const made = {
    repositoryName: 'orders',
    sourceCommit: SOURCE,
    destinationCommit: DESTINATION,
    sourceReference: 'refs/heads/feature/x',
    destinationReference: 'refs/heads/main',
  };
  codeCommit.on(GetPullRequestCommand).resolves({
    pullRequest: {
      pullRequestStatus: 'OPEN',
      revisionId: REVISION,
      pullRequestTargets: [{ ...made, ...target }],
      ...of,
    },
  });
}

/** As CodeBuild: the same token gives the same build, and is refused with other parameters. */
export function fakeStart(input: StartBuildCommandInput): { build: Build } {
  const { idempotencyToken = '', environmentVariablesOverride: environmentVariables } = input;
  const known = tokens.get(idempotencyToken);
  if (known !== undefined && known !== JSON.stringify(input)) {
    throw awsError('InvalidInputException', 'The idempotency token was used with other parameters');
  }
  tokens.set(idempotencyToken, JSON.stringify(input));
  const build: Build = {
    id: `unit:${builds.length + 1}`,
    buildStatus: 'IN_PROGRESS',
    initiator: 'checks-role/checks-function',
    environment: { type: 'LINUX_CONTAINER', image: 'i', computeType: 'BUILD_GENERAL1_SMALL', environmentVariables },
    logs: { deepLink: 'https://console.aws.amazon.com/cloudwatch/home#logEvent:group=null;stream=null' },
  };
  builds.unshift(build);
  return { build };
}

/** Pull request 7 of orders is open, can be merged, and has no builds. */
export function resetWorld(): void {
  for (const mock of [codeBuild, codeCommit]) mock.reset();
  for (const list of [builds, sleeps, logged]) list.length = 0;
  tokens.clear();
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
  let merges = 0;
  pullRequestIs();
  codeCommit.on(CreateUnreferencedMergeCommitCommand).callsFake(() => ({ commitId: `merge-${(merges += 1)}` }));
  codeCommit.on(PostCommentForPullRequestCommand).resolves({});
  codeCommit.on(UpdatePullRequestApprovalStateCommand).resolves({});
  codeBuild.on(ListBuildsForProjectCommand).callsFake(() => ({ ids: builds.map(({ id }) => id) }));
  codeBuild.on(BatchGetBuildsCommand).callsFake(() => ({ builds: [...builds] }));
  codeBuild.on(StartBuildCommand).callsFake(fakeStart);
}

export function run(event: unknown): Promise<void> {
  return handle(event, services);
}

export function comments(): PostCommentForPullRequestCommandInput[] {
  return codeCommit.commandCalls(PostCommentForPullRequestCommand).map((call) => call.args[0].input);
}

/** What a reader sees: CodeCommit takes a token once. */
export function texts(): string[] {
  const byToken = new Map(comments().map(({ clientRequestToken, content }) => [clientRequestToken, content ?? '']));
  return [...byToken.values()];
}

export function onlyComment(): string {
  expect(comments()).toHaveLength(1);
  return comments()[0].content ?? '';
}

export function approvals(): UpdatePullRequestApprovalStateCommandInput[] {
  return codeCommit.commandCalls(UpdatePullRequestApprovalStateCommand).map((call) => call.args[0].input);
}

export function started(): StartBuildCommandInput[] {
  return codeBuild.commandCalls(StartBuildCommand).map((call) => call.args[0].input);
}

export function lines(): Fields[] {
  return logged.map((line) => JSON.parse(line) as Fields);
}

/** Nothing was merged, started, commented on or approved, and one line says why. */
export function expectIgnored(reason: string): void {
  expect(codeCommit.commandCalls(CreateUnreferencedMergeCommitCommand)).toHaveLength(0);
  expect([started(), comments(), approvals()]).toEqual([[], [], []]);
  expect(lines()).toEqual([{ id: 'event-1', check: 'Unit tests', result: `Ignored: ${reason}` }]);
}
