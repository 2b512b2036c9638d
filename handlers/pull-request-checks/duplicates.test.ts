import { ListBuildsForProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { CreateUnreferencedMergeCommitCommand, PostCommentForPullRequestCommand } from '@aws-sdk/client-codecommit';
import {
  approvals,
  awsError,
  buildEvent,
  builds,
  codeBuild,
  codeCommit,
  comments,
  lines,
  pullRequestEvent,
  pullRequestIs,
  resetWorld,
  run,
  started,
  texts,
  variables,
} from './test-support';

beforeEach(resetWorld);

function merges(): number {
  return codeCommit.commandCalls(CreateUnreferencedMergeCommitCommand).length;
}

const ALREADY = 'Ignored: the build has been started already.';

describe('an event that comes twice', () => {
  test('one after the other starts one build, and comments once', async () => {
    await run(pullRequestEvent());
    await run(pullRequestEvent());
    expect([builds.length, started().length, merges()]).toEqual([1, 1, 1]);
    expect(texts()).toHaveLength(1);
    expect(comments()[1]).toEqual(comments()[0]);
    expect(lines()[1].result).toBe(ALREADY);
  });

  test('at the same moment starts one build, though there are two merge commits', async () => {
    await Promise.all([run(pullRequestEvent()), run(pullRequestEvent()), run(pullRequestEvent())]);
    expect(started().map(({ sourceVersion }) => sourceVersion)).toEqual(['merge-1', 'merge-2', 'merge-3']);
    expect(new Set(started().map(({ idempotencyToken }) => idempotencyToken)).size).toBe(1);
    expect(builds).toHaveLength(1);
    expect(texts()).toEqual([expect.stringContaining('has started')]);
    expect(approvals()).toEqual([]);
  });

  test('leaves the comment to the other delivery while CodeBuild does not list the build', async () => {
    codeBuild.on(ListBuildsForProjectCommand).resolves({ ids: [] });
    await Promise.all([run(pullRequestEvent()), run(pullRequestEvent())]);
    expect(builds).toHaveLength(1);
    expect(comments()).toHaveLength(1);
    expect(lines().map(({ result }) => result)).toEqual(expect.arrayContaining(['Started unit:1.', ALREADY]));
  });

  test('long after the build is over does not tell of its start again', async () => {
    await run(pullRequestEvent());
    builds[0] = { ...builds[0], buildStatus: 'SUCCEEDED' };
    await run(pullRequestEvent());
    expect(comments()).toHaveLength(1);
  });

  test('finds its build although the destination has moved since, and revokes nothing for a new conflict', async () => {
    await run(pullRequestEvent());
    pullRequestIs({}, { destinationCommit: 'd'.repeat(40) });
    codeCommit.on(CreateUnreferencedMergeCommitCommand).rejects(awsError('ManualMergeRequiredException'));
    await run(pullRequestEvent());
    expect(approvals()).toEqual([]);
    expect(started()).toHaveLength(1);
  });

  test('tells a conflict with one token', async () => {
    codeCommit.on(CreateUnreferencedMergeCommitCommand).rejects(awsError('ManualMergeRequiredException'));
    await run(pullRequestEvent());
    await run(pullRequestEvent());
    expect(texts()).toHaveLength(1);
  });

  test('tells a result with one token', async () => {
    await run(buildEvent());
    await run(buildEvent());
    expect(texts()).toHaveLength(1);
  });

  test('does not fail when CodeCommit refuses the token of its comment', async () => {
    codeCommit
      .on(PostCommentForPullRequestCommand)
      .rejects(awsError('IdempotencyParameterMismatchException', 'The token was used'));
    await run(pullRequestEvent());
    expect(lines()[0].ignored).toBe('IdempotencyParameterMismatchException: The token was used');
  });

  test('is no duplicate when a build only looks like that of the check', async () => {
    const environment = { environmentVariables: Object.entries(variables).map(([name, value]) => ({ name, value })) };
    const own = { initiator: 'checks-role/checks-function', environment };
    const without = (name: string): object => ({
      environmentVariables: environment.environmentVariables.map((one) =>
        one.name === name ? { name, value: 'x' } : one,
      ),
    });
    for (const other of [
      { ...own, initiator: 'somebody' },
      { ...own, initiator: 'checks-role-of-another/x' },
      { ...own, initiator: undefined },
      { ...own, environment: undefined },
      { ...own, environment: without('PULL_REQUEST_CHECK') },
      { ...own, environment: without('PULL_REQUEST_ID') },
      { ...own, environment: without('PULL_REQUEST_REPOSITORY') },
      { ...own, environment: without('PULL_REQUEST_REVISION_ID') },
    ]) {
      builds.push({ id: `unit:${builds.length}`, ...other } as (typeof builds)[0]);
    }
    await run(pullRequestEvent());
    expect(started()).toHaveLength(1);
  });
});

describe('the tokens', () => {
  test('differ between two revisions, two pull requests, two checks, and start and result', async () => {
    await run(pullRequestEvent());
    pullRequestIs({ revisionId: 'second' });
    await run(pullRequestEvent({ revisionId: 'second' }));
    pullRequestIs();
    await run(pullRequestEvent({ pullRequestId: '8' }));
    await run(pullRequestEvent({}, { checkName: 'Lint' }));
    await run(pullRequestEvent({}, { projectName: 'lint', checkName: 'Lint also' }));
    await run(buildEvent());
    await run(buildEvent({ status: 'FAILED' }));
    await run(buildEvent({ detail: { 'build-id': 'arn:aws:codebuild:eu-west-1:111111111111:build/unit:2' } }));
    expect(comments()).toHaveLength(8);
    expect(texts()).toHaveLength(8);
    expect(new Set(started().map(({ idempotencyToken }) => idempotencyToken)).size).toBe(5);
  });

  test('are taken for those of another delivery by the message only', async () => {
    codeBuild.on(StartBuildCommand).rejects(awsError('InvalidInputException', 'A parameter mismatch'));
    await run(pullRequestEvent());
    expect(lines()[0].result).toBe(ALREADY);
    expect([comments(), approvals()]).toEqual([[], []]);
  });
});
