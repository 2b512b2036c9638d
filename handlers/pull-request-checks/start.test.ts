import { StartBuildCommand } from '@aws-sdk/client-codebuild';
import { CreateUnreferencedMergeCommitCommand, GetPullRequestCommand } from '@aws-sdk/client-codecommit';
import { handler } from './index';
import {
  approvals,
  awsError,
  CLONE_URL,
  codeBuild,
  codeCommit,
  comments,
  DESTINATION,
  expectIgnored,
  fakeStart,
  lines,
  LOG,
  logged,
  onlyComment,
  pullRequestEvent,
  pullRequestIs,
  resetWorld,
  REVISION,
  run,
  SECRET,
  sleeps,
  SOURCE,
  started,
  variables,
} from './test-support';

beforeEach(resetWorld);

const BUILD_LINK =
  'https://console.aws.amazon.com/codesuite/codebuild/111111111111/projects/unit/build/unit%3A1/?region=eu-west-1';

describe('a pull request that was made', () => {
  test('is merged into its destination by lines, as Git does', async () => {
    await run(pullRequestEvent());
    expect(codeCommit.commandCalls(CreateUnreferencedMergeCommitCommand).map((call) => call.args[0].input)).toEqual([
      {
        repositoryName: 'orders',
        sourceCommitSpecifier: SOURCE,
        destinationCommitSpecifier: DESTINATION,
        mergeOption: 'THREE_WAY_MERGE',
        conflictDetailLevel: 'LINE_LEVEL',
        authorName: 'Pull request check',
        commitMessage: 'Merge of pull request 7 for its check',
      },
    ]);
  });

  test('has its merge built, and the build knows what it is about', async () => {
    await run(pullRequestEvent());
    expect(started()).toEqual([
      {
        projectName: 'unit',
        sourceTypeOverride: 'CODECOMMIT',
        sourceLocationOverride: CLONE_URL,
        sourceVersion: 'merge-1',
        gitCloneDepthOverride: 0,
        artifactsOverride: { type: 'NO_ARTIFACTS' },
        environmentVariablesOverride: Object.entries(variables).map(([name, value]) => ({
          name,
          value,
          type: 'PLAINTEXT',
        })),
        idempotencyToken: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  test('gets a comment with a link to the build', async () => {
    await run(pullRequestEvent());
    expect(comments()).toEqual([
      {
        pullRequestId: '7',
        repositoryName: 'orders',
        beforeCommitId: DESTINATION,
        afterCommitId: SOURCE,
        content:
          '**Check `Unit tests` has started**\n\n' +
          'CodeBuild builds the merge of `feature/x` (`aaaaaaaa`) into `main` (`bbbbbbbb`).\n\n' +
          `[Build](${BUILD_LINK})`,
        clientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
    expect(approvals()).toEqual([]);
    expect(lines()).toEqual([{ id: 'event-1', check: 'Unit tests', result: 'Started unit:1.' }]);
  });

  test('gets a link to the log when CodeBuild knows it already', async () => {
    codeBuild.on(StartBuildCommand).resolves({ build: { id: 'unit:1', logs: { deepLink: LOG } } });
    await run(pullRequestEvent());
    expect(onlyComment()).toMatch(`[Build](${BUILD_LINK}) · [Log](${LOG})`);
  });

  test('gets no comment when comments are off', async () => {
    await run(pullRequestEvent({}, { comments: false }));
    expect(started()).toHaveLength(1);
    expect(comments()).toEqual([]);
  });

  test('gets links of its partition', async () => {
    const china = { urlSuffix: 'amazonaws.com.cn', consoleHost: 'console.amazonaws.cn' };
    await run(pullRequestEvent({}, china));
    expect(started()[0].sourceLocationOverride).toBe(
      'https://git-codecommit.eu-west-1.amazonaws.com.cn/v1/repos/orders',
    );
    expect(onlyComment()).toContain('(https://console.amazonaws.cn/codesuite/');
  });

  test('is checked by the exported handler, with its own clients', async () => {
    await handler(pullRequestEvent());
    expect(started()).toHaveLength(1);
  });
});

describe('new commits of a pull request', () => {
  test('are checked as those of a new pull request are', async () => {
    await run(pullRequestEvent({ event: 'pullRequestSourceBranchUpdated' }));
    expect(started()).toHaveLength(1);
  });

  test('are checked with the destination of now', async () => {
    pullRequestIs({}, { destinationCommit: 'd'.repeat(40) });
    await run(pullRequestEvent());
    expect(comments()[0].beforeCommitId).toBe('d'.repeat(40));
    const [{ args }] = codeCommit.commandCalls(CreateUnreferencedMergeCommitCommand);
    expect(args[0].input.destinationCommitSpecifier).toBe('d'.repeat(40));
  });
});

describe('a check of several repositories', () => {
  test('builds the repository of the pull request', async () => {
    pullRequestIs({}, { repositoryName: 'payments' });
    await run(pullRequestEvent({ repositoryNames: ['other', 'payments'] }));
    expect(started()[0].sourceLocationOverride).toMatch(/\/payments$/);
    expect(comments()[0].repositoryName).toBe('payments');
  });

  test('leaves others alone', async () => {
    await run(pullRequestEvent({ repositoryNames: ['other'] }));
    expectIgnored('another repository.');
    expect(codeCommit.calls()).toHaveLength(0);
  });
});

describe('ignored is', () => {
  test.each([
    ['a pull request that was closed', { pullRequestStatus: 'Closed' }, 'the pull request is Closed.'],
    ['another event', { event: 'pullRequestMergeStatusUpdated' }, 'event pullRequestMergeStatusUpdated.'],
    ['another destination', { destinationReference: 'refs/heads/x' }, 'destination refs/heads/x.'],
  ])('%s', async (_, detail, reason) => {
    await run(pullRequestEvent(detail, { branches: ['main'] }));
    expectIgnored(reason);
    expect(codeCommit.calls()).toHaveLength(0);
  });

  test('an event that has none of the fields of the events of commits', async () => {
    await run({ ...pullRequestEvent(), detail: { event: 'pullRequestApprovalRuleCreated' } });
    expectIgnored('event pullRequestApprovalRuleCreated.');
  });

  test('a late event, of a revision that is not current any more', async () => {
    pullRequestIs({ revisionId: 'newer' });
    await run(pullRequestEvent());
    expectIgnored('pull request 7 has a newer revision.');
  });

  test('a pull request that has been closed since', async () => {
    pullRequestIs({ pullRequestStatus: 'CLOSED' });
    await run(pullRequestEvent());
    expectIgnored('pull request 7 is closed.');
  });

  test.each(['PullRequestDoesNotExistException', 'InvalidPullRequestIdException'])(
    'a pull request that is not there (%s)',
    async (name) => {
      codeCommit.on(GetPullRequestCommand).rejects(awsError(name));
      await run(pullRequestEvent());
      expectIgnored('orders has no pull request 7.');
    },
  );

  test('a pull request of a repository other than the event says', async () => {
    pullRequestIs({}, { repositoryName: 'payments' });
    await run(pullRequestEvent());
    expectIgnored('orders has no pull request 7.');
  });
});

describe('events out of order', () => {
  test('check the current revision once, whichever event comes first', async () => {
    pullRequestIs({ revisionId: 'second' });
    await run(pullRequestEvent({ event: 'pullRequestSourceBranchUpdated', revisionId: 'second' }));
    await run(pullRequestEvent({ revisionId: REVISION }));
    expect(started()).toHaveLength(1);
    expect(comments()).toHaveLength(1);
  });
});

describe('the limit of builds in the queue', () => {
  const limit = awsError('AccountLimitExceededException', 'Cannot have more than 20 builds in queue for the account');

  test('is waited for', async () => {
    codeBuild.on(StartBuildCommand).rejectsOnce(limit).callsFake(fakeStart);
    await run(pullRequestEvent());
    expect(sleeps).toEqual([20_000]);
    expect(onlyComment()).toMatch('has started');
    expect(new Set(started().map((input) => JSON.stringify(input))).size).toBe(1);
  });

  test('is told after three attempts', async () => {
    codeBuild.on(StartBuildCommand).rejects(limit);
    await run(pullRequestEvent());
    expect(sleeps).toEqual([20_000, 40_000]);
    expect(started()).toHaveLength(3);
    expect(onlyComment()).toMatch('`AccountLimitExceededException: Cannot have more than 20 builds in queue');
  });
});

test('neither the log nor a comment says more than it must', async () => {
  await run(pullRequestEvent());
  expect([...logged, onlyComment()].join('\n')).not.toContain(SECRET);
});
