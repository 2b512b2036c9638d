import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApplicationTargetGroup, NetworkTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { errorsOf, lockedStacks } from '../../support/fixtures';
import { errorsWith, groupOf, newNetworkTargetGroup, newServers, newTargetGroup, templateWith, WEB } from './support';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';
const imported = (stack: Stack, id = 'Imported') =>
  ApplicationTargetGroup.fromTargetGroupAttributes(stack, id, { targetGroupArn: ARN.replace('web', id) });

test('without a load balancer traffic is not controlled', () => {
  const properties = groupOf(templateWith());
  expect(properties.DeploymentStyle).toEqual({
    DeploymentType: 'IN_PLACE',
    DeploymentOption: 'WITHOUT_TRAFFIC_CONTROL',
  });
  expect(properties).not.toHaveProperty('LoadBalancerInfo');
});

test('with target groups of both kinds traffic is controlled', () => {
  const properties = groupOf(
    templateWith((stack) => ({ ec2Tags: WEB, targetGroups: [newTargetGroup(stack), newNetworkTargetGroup(stack)] })),
  );
  expect(properties).toMatchObject({
    DeploymentStyle: { DeploymentType: 'IN_PLACE', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    LoadBalancerInfo: {
      TargetGroupInfoList: [
        { Name: { 'Fn::GetAtt': [expect.stringMatching(/^Targets/), 'TargetGroupName'] } },
        { Name: { 'Fn::GetAtt': [expect.stringMatching(/^NetworkTargets/), 'TargetGroupName'] } },
      ],
    },
  });
});

test('with Classic Load Balancers traffic is controlled', () => {
  expect(groupOf(templateWith({ ec2Tags: WEB, classicLoadBalancers: ['front', 'back'] }))).toMatchObject({
    DeploymentStyle: { DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    LoadBalancerInfo: { ElbInfoList: [{ Name: 'front' }, { Name: 'back' }] },
  });
});

test('a target group that exists already is taken by its ARN', () => {
  const properties = groupOf(templateWith((stack) => ({ ec2Tags: WEB, targetGroups: [imported(stack)] })));
  expect(properties.LoadBalancerInfo).toEqual({ TargetGroupInfoList: [{ Name: 'Imported' }] });
});

test('a target group of another stack is taken without an export', () => {
  const app = new App();
  const [front, orders] = [new Stack(app, 'Front'), new Stack(app, 'Orders')];
  newServers(orders, { ec2Tags: WEB, targetGroups: [newTargetGroup(front)] });
  expect(lockedStacks(app)).toEqual([]);
  expect(groupOf(Template.fromStack(orders)).LoadBalancerInfo).toEqual({
    TargetGroupInfoList: [
      { Name: { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Front' }) as unknown } },
    ],
  });
});

test('a target group of another region is reported', () => {
  const app = new App();
  const account = '111122223333';
  const there = new Stack(app, 'There', { env: { account, region: 'us-east-1' } });
  const here = new Stack(app, 'Here', { env: { account, region: 'eu-west-1' } });
  newServers(here, { ec2Tags: WEB, targetGroups: [newTargetGroup(there)] });
  expect(errorsOf(here)).toEqual([
    "Fleet (ServerDeployment) targetGroups[0]: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ]);
});

test.each([
  [
    'an Application Load Balancer',
    (stack: Stack) => new ApplicationTargetGroup(stack, 'T', { targetType: TargetType.IP, port: 80 }),
  ],
  [
    'a Network Load Balancer',
    (stack: Stack) => new NetworkTargetGroup(stack, 'T', { targetType: TargetType.IP, port: 80 }),
  ],
])('addresses behind %s are reported: CodeDeploy registers instances', (_, make) => {
  expect(errorsWith((stack) => ({ ec2Tags: WEB, targetGroups: [make(stack)] }))).toContain(
    "targetGroups[0]: must be a target group of instances: CodeDeploy registers servers by their instance id, got 'ip'; set targetType to TargetType.INSTANCE",
  );
});

test('ten of each are taken, and eleven reported', () => {
  const groups = (count: number) => (stack: Stack) => ({
    ec2Tags: WEB,
    targetGroups: Array.from({ length: count }, (_, index) => imported(stack, `t${index}`)),
    classicLoadBalancers: Array.from({ length: count }, (_, index) => `c${index}`),
  });
  expect(errorsWith(groups(10))).toEqual([]);
  expect(errorsWith(groups(11))).toEqual([
    'targetGroups: must be 0 to 10 target groups, got 11',
    'classicLoadBalancers: must be 0 to 10 load balancers, got 11',
  ]);
});
