import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { LaunchTemplate, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { BlueFleet, DeploymentAgent, Rollout, ServerFleet } from '../../../lib';
import type { LaunchedFleetProps } from '../../../lib';
import { errorsOf, lockedStacks, newStack, statementsOf } from '../../support/fixtures';
import {
  blueGreenOf,
  newFleet,
  newNetwork,
  newScalingGroup,
  newServerRole,
  newServers,
  newTargetGroup,
  newTemplate,
} from './support';

const agent = DeploymentAgent.installed();

/** A stack with a blue/green deployment that begins with a fleet. */
function stackOf(fleet: (stack: Stack) => ServerFleet, blue?: BlueFleet): Stack {
  const stack = newStack();
  const rollout = Rollout.blueGreen({ blue });
  newServers(stack, { rollout, agent, fleet: fleet(stack), targetGroups: [newTargetGroup(stack)] });
  return stack;
}
const groupWith = (fleet: (stack: Stack) => ServerFleet, blue?: BlueFleet): Record<string, unknown> =>
  blueGreenOf(Template.fromStack(stackOf(fleet, blue)));
const launched = (props: (stack: Stack) => Partial<LaunchedFleetProps>): Record<string, unknown> =>
  groupWith((stack) => newFleet(stack, props(stack))).fleet as Record<string, unknown>;
const says = (fleet: (stack: Stack) => ServerFleet, blue?: BlueFleet): string[] =>
  errorsOf(stackOf(fleet, blue)).map((error) => error.replace(/^Fleet \(ServerDeployment\) /, ''));
const existing = (stack: Stack) => AutoScalingGroup.fromAutoScalingGroupName(stack, 'Existing', 'web');

describe('a fleet that is launched', () => {
  test('has the sizes and checks of the user', () => {
    expect(
      launched(() => ({
        minCapacity: 2,
        desiredCapacity: 3,
        maxCapacity: 4,
        loadBalancerHealthCheck: true,
        healthCheckGracePeriod: Duration.minutes(2),
        vpcSubnets: { subnetType: SubnetType.PUBLIC },
      })),
    ).toMatchObject({
      minSize: '2',
      desiredCapacity: '3',
      maxSize: '4',
      healthCheckType: 'ELB',
      healthCheckGracePeriod: '120',
      subnetIds: ['subnet-p1', 'subnet-p2'],
    });
  });

  test('is as large as at least, where nothing else is said, and Auto Scaling decides', () => {
    const fleet = launched(() => ({ minCapacity: 5 }));
    expect(fleet).toMatchObject({ minSize: '5', maxSize: '5' });
    expect(fleet).not.toHaveProperty('desiredCapacity');
  });

  test('takes sizes and times that are known at deployment only', () => {
    const number = (stack: Stack, id: string): number => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    expect(
      launched((stack) => ({
        minCapacity: number(stack, 'Least'),
        maxCapacity: number(stack, 'Most'),
        desiredCapacity: number(stack, 'Wanted'),
        healthCheckGracePeriod: Duration.seconds(number(stack, 'Grace')),
      })),
    ).toMatchObject({
      minSize: { Ref: 'Least' },
      maxSize: { Ref: 'Most' },
      desiredCapacity: { Ref: 'Wanted' },
      healthCheckGracePeriod: { Ref: 'Grace' },
    });
  });

  test('may be launched from a template that exists already', () => {
    const fleet = launched((stack) => ({
      launchTemplate: LaunchTemplate.fromLaunchTemplateAttributes(stack, 'Template', {
        launchTemplateId: 'lt-1',
        versionNumber: '7',
      }),
      instanceRole: newServerRole(stack),
    }));
    expect(fleet).toMatchObject({ launchTemplateId: 'lt-1', launchTemplateVersion: '7' });
  });

  test('must be launched from a version that is known by its number, with a role and an id', () => {
    const template = (attributes: { launchTemplateId?: string; launchTemplateName?: string; versionNumber?: string }) =>
      says((stack) =>
        newFleet(stack, { launchTemplate: LaunchTemplate.fromLaunchTemplateAttributes(stack, 'T', attributes) }),
      );
    expect(template({ launchTemplateId: 'lt-1' })).toEqual([
      'fleet.instanceRole: must be given, so that CodeDeploy may pass it to new servers, got nothing',
      "fleet.launchTemplate: must be known with the number of its version, so that a new one is a change, got '$Default'; import it with versionNumber",
    ]);
    expect(template({ launchTemplateName: 'web', versionNumber: '1' })).toContain(
      'fleet.launchTemplate: must be known by its id; import it with launchTemplateId',
    );
  });

  test('has the subnets that there are, and says which where there are none', () => {
    const isolated = (stack: Stack) => newFleet(stack, { vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } });
    const [error] = says(isolated);
    expect(error).toMatch(
      /^fleet.vpcSubnets: must be subnets of the VPC; There are no 'Isolated' subnet groups in this VPC. Available types: /,
    );
    const empty = (stack: Stack) => newFleet(stack, { vpcSubnets: { subnets: [] } });
    expect(says(empty)).toEqual(['fleet.vpcSubnets: must be at least one subnet of the VPC']);
  });

  test('may have a template and a network of another stack, without an export', () => {
    const app = new App();
    const [base, orders] = [new Stack(app, 'Base'), new Stack(app, 'Orders')];
    const vpc = new Vpc(base, 'Vpc', { maxAzs: 2, natGateways: 0, restrictDefaultSecurityGroup: false });
    newServers(orders, {
      rollout: Rollout.blueGreen(),
      targetGroups: [newTargetGroup(base)],
      fleet: newFleet(base, { vpc, launchTemplate: newTemplate(base) }),
    });
    expect(lockedStacks(app)).toEqual([]);
    const fleet = blueGreenOf(Template.fromStack(orders)).fleet as { subnetIds: unknown[]; launchTemplateId: unknown };
    const output = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Base' }) as unknown };
    expect(fleet.subnetIds).toEqual([output, output]);
    expect(fleet.launchTemplateId).toEqual(output);
  });

  test('has a name that a stack which is made again does not find taken', () => {
    expect(JSON.stringify(launched(() => ({})).autoScalingGroupName)).toContain('AWS::StackId');
  });
});

describe('a fleet that exists', () => {
  test('is named, and nothing is launched', () => {
    const given = groupWith((stack) => ServerFleet.existing(existing(stack), { instanceRole: newServerRole(stack) }));
    expect(given.autoScalingGroups).toEqual(['web']);
    expect(given).not.toHaveProperty('fleet');
  });

  test('must be outside of this app, unless blue fleets are kept', () => {
    const own = (stack: Stack) => ServerFleet.existing(newScalingGroup(stack));
    expect(says(own)).toEqual([
      "fleet: must not be an Auto Scaling group of this app: CodeDeploy deletes it with the first release, and the next update of its stack fails, got 'Group'; use ServerFleet.launch, or keep blue fleets with BlueFleet.keep()",
    ]);
    expect(says(own, BlueFleet.keep())).toEqual([]);
  });

  test('has a role that CodeDeploy may pass on, from the group where it is known', () => {
    expect(says((stack) => ServerFleet.existing(existing(stack)))).toEqual([
      'fleet.instanceRole: must be given, so that CodeDeploy may pass it to new servers, got nothing',
    ]);
    const template = Template.fromStack(
      stackOf((stack) => ServerFleet.existing(newScalingGroup(stack)), BlueFleet.keep()),
    );
    expect(statementsOf(template, 'FleetServiceRole').filter(({ Action }) => Action === 'iam:PassRole')).toEqual([
      expect.objectContaining({ Resource: { 'Fn::GetAtt': [expect.stringMatching(/^GroupTemplateRole/), 'Arn'] } }),
    ]);
  });

  test('needs to be found by somebody for the agent, since its copies have other names', () => {
    const stack = newStack();
    const fleet = ServerFleet.existing(existing(stack), { instanceRole: newServerRole(stack) });
    newServers(stack, { rollout: Rollout.blueGreen(), fleet, targetGroups: [newTargetGroup(stack)] });
    expect(errorsOf(stack)).toEqual([
      'Fleet (ServerDeployment) agent: must be given for a fleet that exists: its copies have names that nobody knows before; use DeploymentAgent.bySystemsManager with the tags of the fleet, or DeploymentAgent.installed()',
    ]);
  });
});

test('one network serves several fleets', () => {
  const stack = newStack();
  const vpc = newNetwork(stack);
  for (const id of ['One', 'Two']) {
    const fleet = newFleet(stack, { vpc, launchTemplate: newTemplate(stack, `${id}Servers`) });
    newServers(
      stack,
      { rollout: Rollout.blueGreen(), fleet, targetGroups: [newTargetGroup(stack, `${id}Targets`)] },
      id,
    );
  }
  Template.fromStack(stack).resourceCountIs('Custom::CodeDeployBlueGreenGroup', 2);
});
