import { matchesBranch } from './branches';
import { parseInput } from './input';
import { logLink } from './links';
import { type Revision } from './revision';
import { conflictText, refusedText, resultText, startedText, unmergeableText } from './texts';
import { pullRequestEvent } from './test-support';

describe('a pattern of branches', () => {
  test.each<[string, string[] | undefined, boolean]>([
    ['main', undefined, true],
    ['main', ['main'], true],
    ['main', ['release', 'main'], true],
    ['mains', ['main'], false],
    ['amain', ['main'], false],
    ['Main', ['main'], false],
    ['release/1', ['release/*'], true],
    ['release/', ['release/*'], true],
    ['release', ['release/*'], false],
    ['release/1/2', ['release/*'], false],
    ['release/1/2', ['release/**'], true],
    ['a/release/1', ['**/release/*'], true],
    ['a/b/c', ['**'], true],
    ['a/b', ['*'], false],
    ['v1.0', ['v1.0'], true],
    ['v1x0', ['v1.0'], false],
    ['a+b(c)$', ['a+b(c)$'], true],
    ['aab', ['a+b'], false],
    ['x', [], false],
  ])('%s by %j: %s', (branch, patterns, expected) => {
    expect(matchesBranch(`refs/heads/${branch}`, patterns)).toBe(expected);
  });

  test('takes a reference that is no branch as it is', () => {
    expect(matchesBranch('refs/tags/1', ['1'])).toBe(false);
    expect(matchesBranch('refs/tags/1', ['refs/tags/*'])).toBe(true);
  });
});

describe('the text of a comment', () => {
  const long = '😀'.repeat(6000);
  const { check } = parseInput(pullRequestEvent({}, { checkName: long }));
  const revision: Revision = {
    pullRequestId: '7',
    repository: 'orders',
    sourceCommit: long,
    destinationCommit: long,
    sourceReference: long,
    destinationReference: long,
    revisionId: long,
  };
  const links = { build: `https://x/${'y'.repeat(20_000)}`, log: `https://x/${'y'.repeat(20_000)}` };

  test.each([
    ['start', startedText(check, revision, links)],
    ['conflict', conflictText(check, revision)],
    ['merge', unmergeableText(check, revision, long)],
    ['refusal', refusedText(check, long)],
    ['result', resultText(check, revision, { state: 'passed', isCurrent: false, links })],
  ])('of a %s has at most 10,240 characters, none of them broken', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(10_240);
    expect(() => encodeURIComponent(text)).not.toThrow();
  });

  test('has names and reasons of others as code, not as Markdown', () => {
    const hostile = { ...revision, sourceReference: 'refs/heads/x`[a](b)\n# y' };
    expect(conflictText({ ...check, checkName: 'Unit' }, hostile)).toMatch('`x [a](b) # y` (');
    expect(refusedText({ ...check, checkName: 'Unit' }, 'a ``` b')).toMatch(/\n`a b`$/);
  });
});

describe('the link to a log', () => {
  test.each<[string, unknown, string | undefined]>([
    ['is that of CodeBuild', 'https://x/y#a=b;c', 'https://x/y#a=b;c'],
    ['ends no Markdown', 'https://x/y(z)', 'https://x/y%28z%29'],
    ['is left out when it is absent', undefined, undefined],
    ['is left out when it is no link', 'javascript:alert(1)', undefined],
    ['is left out when it has blanks', 'https://x/ y', undefined],
    ['is left out when there is no log group yet', 'https://x#logEvent:group=null;stream=null', undefined],
    ['is left out when there is no log group yet, the new way', 'https://x#logsV2:log-group/null/log', undefined],
  ])('%s', (_, deepLink, expected) => {
    expect(logLink(deepLink)).toBe(expected);
  });
});
