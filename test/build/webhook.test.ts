import { Schedule } from 'aws-cdk-lib/aws-events';
import { ApproverRole, BuildSource, CommentApproval, PullRequestEvent, Trigger } from '../../lib';
import type { ConnectedBuildOptions } from '../../lib';
import { CONNECTION, errorsIn, gitHub, projectOf, templateOf } from './support';

interface Webhook {
  readonly Webhook: boolean;
  readonly FilterGroups: { Type: string; Pattern: string; ExcludeMatchedPattern?: boolean }[][];
  readonly PullRequestBuildPolicy?: Record<string, unknown>;
}

const bitbucket = (options: Partial<ConnectedBuildOptions>): BuildSource =>
  BuildSource.bitbucket({ connectionArn: CONNECTION, repository: 'acme/orders', ...options });
const gitLab = (options: Partial<ConnectedBuildOptions>): BuildSource =>
  BuildSource.gitLab({ connectionArn: CONNECTION, repository: 'acme/orders', ...options });
const enterprise = (options: Partial<ConnectedBuildOptions>): BuildSource =>
  BuildSource.gitHubEnterprise({
    connectionArn: CONNECTION,
    repository: 'acme/orders',
    serverUrl: 'https://git.example.com',
    ...options,
  });

const webhookOf = (source: BuildSource): Webhook => projectOf(templateOf({ source })).Properties.Triggers as Webhook;

/** The groups as short texts: `HEAD_REF !^refs/heads/(x)$` excludes. */
const groupsOf = (source: BuildSource): string[][] =>
  webhookOf(source).FilterGroups.map((group) =>
    group.map(({ Type, Pattern, ExcludeMatchedPattern }) => `${Type} ${ExcludeMatchedPattern ? '!' : ''}${Pattern}`),
  );
const groups = (...triggers: Trigger[]): string[][] => groupsOf(gitHub({ triggers }));

describe('a push', () => {
  test('counts on the branch of the source, unless branches or tags are named', () => {
    expect(webhookOf(gitHub({ triggers: [Trigger.push()] })).Webhook).toBe(true);
    expect(groups(Trigger.push())).toEqual([['EVENT PUSH', 'HEAD_REF ^refs/heads/(main)$']]);
    expect(groupsOf(gitHub({ branch: 'develop', triggers: [Trigger.push()] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/heads/(develop)$'],
    ]);
  });

  test('counts on branches, of which some can be left out', () => {
    expect(groups(Trigger.push({ branches: ['main', 'release/*'], excludeBranches: ['release/old'] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/heads/(main|release/[^/]*)$', 'HEAD_REF !^refs/heads/(release/old)$'],
    ]);
  });

  test('counts on tags', () => {
    expect(groups(Trigger.push({ tags: ['v*'], excludeTags: ['v*-rc'] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/tags/(v[^/]*)$', 'HEAD_REF !^refs/tags/(v[^/]*-rc)$'],
    ]);
  });

  test('counts on all tags but some, and then on no branch', () => {
    expect(groups(Trigger.push({ excludeTags: ['beta'] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/tags/(.*)$', 'HEAD_REF !^refs/tags/(beta)$'],
    ]);
  });

  test('counts on all branches but some, and then on no tag', () => {
    expect(groups(Trigger.push({ excludeBranches: ['dev'] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/heads/(.*)$', 'HEAD_REF !^refs/heads/(dev)$'],
    ]);
  });

  test('counts where it changes some files of the branch', () => {
    expect(groups(Trigger.push({ paths: ['src/**', '*.json'], excludePaths: ['**.md'] }))).toEqual([
      ['EVENT PUSH', 'HEAD_REF ^refs/heads/(main)$', 'FILE_PATH ^(src/.*|[^/]*\\.json)$', 'FILE_PATH !^(.*\\.md)$'],
    ]);
  });
});

describe('a pull request', () => {
  test('counts when it is opened, opened again or changed, into the branch of the source', () => {
    expect(groups(Trigger.pullRequest())).toEqual([
      ['EVENT PULL_REQUEST_CREATED, PULL_REQUEST_REOPENED, PULL_REQUEST_UPDATED', 'BASE_REF ^refs/heads/(main)$'],
    ]);
  });

  test('counts at GitLab for the same events', () => {
    expect(groupsOf(gitLab({ triggers: [Trigger.pullRequest()] }))[0][0]).toBe(
      'EVENT PULL_REQUEST_CREATED, PULL_REQUEST_REOPENED, PULL_REQUEST_UPDATED',
    );
  });

  test('is never opened again at Bitbucket, which has no such event', () => {
    expect(groupsOf(bitbucket({ triggers: [Trigger.pullRequest()] }))[0][0]).toBe(
      'EVENT PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED',
    );
    expect(groupsOf(bitbucket({ triggers: [Trigger.pullRequest({ events: [PullRequestEvent.OPENED] })] }))[0][0]).toBe(
      'EVENT PULL_REQUEST_CREATED',
    );
  });

  test('counts when it is closed, merged or not, where that is asked for', () => {
    expect(groups(Trigger.pullRequest({ events: [PullRequestEvent.CLOSED, PullRequestEvent.CLOSED] }))[0][0]).toBe(
      'EVENT PULL_REQUEST_CLOSED, PULL_REQUEST_MERGED',
    );
  });

  test('counts by the branch that it is merged into, and by files', () => {
    expect(
      groups(
        Trigger.pullRequest({
          branches: ['main'],
          excludeBranches: ['old'],
          paths: ['src/**'],
          excludePaths: ['src/docs/**'],
        }),
      )[0].slice(1),
    ).toEqual([
      'BASE_REF ^refs/heads/(main)$',
      'BASE_REF !^refs/heads/(old)$',
      'FILE_PATH ^(src/.*)$',
      'FILE_PATH !^(src/docs/.*)$',
    ]);
  });
});

test('each trigger is a group of its own, and time tables are none', () => {
  const found = groups(
    Trigger.pullRequest(),
    Trigger.push(),
    Trigger.schedule(Schedule.cron({ hour: '3' })),
    Trigger.push({ tags: ['v*'] }),
  );
  expect(found.map(([event]) => event)).toEqual([
    'EVENT PUSH',
    'EVENT PUSH',
    'EVENT PULL_REQUEST_CREATED, PULL_REQUEST_REOPENED, PULL_REQUEST_UPDATED',
  ]);
});

test('without a push or a pull request there is no webhook', () => {
  for (const triggers of [undefined, [Trigger.manual()], [Trigger.schedule(Schedule.cron({ hour: '3' }))]]) {
    expect(projectOf(templateOf({ source: gitHub({ triggers }) })).Properties).not.toHaveProperty('Triggers');
  }
});

describe('who may let pull requests be built', () => {
  const triggers = [Trigger.pullRequest()];

  test.each([
    ['GitHub', gitHub({ triggers }), ['GITHUB_ADMIN', 'GITHUB_MAINTAIN', 'GITHUB_WRITE']],
    ['GitLab', gitLab({ triggers }), ['GITLAB_OWNER', 'GITLAB_MAINTAINER', 'GITLAB_DEVELOPER']],
    ['Bitbucket', bitbucket({ triggers }), ['BITBUCKET_ADMIN', 'BITBUCKET_WRITE']],
  ])('is whoever can push at %s, for those of forks', (_, source, ApproverRoles) => {
    expect(webhookOf(source).PullRequestBuildPolicy).toEqual({
      RequiresCommentApproval: 'FORK_PULL_REQUESTS',
      ApproverRoles,
    });
  });

  test('can be decided', () => {
    const pullRequestBuildPolicy = {
      requiresCommentApproval: CommentApproval.ALL_PULL_REQUESTS,
      approverRoles: [ApproverRole.GITHUB_ADMIN],
    };
    expect(webhookOf(gitHub({ triggers, pullRequestBuildPolicy })).PullRequestBuildPolicy).toEqual({
      RequiresCommentApproval: 'ALL_PULL_REQUESTS',
      ApproverRoles: ['GITHUB_ADMIN'],
    });
  });

  test('is nobody where no comment is asked for', () => {
    const pullRequestBuildPolicy = { requiresCommentApproval: CommentApproval.DISABLED };
    expect(webhookOf(gitHub({ triggers, pullRequestBuildPolicy })).PullRequestBuildPolicy).toEqual({
      RequiresCommentApproval: 'DISABLED',
    });
  });

  test('is not said where only pushes start builds', () => {
    expect(webhookOf(gitHub({ triggers: [Trigger.push()] }))).not.toHaveProperty('PullRequestBuildPolicy');
  });

  test('must be a role of the host', () => {
    const approverRoles = [ApproverRole.GITHUB_WRITE, ApproverRole.GITLAB_OWNER];
    expect(errorsIn({ source: gitHub({ triggers, pullRequestBuildPolicy: { approverRoles } }) })).toEqual([
      "source.pullRequestBuildPolicy.approverRoles[1]: must be a role of GITHUB, got 'GITLAB_OWNER'",
    ]);
    expect(errorsIn({ source: bitbucket({ triggers, pullRequestBuildPolicy: { approverRoles } }) })).toHaveLength(2);
  });

  test('must not be said where no pull request starts a build', () => {
    expect(errorsIn({ source: gitHub({ triggers: [Trigger.push()], pullRequestBuildPolicy: {} }) })).toEqual([
      'source.pullRequestBuildPolicy: needs a pull request among triggers',
    ]);
  });
});

test.each([
  ['a push', Trigger.push()],
  ['a pull request', Trigger.pullRequest()],
])('a GitHub Enterprise Server cannot start builds by %s', (_, trigger) => {
  expect(errorsIn({ source: enterprise({ triggers: [Trigger.schedule(Schedule.cron({})), trigger] }) })).toEqual([
    'source.triggers[1]: must not need a webhook: CloudFormation makes none at a GitHub Enterprise Server; start the builds in a pipeline, with Source.gitHubEnterprise',
  ]);
});
