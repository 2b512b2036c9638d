import { GetPullRequestCommand, PostCommentForPullRequestCommand } from '@aws-sdk/client-codecommit';
import { UpdatePullRequestApprovalStateCommand } from '@aws-sdk/client-codecommit';
import {
  approvals,
  awsError,
  buildEvent,
  codeBuild,
  codeCommit,
  comments,
  DESTINATION,
  expectIgnored,
  lines,
  LOG,
  logged,
  onlyComment,
  pullRequestIs,
  resetWorld,
  REVISION,
  run,
  SECRET,
  SOURCE,
  throttled,
} from './test-support';

beforeEach(resetWorld);

const approval = { pullRequestId: '7', revisionId: REVISION };

describe('a build that is over', () => {
  test.each([
    ['SUCCEEDED', 'passed', 'APPROVE'],
    ['FAILED', 'failed', 'REVOKE'],
    ['FAULT', 'failed by a fault of CodeBuild', 'REVOKE'],
    ['TIMED_OUT', 'timed out', 'REVOKE'],
    ['STOPPED', 'was stopped', 'REVOKE'],
  ])('with %s has a check that %s: %s', async (status, state, approvalState) => {
    await run(buildEvent({ status }));
    expect(approvals()).toEqual([{ ...approval, approvalState }]);
    expect(onlyComment()).toMatch(`**Check \`Unit tests\` ${state}**\n\n`);
    expect(lines()).toEqual([{ id: 'event-1', check: 'Unit tests', result: `unit:1 ${state}.` }]);
    expect(codeBuild.calls()).toHaveLength(0);
  });

  test('has a comment that says what was built, with links', async () => {
    await run(buildEvent());
    expect(comments()).toEqual([
      {
        pullRequestId: '7',
        repositoryName: 'orders',
        beforeCommitId: DESTINATION,
        afterCommitId: SOURCE,
        content:
          '**Check `Unit tests` passed**\n\n' +
          'This is the result of `feature/x` (`aaaaaaaa`) merged into `main` (`bbbbbbbb`). What has come to `main` since ' +
          'is no part of it.\n\n' +
          '[Build](https://console.aws.amazon.com/codesuite/codebuild/111111111111/projects/unit/build/unit%3A1/' +
          `?region=eu-west-1) · [Log](${LOG})`,
        clientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  test.each([
    ['approval', { approval: false }, 0, 1],
    ['comments', { comments: false }, 1, 0],
    ['both', { approval: false, comments: false }, 0, 0],
  ])('says nothing by way of %s when that is off', async (_, check, approved, commented) => {
    await run(buildEvent({ check }));
    expect([approvals().length, comments().length]).toEqual([approved, commented]);
  });

  test('neither logs nor tells the other variables of the build', async () => {
    await run(buildEvent());
    expect([...logged, onlyComment()].join('\n')).not.toContain(SECRET);
  });
});

describe('the result of an older revision', () => {
  test.each([
    ['revision', { revisionId: 'newer' }, {}],
    ['source', {}, { sourceCommit: 'd'.repeat(40) }],
  ])('is told, but does not count (another %s)', async (_, pullRequest, target) => {
    pullRequestIs(pullRequest, target);
    await run(buildEvent());
    expect(approvals()).toEqual([]);
    expect(onlyComment()).toMatch('The pull request has been updated in the meantime: this result is that of before.');
    expect(lines()[0].result).toBe('unit:1 passed, for an older revision.');
  });

  test('still counts when only the destination has moved, and the comment names what was built', async () => {
    pullRequestIs({}, { destinationCommit: 'd'.repeat(40) });
    await run(buildEvent());
    expect(approvals()).toEqual([{ ...approval, approvalState: 'APPROVE' }]);
    expect(onlyComment()).toMatch('merged into `main` (`bbbbbbbb`)');
  });
});

describe('an approval that CodeCommit does not take', () => {
  test.each([
    'RevisionNotCurrentException',
    'PullRequestAlreadyClosedException',
    'PullRequestDoesNotExistException',
    'PullRequestCannotBeApprovedByAuthorException',
  ])('is logged, and the result is told (%s)', async (name) => {
    codeCommit.on(UpdatePullRequestApprovalStateCommand).rejects(awsError(name, 'No'));
    await run(buildEvent());
    expect(lines()[0]).toEqual({ check: 'Unit tests', approval: 'APPROVE', ignored: `${name}: No` });
    expect(comments()).toHaveLength(1);
  });

  test('is an error when there is another reason', async () => {
    codeCommit.on(UpdatePullRequestApprovalStateCommand).rejects(awsError('AccessDeniedException', 'Not allowed'));
    await expect(run(buildEvent())).rejects.toThrow('Not allowed');
  });
});

describe('ignored is', () => {
  test.each(['IN_PROGRESS', 'toString'])('a build that is %s', async (status) => {
    await run(buildEvent({ status }));
    expectIgnored(`unit:1 is ${status}.`);
  });

  test('a build of another project', async () => {
    await run(buildEvent({ detail: { 'project-name': 'other' } }));
    expectIgnored('another project.');
  });

  test('the result for a pull request that is closed', async () => {
    pullRequestIs({ pullRequestStatus: 'CLOSED' });
    await run(buildEvent());
    expectIgnored('unit:1: pull request 7 is not open.');
  });

  test('the result for a pull request that is gone', async () => {
    codeCommit.on(GetPullRequestCommand).rejects(awsError('PullRequestDoesNotExistException'));
    await run(buildEvent());
    expectIgnored('unit:1: pull request 7 is not open.');
  });

  test.each([
    ['that somebody has started by hand', { more: { initiator: 'jane' } }, 'started by somebody else'],
    ['without an initiator', { more: { initiator: undefined } }, 'started by somebody else'],
    ['of a pipeline', { more: { initiator: 'codepipeline/checks-role' } }, 'started by somebody else'],
    ['of a role with a longer name', { more: { initiator: 'checks-role-2/x' } }, 'started by somebody else'],
    ['of a user who is called as the role is', { more: { initiator: 'checks-role' } }, 'started by somebody else'],
    ['without variables', { more: { environment: {} } }, 'no build of this check'],
    ['of another check', { variables: { PULL_REQUEST_CHECK: 'Lint' } }, 'no build of this check'],
    ['with an empty variable', { variables: { PULL_REQUEST_REVISION_ID: '' } }, 'no build of this check'],
    ['with a variable that is no text', { variables: { PULL_REQUEST_ID: 7 } }, 'no build of this check'],
    ['of a repository without the check', { variables: { PULL_REQUEST_REPOSITORY: 'secret' } }, 'another repository'],
    ['of another source', { more: { source: { location: 'https://example.com/x.git' } } }, 'another source'],
    ['of the source of another repository', { variables: { PULL_REQUEST_REPOSITORY: 'payments' } }, 'another source'],
    ['without a source', { more: { source: {} } }, 'another source'],
  ])('a build %s', async (_, options, reason) => {
    await run(buildEvent(options));
    expectIgnored(`unit:1: ${reason}.`);
    expect(codeCommit.calls()).toHaveLength(0);
  });

  test('a build for a pull request of another repository', async () => {
    pullRequestIs({}, { repositoryName: 'payments' });
    await run(buildEvent());
    expectIgnored('unit:1: pull request 7 is not open.');
  });
});

describe('a fault that goes away by itself makes Lambda deliver the event again', () => {
  const cases: [string, () => unknown][] = [
    ['GetPullRequest', () => codeCommit.on(GetPullRequestCommand).rejects(throttled)],
    ['UpdatePullRequestApprovalState', () => codeCommit.on(UpdatePullRequestApprovalStateCommand).rejects(throttled)],
    ['PostCommentForPullRequest', () => codeCommit.on(PostCommentForPullRequestCommand).rejects(throttled)],
  ];

  test.each(cases)('when %s is throttled, and then the result is told', async (_, throttle) => {
    throttle();
    await expect(run(buildEvent())).rejects.toThrow('Rate exceeded');
    resetWorld();
    await run(buildEvent());
    expect(approvals()).toEqual([{ ...approval, approvalState: 'APPROVE' }]);
    expect(comments()).toHaveLength(1);
  });
});
