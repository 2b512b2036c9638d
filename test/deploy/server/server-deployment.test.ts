import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ServerApplication } from 'aws-cdk-lib/aws-codedeploy';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppSpec, Rollback, Rollout, ServerDeployment, ServerOperatingSystem } from '../../../lib';
import type { ServerAppSpecProps, ServerDeploymentProps } from '../../../lib';
import { errorsOf, lockedStacks, newStack } from '../../support/fixtures';
import {
  blueGreenOf,
  errorsWith,
  groupOf,
  newFleet,
  newNetworkTargetGroup,
  newScalingGroup,
  newServers,
  newTargetGroup,
  templateWith,
  WEB,
} from './support';
import type { Props } from './support';

describe('names', () => {
  test('are made of the stack and the path, and known at synthesis', () => {
    const stack = newStack();
    const servers = newServers(stack);
    expect(servers).toMatchObject({
      applicationName: 'Test-Fleet',
      deploymentGroupName: 'Test-Fleet',
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
    });
  });

  test('of a blue/green group end so that a group in place can stand beside it', () => {
    const given = blueGreenOf(
      templateWith((stack) => ({
        rollout: Rollout.blueGreen(),
        fleet: newFleet(stack),
        targetGroups: [newTargetGroup(stack)],
      })),
    );
    expect(given).toMatchObject({ applicationName: 'Test-Fleet', deploymentGroupName: 'Test-Fleet-blue-green' });
  });

  test('keep their ending when they are long', () => {
    const stack = newStack();
    const props = { rollout: Rollout.blueGreen(), fleet: newFleet(stack), targetGroups: [newTargetGroup(stack)] };
    const name = newServers(stack, props, 'x'.repeat(150)).deploymentGroupName;
    expect(name).toHaveLength(100);
    expect(name).toMatch(/-[0-9a-f]{8}-blue-green$/);
  });

  test('of the deployment in place stay when something else changes', () => {
    expect(groupOf(templateWith({ ec2Tags: WEB, rollout: Rollout.allAtOnce() })).DeploymentGroupName).toBe(
      'Test-Fleet',
    );
  });
});

describe('an application', () => {
  test('may have several groups', () => {
    const stack = newStack();
    const application = new ServerApplication(stack, 'Shared', { applicationName: 'orders' });
    newServers(stack, { ec2Tags: WEB, application }, 'Staging');
    newServers(stack, { ec2Tags: WEB, application }, 'Live');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CodeDeploy::Application', 1);
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
  });

  test('may be of another stack, without an export', () => {
    const app = new App();
    const [shared, orders] = [new Stack(app, 'Shared'), new Stack(app, 'Orders')];
    const application = new ServerApplication(shared, 'Application');
    const servers = newServers(orders, { ec2Tags: WEB, application });
    expect(lockedStacks(app)).toEqual([]);
    expect(orders.resolve(servers.applicationName)).toMatchObject({ 'Fn::GetStackOutput': { StackName: 'Shared' } });
  });

  test('may exist already', () => {
    const template = templateWith((stack) => ({
      ec2Tags: WEB,
      application: ServerApplication.fromServerApplicationName(stack, 'Existing', 'orders'),
    }));
    expect(groupOf(template).ApplicationName).toBe('orders');
    template.resourceCountIs('AWS::CodeDeploy::Application', 0);
  });
});

describe('a deployment that exists already', () => {
  test('is known by its names, and goes from server to server where nothing else is said', () => {
    const attributes = { applicationName: 'orders', deploymentGroupName: 'live' };
    const servers = ServerDeployment.fromServerDeploymentAttributes(newStack(), 'Existing', attributes);
    expect(servers).toMatchObject({ ...attributes, deploymentConfigName: 'CodeDeployDefault.OneAtATime' });
  });

  test('is where the user says, or else where the stack is', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const names = { applicationName: 'orders', deploymentGroupName: 'live' };
    const env = (id: string, where: object) =>
      ServerDeployment.fromServerDeploymentAttributes(stack, id, { ...names, ...where }).env;
    expect(env('Here', {})).toEqual({ account: '111122223333', region: 'eu-west-1' });
    expect(env('There', { account: '444455556666', region: 'us-east-1' })).toEqual({
      account: '444455556666',
      region: 'us-east-1',
    });
  });

  test('has names that CodeDeploy allows', () => {
    const stack = newStack();
    const attributes = { applicationName: 'a/b', deploymentGroupName: 5, deploymentConfigName: '' } as never;
    ServerDeployment.fromServerDeploymentAttributes(stack, 'Existing', attributes);
    const subject = 'Existing (ServerDeployment.fromServerDeploymentAttributes)';
    const rule = 'must be 1 to 100 characters of letters, digits and + = , . @ _ -';
    expect(errorsOf(stack)).toEqual([
      `${subject} applicationName: ${rule}, got 'a/b'`,
      `${subject} deploymentGroupName: must be a string, got 5`,
      `${subject} deploymentConfigName: ${rule}, got ''`,
    ]);
  });
});

describe('an AppSpec', () => {
  const spec = (hooks: ServerAppSpecProps['hooks']): AppSpec =>
    AppSpec.forServer({ os: ServerOperatingSystem.LINUX, files: [{ source: '/', destination: '/srv' }], hooks });

  test('is checked against the load balancers of the deployment', () => {
    const appSpec = spec({ beforeBlockTraffic: [{ location: 'a.sh' }] });
    expect(errorsWith({ ec2Tags: WEB, appSpec })).toHaveLength(1);
    expect(errorsWith((stack) => ({ ec2Tags: WEB, appSpec, targetGroups: [newTargetGroup(stack)] }))).toEqual([]);
  });
});

describe('the ids of resources', () => {
  const idsOf = (props: Props): string[] => Object.keys(templateWith(props).toJSON().Resources as object).sort();

  test.each<[string, (stack: Stack, isTurned: boolean) => ServerDeploymentProps]>([
    [
      'Auto Scaling groups',
      (stack, isTurned) => ({
        autoScalingGroups: turned([newScalingGroup(stack, 'A'), newScalingGroup(stack, 'B')], isTurned),
      }),
    ],
    [
      'target groups with alarms',
      (stack, isTurned) => ({
        ec2Tags: WEB,
        rollback: Rollback.onPlatformAlarms(),
        targetGroups: turned([newTargetGroup(stack), newNetworkTargetGroup(stack)], isTurned),
      }),
    ],
    ['tags', (_, isTurned) => ({ ec2Tags: turned<Record<string, string[]>>([{ A: ['1'] }, { B: ['2'] }], isTurned) })],
    [
      'notifications',
      (stack, isTurned) => ({
        ec2Tags: WEB,
        notifications: turned([{ topic: new Topic(stack, 'A') }, { topic: new Topic(stack, 'B') }], isTurned),
      }),
    ],
  ])('stay when %s change places', (_, make) => {
    const stateful = (ids: string[]): string[] => ids.filter((id) => !id.startsWith('FleetAgent'));
    expect(stateful(idsOf((stack) => make(stack, true)))).toEqual(stateful(idsOf((stack) => make(stack, false))));
  });

  test('of what keeps something are these', () => {
    expect(idsOf({ ec2Tags: WEB })).toEqual([
      expect.stringMatching(/^FleetAgent/),
      'FleetApplication44C50E48',
      'FleetDeploymentGroupAB5C5C95',
      'FleetServiceRole02EA2190',
      'FleetServiceRoleDefaultPolicy2250943F',
    ]);
  });

  test('name a topic to CodeDeploy by the topic, not by its position', () => {
    const namesOf = (ids: string[]): string[] => {
      const template = templateWith((stack) => ({
        ec2Tags: WEB,
        notifications: ids.map((id) => ({ topic: new Topic(stack, id) })),
      }));
      return (groupOf(template).TriggerConfigurations as { TriggerName: string }[]).map(
        ({ TriggerName }) => TriggerName,
      );
    };
    expect(namesOf(['A', 'B']).reverse()).toEqual(namesOf(['B', 'A']));
  });
});

function turned<T>(list: T[], isTurned: boolean): T[] {
  return isTurned ? [...list].reverse() : list;
}
