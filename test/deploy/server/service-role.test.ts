import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Rollback, Rollout } from '../../../lib';
import { allowedActionsOf, errorsOf, lockedStacks, newStack, onlyResource, statementsOf } from '../../support/fixtures';
import type { TemplateStatement } from '../../support/fixtures';
import { newFleet, newScalingGroup, newServers, newTargetGroup, templateWith, WEB } from './support';
import type { Props } from './support';

const statements = (props?: Props): TemplateStatement[] => statementsOf(templateWith(props), 'FleetServiceRole');
const newServiceRole = (stack: Stack, path?: string): Role =>
  new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'), path });
const withAction = (given: TemplateStatement[], action: string): TemplateStatement[] =>
  given.filter(({ Action }) => [Action].flat().includes(action));
const arn = (service: string, rest: string): unknown => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:${service}:`,
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${rest}`,
    ],
  ],
});

test('only CodeDeploy takes the role', () => {
  const [role] = Object.values(templateWith().findResources('AWS::IAM::Role'));
  expect((role.Properties as Record<string, unknown>).AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'codedeploy.amazonaws.com' } }],
  });
});

test('servers with tags are found, and nothing more', () => {
  expect(statements()).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'tag:GetResources'],
      Resource: '*',
    },
  ]);
});

test('what waits is that of the Auto Scaling groups, by their names', () => {
  const given = statements((stack) => ({ autoScalingGroups: [newScalingGroup(stack)] }));
  const [hooks] = withAction(given, 'autoscaling:PutLifecycleHook');
  expect(JSON.stringify(hooks.Resource)).toMatch(/autoScalingGroup:\*:autoScalingGroupName\/",\{"Ref":"GroupASG/);
  expect(withAction(given, 'autoscaling:CreateAutoScalingGroup')).toEqual([]);
  expect(withAction(given, 'iam:PassRole')).toEqual([]);
});

test('targets are moved in the target groups, and instances at the load balancers, that are named', () => {
  const given = statements((stack) => ({
    ec2Tags: WEB,
    targetGroups: [newTargetGroup(stack)],
    classicLoadBalancers: ['classic'],
  }));
  expect(withAction(given, 'elasticloadbalancing:RegisterTargets')).toEqual([
    {
      Effect: 'Allow',
      Action: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      Resource: { Ref: expect.stringMatching(/^Targets/) as unknown },
    },
  ]);
  expect(withAction(given, 'elasticloadbalancing:RegisterInstancesWithLoadBalancer')).toMatchObject([
    { Resource: arn('elasticloadbalancing', 'loadbalancer/classic') },
  ]);
});

test('alarms are read, topics told, and the key of a topic used', () => {
  const given = statements((stack) => {
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    const alarm = new Alarm(stack, 'Errors', { metric, threshold: 1, evaluationPeriods: 1 });
    const topic = new Topic(stack, 'Told', { masterKey: new Key(stack, 'Key') });
    return { ec2Tags: WEB, rollback: Rollback.onAlarms(alarm), notifications: [{ topic }] };
  });
  expect(withAction(given, 'cloudwatch:DescribeAlarms')).toMatchObject([
    { Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Errors/), 'Arn'] } },
  ]);
  expect(withAction(given, 'sns:Publish')).toMatchObject([
    { Resource: { Ref: expect.stringMatching(/^Told/) as unknown } },
  ]);
  expect(withAction(given, 'kms:Decrypt')).toMatchObject([
    { Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
  ]);
});

describe('a blue/green group', () => {
  const given = statements((stack) => ({
    rollout: Rollout.blueGreen(),
    fleet: newFleet(stack),
    targetGroups: [newTargetGroup(stack)],
  }));

  test('copies groups of its own names, and no others', () => {
    const [copy] = withAction(given, 'autoscaling:CreateAutoScalingGroup');
    expect(copy.Resource).toEqual([
      arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/Test-Fleet--*'),
      arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/CodeDeploy_Test-Fleet-blue-green_*'),
    ]);
  });

  test('launches by its launch template, and tags what it launches', () => {
    const [launch] = withAction(given, 'ec2:RunInstances');
    expect(JSON.stringify(launch.Condition)).toMatch(/"ArnLike":\{"ec2:LaunchTemplate":.*launch-template\/.*"Servers/);
    expect(withAction(given, 'ec2:CreateTags')).toMatchObject([
      { Condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } } },
    ]);
  });

  test('passes on exactly the role of the servers, and to EC2 only', () => {
    expect(withAction(given, 'iam:PassRole')).toEqual([
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ServersRole/), 'Arn'] },
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
    ]);
  });

  test('ends servers of its own groups only', () => {
    const [end] = withAction(given, 'ec2:TerminateInstances');
    expect(end.Condition).toEqual({
      StringLike: {
        'aws:ResourceTag/aws:autoscaling:groupName': ['Test-Fleet--*', 'CodeDeploy_Test-Fleet-blue-green_*'],
      },
    });
  });
});

describe('a role of the user', () => {
  test('gets what the deployment needs', () => {
    const template = templateWith((stack) => ({ ec2Tags: WEB, role: newServiceRole(stack) }));
    expect(allowedActionsOf(template, 'Mine')).toContain('tag:GetResources');
    template.resourceCountIs('AWS::IAM::Role', 1);
  });

  test('keeps what it has when it is immutable', () => {
    const template = templateWith((stack) => ({
      ec2Tags: WEB,
      role: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111122223333:role/mine', { mutable: false }),
    }));
    template.resourceCountIs('AWS::IAM::Policy', 0);
    const { ServiceRoleArn } = onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties;
    expect(ServiceRoleArn).toBe('arn:aws:iam::111122223333:role/mine');
  });

  test('may be of another stack, below a path, without an export', () => {
    const app = new App();
    const [security, orders] = [new Stack(app, 'Security'), new Stack(app, 'Orders')];
    newServers(orders, { ec2Tags: WEB, role: newServiceRole(security, '/deploy/') });
    expect(lockedStacks(app)).toEqual([]);
    const [policy] = Object.values(Template.fromStack(orders).findResources('AWS::IAM::Policy'));
    expect((policy.Properties as { Roles: unknown }).Roles).toEqual([
      { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Security' }) as unknown },
    ]);
  });
});

test('a role that is a name is reported', () => {
  const stack = newStack();
  newServers(stack, { ec2Tags: WEB, role: 'mine' as unknown as Role });
  expect(errorsOf(stack)).toEqual(["Fleet (ServerDeployment) role: must be a role, got 'mine'"]);
});
