import { CfnParameter, Duration, Tags } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  BlueFleet,
  DeploymentAgent,
  DeployTarget,
  OutdatedInstances,
  Rollback,
  Rollout,
  ServerFleet,
} from '../../../lib';
import type { BlueGreenOptions, ServerDeploymentProps } from '../../../lib';
import { errorsOf, newPipeline, newStack, resourcesOf } from '../../support/fixtures';
import { blueGreenOf, newFleet, newServerRole, newServers, newTargetGroup, templateWith } from './support';

type More = Partial<ServerDeploymentProps>;
const props = (stack: Stack, more: More = {}): ServerDeploymentProps => ({
  rollout: Rollout.blueGreen(),
  fleet: more.fleet ?? newFleet(stack),
  targetGroups: [newTargetGroup(stack)],
  ...more,
});
const blueGreen = (more: (stack: Stack) => More = () => ({})): Record<string, unknown> =>
  blueGreenOf(templateWith((stack) => props(stack, more(stack))));
const rolledOut = (options: BlueGreenOptions): Record<string, unknown> =>
  blueGreen(() => ({ rollout: Rollout.blueGreen(options) }));
const attribute = (prefix: string, name: string): unknown => ({
  'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${prefix}`)) as unknown, name],
});

test('by default traffic moves at once to a fleet that is launched, and the old one goes after an hour', () => {
  const stackId = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
  expect(blueGreen()).toEqual({
    applicationName: 'Test-Fleet',
    deploymentGroupName: 'Test-Fleet-blue-green',
    deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
    serviceRoleArn: attribute('FleetServiceRole', 'Arn'),
    fleet: {
      autoScalingGroupName: { 'Fn::Join': ['', ['Test-Fleet--', stackId]] },
      launchTemplateId: { Ref: expect.stringMatching(/^Servers/) as unknown },
      launchTemplateVersion: attribute('Servers', 'LatestVersionNumber'),
      subnetIds: ['subnet-1', 'subnet-2'],
      minSize: '1',
      maxSize: '1',
      healthCheckType: 'EC2',
      healthCheckGracePeriod: '300',
      tags: [
        { key: 'Name', value: 'Test-Fleet-blue-green' },
        { key: 'cdk-delivery:servers-of', value: 'Test-Fleet-blue-green' },
      ],
    },
    targetGroups: [{ name: attribute('Targets', 'TargetGroupName'), arn: { Ref: expect.any(String) as unknown } }],
    classicLoadBalancers: [],
    ready: { action: 'CONTINUE_DEPLOYMENT' },
    terminateBlue: { action: 'TERMINATE', waitMinutes: '60' },
    alarms: { enabled: 'false', ignorePollFailure: 'false', names: [] },
    rollbackEvents: ['DEPLOYMENT_FAILURE'],
    triggers: [],
    outdatedInstances: 'UPDATE',
    terminationHook: 'false',
    tags: [],
  });
});

test('every setting reaches the group', () => {
  const given = blueGreen((stack) => ({
    targetGroups: undefined,
    classicLoadBalancers: ['classic'],
    rollout: Rollout.blueGreen({
      speed: Rollout.minimumHealthyHosts(2),
      confirmWithin: Duration.hours(2),
      blue: BlueFleet.keep(),
    }),
    rollback: Rollback.onAlarms(
      new Alarm(stack, 'Errors', {
        metric: new Metric({ namespace: 'N', metricName: 'M' }),
        threshold: 1,
        evaluationPeriods: 1,
      }),
    ).alsoOnStop(),
    ignorePollAlarmFailure: true,
    notifications: [{ topic: new Topic(stack, 'Told') }],
    outdatedInstances: OutdatedInstances.IGNORE,
    terminationHook: true,
    applicationName: 'orders',
    deploymentGroupName: 'live',
  }));
  expect(given).toMatchObject({
    applicationName: 'orders',
    deploymentGroupName: 'live',
    deploymentConfigName: 'Test-Fleet-at-least-2-hosts',
    targetGroups: [],
    classicLoadBalancers: ['classic'],
    ready: { action: 'STOP_DEPLOYMENT', waitMinutes: '120' },
    terminateBlue: { action: 'KEEP_ALIVE' },
    alarms: {
      enabled: 'true',
      ignorePollFailure: 'true',
      names: [{ Ref: expect.stringMatching(/^Errors/) as unknown }],
    },
    rollbackEvents: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    triggers: [
      {
        name: expect.stringMatching(/^notify-/) as unknown,
        topicArn: { Ref: expect.stringMatching(/^Told/) as unknown },
        events: ['DeploymentFailure', 'DeploymentStop', 'DeploymentRollback'],
      },
    ],
    outdatedInstances: 'IGNORE',
    terminationHook: 'true',
  });
  expect(given.terminateBlue).not.toHaveProperty('waitMinutes');
});

test('the old fleet may go at once, or after two days', () => {
  expect(rolledOut({ blue: BlueFleet.terminateAfter(Duration.minutes(0)) }).terminateBlue).toEqual({
    action: 'TERMINATE',
    waitMinutes: '0',
  });
  expect(rolledOut({ blue: BlueFleet.terminateAfter(Duration.days(2)) }).terminateBlue).toEqual({
    action: 'TERMINATE',
    waitMinutes: '2880',
  });
});

test('the time to confirm may be known at deployment only, also where a pipeline releases', () => {
  const stack = newStack();
  const wait = new CfnParameter(stack, 'Wait', { type: 'Number' }).valueAsNumber;
  const deployment = newServers(
    stack,
    props(stack, { rollout: Rollout.blueGreen({ confirmWithin: Duration.minutes(wait) }) }),
  );
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.servers(deployment)] }] });
  expect(errorsOf(stack)).toEqual([]);
  expect(blueGreenOf(Template.fromStack(stack)).ready).toEqual({
    action: 'STOP_DEPLOYMENT',
    waitMinutes: { Ref: 'Wait' },
  });
});

test.each(['CodeDeployDefault.HalfAtATime', 'CodeDeployDefault.OneAtATime'])('traffic may move as %s says', (name) => {
  const speed = name.includes('Half') ? Rollout.halfAtATime() : Rollout.oneAtATime();
  expect(rolledOut({ speed }).deploymentConfigName).toBe(name);
});

test('CloudFormation makes no deployment group, which it would refuse', () => {
  const template = templateWith((stack) => props(stack));
  template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  template.resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 0);
  template.resourceCountIs('AWS::CodeDeploy::Application', 1);
});

test('the group waits for its application, its configuration and the policies of both roles', () => {
  const template = templateWith((stack) =>
    props(stack, { rollout: Rollout.blueGreen({ speed: Rollout.minimumHealthyHosts(1) }) }),
  );
  const [group] = Object.values(resourcesOf(template, 'Custom::CodeDeployBlueGreenGroup'));
  for (const prefix of ['FleetApplication', 'FleetRollout', 'FleetServiceRoleDefaultPolicy', 'CdkDeliverybluegreen']) {
    expect(group.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${prefix}`))]));
  }
});

test('two groups of a stack share the function', () => {
  const stack = newStack();
  newServers(stack, props(stack), 'One');
  const [targets] = [newTargetGroup(stack, 'Other')];
  const fleet = ServerFleet.existing(AutoScalingGroup.fromAutoScalingGroupName(stack, 'Existing', 'web'), {
    instanceRole: newServerRole(stack),
  });
  const agent = DeploymentAgent.installed();
  newServers(stack, { rollout: Rollout.blueGreen(), targetGroups: [targets], fleet, agent }, 'Two');
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs('Custom::CodeDeployBlueGreenGroup', 2);
});

describe('tags', () => {
  const tagged = (tag: (stack: Stack) => void, stackTags?: Record<string, string>): Record<string, unknown> => {
    const stack = newStack({ tags: stackTags });
    newServers(stack, props(stack));
    tag(stack);
    return blueGreenOf(Template.fromStack(stack));
  };
  const fleetTags = (given: Record<string, unknown>): unknown => (given.fleet as { tags: unknown }).tags;
  const marked = { key: 'cdk-delivery:servers-of', value: 'Test-Fleet-blue-green' };
  const name = { key: 'Name', value: 'Test-Fleet-blue-green' };

  test.each<[string, (stack: Stack) => void, Record<string, string> | undefined]>([
    [
      'the construct',
      (stack) => {
        Tags.of(stack.node.findChild('Fleet')).add('team', 'orders');
      },
      undefined,
    ],
    [
      'the app',
      (stack) => {
        Tags.of(stack.node.root).add('team', 'orders');
      },
      undefined,
    ],
    ['the stack', () => undefined, { team: 'orders' }],
  ])('of %s reach the group and its servers', (_, tag, stackTags) => {
    const given = tagged(tag, stackTags);
    expect(given.tags).toEqual([{ key: 'team', value: 'orders' }]);
    expect(fleetTags(given)).toEqual([name, { key: 'team', value: 'orders' }, marked]);
  });

  test('of the construct win over those of the stack', () => {
    const given = tagged(
      (stack) => {
        Tags.of(stack.node.findChild('Fleet')).add('team', 'mine');
      },
      { team: 'stack' },
    );
    expect(given.tags).toEqual([{ key: 'team', value: 'mine' }]);
  });

  test('may name the servers', () => {
    const given = tagged((stack) => {
      Tags.of(stack).add('Name', 'orders');
    });
    expect(fleetTags(given)).toEqual([{ key: 'Name', value: 'orders' }, marked]);
  });
});
