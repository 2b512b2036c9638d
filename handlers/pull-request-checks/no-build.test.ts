import { BatchGetBuildsCommand, ListBuildsForProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import {
  CreateUnreferencedMergeCommitCommand,
  GetPullRequestCommand,
  PostCommentForPullRequestCommand,
  UpdatePullRequestApprovalStateCommand,
} from '@aws-sdk/client-codecommit';
import {
  approvals,
  awsError,
  builds,
  codeBuild,
  codeCommit,
  comments,
  fakeStart,
  lines,
  onlyComment,
  pullRequestEvent,
  pullRequestIs,
  resetWorld,
  REVISION,
  run,
  started,
  throttled,
} from './test-support';

beforeEach(resetWorld);

const revoked = [{ pullRequestId: '7', revisionId: REVISION, approvalState: 'REVOKE' }];

function mergeRejects(name: string, message?: string, extra?: object): void {
  codeCommit.on(CreateUnreferencedMergeCommitCommand).rejects(awsError(name, message, extra));
}

describe('a conflict', () => {
  beforeEach(() => {
    mergeRejects('ManualMergeRequiredException');
  });

  test('is a failed check', async () => {
    await run(pullRequestEvent());
    expect(onlyComment()).toBe(
      '**Check `Unit tests` failed**\n\n`feature/x` (`aaaaaaaa`) and `main` (`bbbbbbbb`) conflict, so there is nothing ' +
        'to build. Merge them by hand, and push the result to the source branch.',
    );
    expect(approvals()).toEqual(revoked);
    expect(started()).toEqual([]);
    expect(lines()).toEqual([{ id: 'event-1', check: 'Unit tests', result: 'No build: conflict.' }]);
  });

  test('revokes nothing when approval is off', async () => {
    await run(pullRequestEvent({}, { approval: false }));
    expect(approvals()).toEqual([]);
    expect(comments()).toHaveLength(1);
  });

  test('has no comment when comments are off', async () => {
    await run(pullRequestEvent({}, { comments: false }));
    expect(approvals()).toEqual(revoked);
    expect(comments()).toEqual([]);
  });
});

describe('a merge that CodeCommit cannot make', () => {
  test.each([
    ['TipsDivergenceExceededException', {}],
    ['MaximumFileContentToLoadExceededException', {}],
    ['MaximumItemsToCompareExceededException', {}],
    ['FileModeRequiredException', {}],
    ['EncryptionKeyDisabledException', {}],
    ['EncryptionIntegrityChecksFailedException', { $fault: 'server' }],
  ])('is a failed check with the reason of CodeCommit (%s)', async (name, extra) => {
    mergeRejects(name, 'Too `much`\nof it', extra);
    await run(pullRequestEvent());
    expect(onlyComment()).toBe(
      '**Check `Unit tests` failed**\n\nCodeCommit cannot merge `feature/x` (`aaaaaaaa`) into `main` (`bbbbbbbb`):\n\n' +
        `\`${name}: Too much of it\``,
    );
    expect(approvals()).toEqual(revoked);
  });

  test('because both sides are the same commit ends without a comment, which CodeCommit does not take either', async () => {
    mergeRejects('SourceAndDestinationAreSameException');
    codeCommit
      .on(PostCommentForPullRequestCommand)
      .rejects(awsError('BeforeCommitIdAndAfterCommitIdAreSameException', 'Equal'));
    await run(pullRequestEvent());
    expect(approvals()).toEqual(revoked);
    expect(lines()[0]).toEqual({
      check: 'Unit tests',
      comment: 'unmergeable',
      ignored: 'BeforeCommitIdAndAfterCommitIdAreSameException: Equal',
    });
  });
});

describe('a build that CodeBuild does not start', () => {
  test.each([
    ['InvalidInputException', 'The image is not valid'],
    ['AccessDeniedException', 'Not allowed'],
  ])('is told with the reason (%s)', async (name, message) => {
    codeBuild.on(StartBuildCommand).rejects(awsError(name, message));
    await run(pullRequestEvent());
    expect(onlyComment()).toBe(`**Check \`Unit tests\` could not start**\n\n\`${name}: ${message}\``);
    expect(approvals()).toEqual(revoked);
    expect(lines()).toEqual([{ id: 'event-1', check: 'Unit tests', result: 'No build: refused.' }]);
  });

  test('because its project is gone is told without a merge', async () => {
    codeBuild.on(ListBuildsForProjectCommand).rejects(awsError('ResourceNotFoundException', 'No project unit'));
    await run(pullRequestEvent());
    expect(onlyComment()).toMatch('`ResourceNotFoundException: No project unit`');
    expect(codeCommit.commandCalls(CreateUnreferencedMergeCommitCommand)).toHaveLength(0);
  });

  test('revokes nothing when approval is off', async () => {
    codeBuild.on(StartBuildCommand).rejects(awsError('AccessDeniedException'));
    await run(pullRequestEvent({}, { approval: false, comments: false }));
    expect([approvals(), comments()]).toEqual([[], []]);
  });
});

describe('a fault that goes away by itself makes Lambda deliver the event again', () => {
  const cases: [string, (error: Error) => unknown][] = [
    ['GetPullRequest', (error) => codeCommit.on(GetPullRequestCommand).rejects(error)],
    ['ListBuildsForProject', (error) => codeBuild.on(ListBuildsForProjectCommand).rejects(error)],
    ['BatchGetBuilds', (error) => codeBuild.on(BatchGetBuildsCommand).rejects(error)],
    ['CreateUnreferencedMergeCommit', (error) => codeCommit.on(CreateUnreferencedMergeCommitCommand).rejects(error)],
    ['StartBuild', (error) => codeBuild.on(StartBuildCommand).rejects(error)],
    ['PostCommentForPullRequest', (error) => codeCommit.on(PostCommentForPullRequestCommand).rejects(error)],
  ];

  test.each(cases)('when %s is throttled', async (_, throttle) => {
    builds.push({ id: 'unit:0' });
    throttle(throttled);
    await expect(run(pullRequestEvent())).rejects.toThrow('Rate exceeded');
    expect(lines()).toEqual([{ id: 'event-1', error: 'ThrottlingException: Rate exceeded' }]);
    expect(approvals()).toEqual([]);
  });

  test('when UpdatePullRequestApprovalState is throttled', async () => {
    mergeRejects('ManualMergeRequiredException');
    codeCommit.on(UpdatePullRequestApprovalStateCommand).rejects(throttled);
    await expect(run(pullRequestEvent())).rejects.toThrow('Rate exceeded');
    expect(comments()).toEqual([]);
  });

  test('when the destination moves during the merge', async () => {
    mergeRejects('ConcurrentReferenceUpdateException', 'Moved');
    await expect(run(pullRequestEvent())).rejects.toThrow('Moved');
    expect(comments()).toEqual([]);
  });

  test('and the next delivery goes on where this one has stopped', async () => {
    codeCommit.on(PostCommentForPullRequestCommand).rejectsOnce(throttled).resolves({});
    await expect(run(pullRequestEvent())).rejects.toThrow('Rate exceeded');
    await run(pullRequestEvent());
    expect(started()).toHaveLength(1);
    expect(comments()[1].content).toMatch('has started');
  });
});

describe('an answer that lacks what it must have', () => {
  test.each<[string, () => unknown, string]>([
    ['the merge commit', () => codeCommit.on(CreateUnreferencedMergeCommitCommand).resolves({}), 'the merge commit.'],
    ['the build', () => codeBuild.on(StartBuildCommand).resolves({}), 'the build that it started.'],
    ['the build id', () => codeBuild.on(StartBuildCommand).resolves({ build: {} }), 'build.id: must be text'],
    [
      'the revision',
      () => {
        pullRequestIs({ revisionId: undefined });
      },
      'pullRequest.revisionId: must be text',
    ],
    [
      'a commit',
      () => {
        pullRequestIs({}, { sourceCommit: undefined });
      },
      'target.sourceCommit: must be text',
    ],
  ])('is an error: %s', async (_, arrange, message) => {
    arrange();
    await expect(run(pullRequestEvent())).rejects.toThrow(message);
    expect([comments(), approvals()]).toEqual([[], []]);
  });

  test('is no list of builds at all: there are none then', async () => {
    codeBuild.on(ListBuildsForProjectCommand).resolves({});
    await run(pullRequestEvent());
    builds.length = 0;
    codeBuild.on(ListBuildsForProjectCommand).resolves({ ids: ['unit:0'] });
    codeBuild.on(BatchGetBuildsCommand).resolves({});
    codeBuild.on(StartBuildCommand).callsFake(fakeStart);
    await run(pullRequestEvent({}, { checkName: 'Other' }));
    expect(started()).toHaveLength(2);
  });
});

test('a comment that CodeCommit refuses for another reason is an error', async () => {
  codeCommit.on(PostCommentForPullRequestCommand).rejects(awsError('AccessDeniedException', 'Not allowed'));
  await expect(run(pullRequestEvent())).rejects.toThrow('Not allowed');
});
