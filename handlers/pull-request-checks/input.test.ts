import { buildEvent, check, codeBuild, codeCommit, lines, pullRequestEvent, resetWorld, run } from './test-support';

beforeEach(resetWorld);

describe('malformed input is an error that names the field', () => {
  const text = 'text of at least one character';
  const made = pullRequestEvent();
  const event = (fields: object): unknown => ({ ...made, ...fields });
  const withCheck = (fields: object): unknown => ({ ...made, check: { ...check, ...fields } });

  test.each<[string, unknown]>([
    [`detailType: must be ${text}, got nothing.`, undefined],
    [`detailType: must be ${text}, got nothing.`, 'text'],
    [`detailType: must be ${text}, got nothing.`, event({ detailType: undefined })],
    [
      'detailType: must be CodeCommit Pull Request State Change or CodeBuild Build State Change, got other text.',
      event({ detailType: 'Scheduled Event' }),
    ],
    [`region: must be ${text}, got nothing.`, event({ region: undefined })],
    [`account: must be ${text}, got number.`, event({ account: 1 })],
    [`check.projectName: must be ${text}, got nothing.`, event({ check: undefined })],
    [`check.projectName: must be ${text}, got empty text.`, withCheck({ projectName: '' })],
    [`check.checkName: must be ${text}, got null.`, withCheck({ checkName: null })],
    ['check.comments: must be true or false, got other text.', withCheck({ comments: 'true' })],
    ['check.approval: must be true or false, got nothing.', withCheck({ approval: undefined })],
    ['check.branches: must be a list of at least one text, got other text.', withCheck({ branches: 'main' })],
    [`check.branches.1: must be ${text}, got object.`, withCheck({ branches: ['main', {}] })],
    ['check.repositories: must be a list of at least one text, got a list.', withCheck({ repositories: [] })],
    [`check.urlSuffix: must be ${text}, got nothing.`, withCheck({ urlSuffix: undefined })],
    [`check.consoleHost: must be ${text}, got empty text.`, withCheck({ consoleHost: '' })],
    [`check.initiator: must be ${text}, got nothing.`, withCheck({ initiator: undefined })],
    [`detail.event: must be ${text}, got nothing.`, event({ detail: undefined })],
    [`detail.event: must be ${text}, got nothing.`, event({ detail: 'text' })],
    [`detail.pullRequestStatus: must be ${text}, got nothing.`, pullRequestEvent({ pullRequestStatus: undefined })],
    [`detail.destinationReference: must be ${text}, got boolean.`, pullRequestEvent({ destinationReference: true })],
    [
      'detail.repositoryNames: must be a list of at least one text, got nothing.',
      pullRequestEvent({ repositoryNames: undefined }),
    ],
    [`detail.pullRequestId: must be ${text}, got number.`, pullRequestEvent({ pullRequestId: 7 })],
    [`detail.revisionId: must be ${text}, got nothing.`, pullRequestEvent({ revisionId: undefined })],
    [`detail.build-status: must be ${text}, got nothing.`, buildEvent({ detail: { 'build-status': undefined } })],
    [`detail.project-name: must be ${text}, got nothing.`, buildEvent({ detail: { 'project-name': undefined } })],
    ['detail.build-id: must be the ARN of a build, got other text.', buildEvent({ detail: { 'build-id': 'unit:1' } })],
  ])('%s', async (message, input) => {
    await expect(run(input)).rejects.toThrow(new Error(message));
    expect(lines()).toHaveLength(1);
    expect(lines()[0].error).toBe(`Error: ${message}`);
    expect([codeBuild.calls(), codeCommit.calls()]).toEqual([[], []]);
  });

  test('an id that is no text is not logged', async () => {
    await expect(run({ id: { secret: 'x' } })).rejects.toThrow('detailType');
    expect(Object.keys(lines()[0])).toEqual(['error']);
  });
});
