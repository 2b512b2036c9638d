import { CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { DeploymentAgent, Rollout } from '../../../lib';
import type { AgentOptions } from '../../../lib';
import { onlyResource, resourcesOf } from '../../support/fixtures';
import { agentTargetsOf, errorsWith, newFleet, newTargetGroup, templateWith, WEB } from './support';
import type { Props } from './support';

const targets = (props: Props): unknown[] => Object.values(agentTargetsOf(templateWith(props)));
const named = (stack: Stack, name: string) => AutoScalingGroup.fromAutoScalingGroupName(stack, name, name);
const agentOf = (options: AgentOptions): Record<string, unknown> =>
  onlyResource(
    templateWith({ ec2Tags: WEB, agent: DeploymentAgent.bySystemsManager(options) }),
    'AWS::SSM::Association',
  ).Properties;

test('the newest agent comes to servers with the tag, and is brought up to date on Sundays', () => {
  expect(agentOf({})).toEqual({
    Name: 'AWS-ConfigureAWSPackage',
    Parameters: { action: ['Install'], name: ['AWSCodeDeployAgent'] },
    ScheduleExpression: 'cron(0 2 ? * SUN *)',
    Targets: [{ Key: 'tag:Role', Values: ['web'] }],
  });
});

test('schedule and version are those of the user', () => {
  expect(agentOf({ schedule: Schedule.rate(Duration.days(1)), version: '1.7.0' })).toMatchObject({
    Parameters: { version: ['1.7.0'] },
    ScheduleExpression: 'rate(1 day)',
  });
});

test('nothing comes where the agent is installed already', () => {
  expect(targets({ ec2Tags: WEB, agent: DeploymentAgent.installed() })).toEqual([]);
});

describe('servers are found', () => {
  test('by the names of Auto Scaling groups, all in one association', () => {
    const template = templateWith((stack) => ({ autoScalingGroups: [named(stack, 'a'), named(stack, 'b')] }));
    expect(Object.entries(agentTargetsOf(template))).toEqual([
      [expect.stringMatching(/^FleetAgentOfGroups/), [{ Key: 'tag:aws:autoscaling:groupName', Values: ['a', 'b'] }]],
    ]);
  });

  test('by each key of a group, and the values of that', () => {
    expect(targets({ ec2Tags: [{ Role: ['web', 'api'], Stage: ['live'] }] })).toEqual([
      [{ Key: 'tag:Role', Values: ['web', 'api'] }],
      [{ Key: 'tag:Stage', Values: ['live'] }],
    ]);
  });

  test('by all groups together', () => {
    expect(targets({ ec2Tags: [{ A: ['1'], B: ['2'] }, { C: ['3'] }] })).toEqual([
      [
        { Key: 'tag:A', Values: ['1'] },
        { Key: 'tag:C', Values: ['3'] },
      ],
      [
        { Key: 'tag:B', Values: ['2'] },
        { Key: 'tag:C', Values: ['3'] },
      ],
    ]);
  });

  test('by a key alone', () => {
    expect(targets({ ec2Tags: [{ Role: [] }] })).toEqual([[{ Key: 'tag-key', Values: ['Role'] }]]);
  });

  test('by the first of two groups with one key, which has all of them', () => {
    expect(targets({ ec2Tags: [{ Role: ['web', 'api'] }, { Role: ['web'] }] })).toEqual([
      [{ Key: 'tag:Role', Values: ['web', 'api'] }],
    ]);
  });

  test('on-premises by their own tags, and once where both have the same', () => {
    expect(targets({ ec2Tags: WEB, onPremisesTags: [{ Site: ['berlin'] }] })).toEqual([
      [{ Key: 'tag:Role', Values: ['web'] }],
      [{ Key: 'tag:Site', Values: ['berlin'] }],
    ]);
    expect(targets({ ec2Tags: WEB, onPremisesTags: WEB })).toHaveLength(1);
  });

  test('by the tags of the agent, instead of all others', () => {
    const agent = DeploymentAgent.bySystemsManager({ tags: [{ Managed: ['yes'] }] });
    expect(targets((stack) => ({ autoScalingGroups: [named(stack, 'a')], ec2Tags: WEB, agent }))).toEqual([
      [{ Key: 'tag:Managed', Values: ['yes'] }],
    ]);
  });

  test('by the mark of a fleet that is launched, which its copies carry', () => {
    const props = (stack: Stack) => ({
      rollout: Rollout.blueGreen(),
      fleet: newFleet(stack),
      targetGroups: [newTargetGroup(stack)],
    });
    expect(targets(props)).toEqual([[{ Key: 'tag:cdk-delivery:servers-of', Values: ['Test-Fleet-blue-green'] }]]);
  });
});

test('a value without its key is reported, since its servers would wait for the agent in vain', () => {
  const says =
    'must name tags by their keys: Systems Manager finds no server by a value alone; use DeploymentAgent.bySystemsManager with tags that have keys, or DeploymentAgent.installed()';
  expect(errorsWith({ ec2Tags: [{ '': ['web'] }] })).toEqual([`agent: ${says}`]);
  expect(errorsWith({ ec2Tags: [{ Role: ['web'] }, { '': ['live'] }] })).toEqual([`agent: ${says}`]);
  const agent = DeploymentAgent.bySystemsManager({ tags: [{ '': ['web'] }] });
  expect(errorsWith({ ec2Tags: WEB, agent })).toEqual([`agent.tags: ${says}`]);
});

describe('the id of an association', () => {
  const idsOf = (props: Props): string[] => Object.keys(agentTargetsOf(templateWith(props)));

  test('does not depend on the position of the tags', () => {
    const [first, second] = [{ Role: ['web'] }, { Site: ['berlin'] }];
    expect(idsOf({ ec2Tags: [{ ...first, ...second }] }).sort()).toEqual(
      idsOf({ ec2Tags: [{ ...second, ...first }] }).sort(),
    );
    expect(idsOf({ ec2Tags: WEB, onPremisesTags: [second] })).toEqual(expect.arrayContaining(idsOf({ ec2Tags: WEB })));
  });

  test('does not depend on what else the stack makes, where a value is known at deployment only', () => {
    const idWith = (others: number): string[] =>
      idsOf((stack) => {
        for (let index = 0; index < others; index++)
          expect(new CfnParameter(stack, `P${index}`).valueAsString).toBeDefined();
        return { ec2Tags: [{ Stage: [new CfnParameter(stack, 'Stage').valueAsString] }] };
      });
    expect(idWith(0)).toEqual(idWith(3));
  });

  test('is its own for tags that are also the name of an Auto Scaling group', () => {
    const tag = 'aws:autoscaling:groupName';
    const template = templateWith((stack) => ({
      autoScalingGroups: [named(stack, 'a')],
      ec2Tags: [{ [tag]: ['b'], Role: ['web'] }],
    }));
    expect(Object.keys(agentTargetsOf(template))).toHaveLength(3);
  });

  test('stays when an Auto Scaling group is added', () => {
    const ids = (names: string[]) => idsOf((stack) => ({ autoScalingGroups: names.map((name) => named(stack, name)) }));
    expect(ids(['a'])).toEqual(ids(['b', 'a']));
  });
});

test('an association has as many targets as State Manager takes', () => {
  const template = templateWith({ ec2Tags: [{ A: ['1'] }, { B: [] }, { C: ['2', '3'] }] });
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SSM::Association'))) {
    expect((Properties.Targets as unknown[]).length).toBeLessThanOrEqual(5);
  }
});
