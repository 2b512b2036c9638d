import { codeCommit } from './fake-codecommit';
import { created, createEvent, fail, properties, resetWorld, succeed, updateEvent } from './test-support';

beforeEach(resetWorld);

const TEXT = 'must be text of at least one character.';
const LIST = 'must be a list of texts of at least one character.';

const malformed: [string, unknown, string][] = [
  ['ruleName', undefined, TEXT],
  ['ruleName', '', TEXT],
  ['ruleName', 7, TEXT],
  ['description', ['Two'], 'must be text.'],
  ['approvals', undefined, TEXT],
  ['approvals', '0', 'must be a whole number, 1 or more.'],
  ['approvals', '-1', 'must be a whole number, 1 or more.'],
  ['approvals', '1.5', 'must be a whole number, 1 or more.'],
  ['approvals', '1e3', 'must be a whole number, 1 or more.'],
  ['approvals', 'two', 'must be a whole number, 1 or more.'],
  ['approvals', '9'.repeat(30), 'must be a whole number, 1 or more.'],
  ['approvers', 'mary', LIST],
  ['approvers', [''], LIST],
  ['branches', [null], LIST],
  ['branches', {}, LIST],
  ['repositoryNames', undefined, LIST],
  ['repositoryNames', 'a', LIST],
  ['repositoryNames', ['a', 1], LIST],
];

test.each(malformed)('the property %s as %j is refused before anything is called', async (key, value, end) => {
  const { Reason, PhysicalResourceId } = await fail(createEvent({ ...properties, [key]: value }));
  expect(Reason).toBe(`ResourceProperties.${key}: ${end}`);
  expect(PhysicalResourceId).toBe('not-created-create-1');
  expect(codeCommit.calls()).toHaveLength(0);
});

test.each(malformed)('the property %s as %j is refused by an update too', async (key, value, end) => {
  const id = await created();
  const { Reason, PhysicalResourceId } = await fail(updateEvent(id, { ...properties, [key]: value }));
  expect(Reason).toBe(`ResourceProperties.${key}: ${end}`);
  expect(PhysicalResourceId).toBe(id);
});

test.each([null, 'text', 7, []])('properties that are %j are refused', async (value) => {
  expect((await fail(createEvent(value))).Reason).toBe(`ResourceProperties.ruleName: ${TEXT}`);
});

test('empty lists of approvers and branches are as none', async () => {
  await succeed(createEvent({ ...properties, approvers: undefined, branches: undefined }));
  await succeed(createEvent({ ...properties, approvers: [], branches: [] }));
  expect(codeCommit.calls().filter(({ args }) => 'newRuleContent' in args[0].input)).toEqual([]);
});

describe('a rule', () => {
  const overhead = '{"Version":"2018-11-08","Statements":[{"Type":"Approvers","NumberOfApprovalsNeeded":2}]}'.length;
  const branchOf = (size: number): string => 'x'.repeat(size - overhead - ',"DestinationReferences":[""]'.length);
  const ruleOf = (size: number): object => ({ ...properties, approvers: [], branches: [branchOf(size)] });

  test('of 3000 characters is taken', async () => {
    await succeed(createEvent(ruleOf(3000)));
  });

  test('of 3001 characters is refused', async () => {
    expect((await fail(createEvent(ruleOf(3001)))).Reason).toBe(
      'The approval rule has 3001 characters, CodeCommit takes 3000: name fewer approvers or branches.',
    );
    expect(codeCommit.calls()).toHaveLength(0);
  });
});
