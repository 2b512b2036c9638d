import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { DeploymentAgent } from '../../../lib';
import { errorsWith, groupOf, templateWith } from './support';

const setOf = (ec2Tags: Record<string, string[]>[]): unknown => groupOf(templateWith({ ec2Tags })).Ec2TagSet;

test('each value of a key is a filter, and the filters of a group stand together', () => {
  expect(setOf([{ Role: ['web', 'api'], Stage: ['live'] }])).toEqual({
    Ec2TagSetList: [
      {
        Ec2TagGroup: [
          { Key: 'Role', Value: 'web', Type: 'KEY_AND_VALUE' },
          { Key: 'Role', Value: 'api', Type: 'KEY_AND_VALUE' },
          { Key: 'Stage', Value: 'live', Type: 'KEY_AND_VALUE' },
        ],
      },
    ],
  });
});

test('three groups are three, which a server must all match', () => {
  const { Ec2TagSetList } = setOf([{ A: ['1'] }, { B: ['2'] }, { C: ['3'] }]) as { Ec2TagSetList: unknown[] };
  expect(Ec2TagSetList).toHaveLength(3);
});

test('a key without values matches any', () => {
  expect(setOf([{ Role: [] }])).toEqual({ Ec2TagSetList: [{ Ec2TagGroup: [{ Key: 'Role', Type: 'KEY_ONLY' }] }] });
});

test('on-premises servers are found by the tags that CodeDeploy has of them', () => {
  const properties = groupOf(templateWith({ onPremisesTags: [{ Site: ['berlin'] }] }));
  expect(properties.OnPremisesTagSet).toEqual({
    OnPremisesTagSetList: [{ OnPremisesTagGroup: [{ Key: 'Site', Value: 'berlin', Type: 'KEY_AND_VALUE' }] }],
  });
  expect(properties).not.toHaveProperty('Ec2TagSet');
});

test('instances and servers on-premises may be in one deployment', () => {
  const properties = groupOf(templateWith({ ec2Tags: [{ A: ['1'] }], onPremisesTags: [{ B: ['2'] }] }));
  expect(properties).toMatchObject({ Ec2TagSet: {}, OnPremisesTagSet: {} });
});

test('a value without its key is found, where nothing of Systems Manager looks for it', () => {
  const template = templateWith((stack) => ({
    ec2Tags: [{ '': [new CfnParameter(stack, 'Role').valueAsString] }],
    agent: DeploymentAgent.installed(),
  }));
  expect(groupOf(template).Ec2TagSet).toEqual({
    Ec2TagSetList: [{ Ec2TagGroup: [{ Value: { Ref: 'Role' }, Type: 'VALUE_ONLY' }] }],
  });
});

test('values that are known at deployment only pass', () => {
  const value = Lazy.string({ produce: () => 'web' });
  expect(setOf([{ Role: [value] }])).toMatchObject({ Ec2TagSetList: [{ Ec2TagGroup: [{ Value: 'web' }] }] });
});

test('the limits are met exactly', () => {
  const most = Array.from({ length: 10 }, (_, index) => `${index}`);
  expect(errorsWith({ ec2Tags: [{ ['k'.repeat(128)]: ['v'.repeat(256), ...most.slice(1)] }] })).toEqual([]);
  expect(errorsWith({ ec2Tags: [{ Role: [...most, 'eleventh'] }] })).toEqual([
    'ec2Tags[0]: must be 1 to 10 tags, got 11',
  ]);
});

test('a fourth group is reported, and left out', () => {
  const groups: Record<string, string[]>[] = [{ A: ['1'] }, { B: ['2'] }, { C: ['3'] }, { D: ['4'] }];
  expect(errorsWith({ ec2Tags: groups })).toEqual([
    'ec2Tags: must have at most 3 tag groups: CodeDeploy takes no more, got 4; tag the servers of one release alike, or make more than one ServerDeployment',
  ]);
});
