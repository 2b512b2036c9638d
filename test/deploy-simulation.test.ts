import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeliveryFoundation, DeployTarget, Rollback, Rollout } from '../lib';
import { newFleet, newScalingGroup, newServerRole, newServers, newTargetGroup, WEB } from './deploy/server/support';
import { newPipeline } from './support/fixtures';
import {
  ACCOUNT,
  all,
  expectAllowed,
  expectDenied,
  here,
  resolveTemplates,
  roleOf,
  rolesOf,
  statementsWithNeedlessStar,
  unknownActions,
} from './support/simulation';
import type { Context, Request, ResolvedTemplates, Role } from './support/simulation';

const ENV = { account: ACCOUNT, region: 'eu-west-1' };
const scalingGroup = (name: string): string =>
  here('autoscaling', `autoScalingGroup:0a1b2c3d-0000-4000-8000-000000000000:autoScalingGroupName/${name}`);

/** Two deployments in place, a blue/green one, and the pipelines of them. */
function servers(): ResolvedTemplates {
  const app = new App();
  const stack = new Stack(app, 'Orders', { env: ENV });
  const encryptionKey = new Key(stack, 'Key');
  const topic = new Topic(stack, 'Told', { masterKey: encryptionKey });
  const metric = new Metric({ namespace: 'N', metricName: 'M' });
  const alarm = new Alarm(stack, 'Errors', { metric, threshold: 1, evaluationPeriods: 1 });
  const tagged = newServers(stack, { ec2Tags: WEB }, 'Tagged');
  const inPlace = newServers(
    stack,
    {
      autoScalingGroups: [newScalingGroup(stack)],
      targetGroups: [newTargetGroup(stack)],
      classicLoadBalancers: ['classic'],
      rollback: Rollback.onAlarms(alarm),
      notifications: [{ topic }],
    },
    'InPlace',
  );
  newTargetGroup(stack, 'Neighbour');
  newServerRole(stack, 'NeighbourRole');
  const copied = newServers(
    stack,
    { rollout: Rollout.blueGreen(), fleet: newFleet(stack), targetGroups: [newTargetGroup(stack, 'Copied')] },
    'Web',
  );
  const foundation = new DeliveryFoundation(stack, 'Foundation', { encryptionKey });
  newPipeline(stack, {
    foundation,
    stages: [
      { stageName: 'Tagged', targets: [DeployTarget.servers(tagged)] },
      { stageName: 'InPlace', targets: [DeployTarget.servers(inPlace)] },
      { stageName: 'Web', targets: [DeployTarget.servers(copied)] },
      {
        stageName: 'Instances',
        targets: [
          DeployTarget.instances({
            tagKey: 'Role',
            tagValue: 'web',
            targetDirectory: '/srv',
            postScript: 'a.sh',
            instances: [newServerRole(stack, 'InstanceRole')],
          }),
        ],
      },
    ],
  });
  expect(Template.fromStack(stack)).toBeDefined();
  return resolveTemplates(app.synth());
}

const templates = servers();
const nameOf = (type: string, part: string): string => {
  const found = templates.resourcesOfType(type).find(({ logicalId }) => logicalId.startsWith(part));
  if (found === undefined) throw new Error(`no ${type} with ${part}`);
  return templates.refTo(found);
};
const arnOf = (type: string, part: string): string => {
  const found = templates.resourcesOfType(type).find(({ logicalId }) => logicalId.startsWith(part));
  if (found === undefined) throw new Error(`no ${type} with ${part}`);
  return templates.arnOf(found);
};
const targetGroup = (part: string): string => nameOf('AWS::ElasticLoadBalancingV2::TargetGroup', part);
const group = (name: string): string => here('codedeploy', `deploymentgroup:Orders-${name}/Orders-${name}`);
const blueGreenGroup = here('codedeploy', 'deploymentgroup:Orders-Web/Orders-Web-blue-green');
const copy = scalingGroup('CodeDeploy_Orders-Web-blue-green_d-ABCDEF123');
const neighboursCopy = scalingGroup('CodeDeploy_Orders-Shop-blue-green_d-ABCDEF123');
const store = arnOf('AWS::S3::Bucket', 'FoundationArtifacts');
const key = arnOf('AWS::KMS::Key', 'Key');
const launchTemplate = (id: string): string => here('ec2', `launch-template/${id}`);

const LAUNCH: [string, string][] = [
  ['instance', here('ec2', 'instance/i-0123456789abcdef0')],
  ['volume', here('ec2', 'volume/vol-0123456789abcdef0')],
  ['network-interface', here('ec2', 'network-interface/eni-0123456789abcdef0')],
  ['subnet', here('ec2', 'subnet/subnet-0123456789abcdef0')],
  ['security-group', here('ec2', 'security-group/sg-0123456789abcdef0')],
  ['image', 'arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0'],
];

/** What launches servers may do it with one launch template, and pass one role on. */
async function expectLaunches(role: Role): Promise<void> {
  const own = launchTemplate(nameOf('AWS::EC2::LaunchTemplate', 'Servers'));
  const launches = (template: string): Request[] =>
    LAUNCH.map(([, arn]) => ['ec2:RunInstances', arn, { 'ec2:LaunchTemplate': template }] as const);
  const toEc2 = { 'iam:PassedToService': 'ec2.amazonaws.com' };
  const serverRole = roleOf(templates, 'ServersRole').arn;
  const instance = LAUNCH[0][1];
  await expectAllowed(role, [
    ...launches(own),
    ['ec2:CreateTags', instance, { 'ec2:CreateAction': 'RunInstances' }],
    ['iam:PassRole', serverRole, toEc2],
  ]);
  await expectDenied(role, [
    ...launches(launchTemplate('lt-00000000000000000')),
    ...all(['ec2:RunInstances'], instance),
    ['ec2:CreateTags', instance],
    ['ec2:CreateTags', instance, { 'ec2:CreateAction': 'CreateVolume' }],
    ['iam:PassRole', serverRole, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['iam:PassRole', roleOf(templates, 'NeighbourRole').arn, toEc2],
    ['iam:PassRole', role.arn, toEc2],
  ]);
}

describe('the pipeline', () => {
  const role = roleOf(templates, 'PipelineRole');
  const RELEASE = ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'];
  const command = here('ec2', 'instance/i-0123456789abcdef0');
  const document = 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript';

  test('may release to the groups of its actions, and to no neighbour', async () => {
    await expectAllowed(role, [
      ...all(RELEASE, group('Tagged')),
      ...all(RELEASE, group('InPlace')),
      ...all(RELEASE, blueGreenGroup),
      ...all(
        ['codedeploy:GetApplication', 'codedeploy:RegisterApplicationRevision'],
        here('codedeploy', 'application:Orders-Web'),
      ),
      ...all(['codedeploy:GetApplicationRevision'], here('codedeploy', 'application:Orders-Tagged')),
      ['codedeploy:GetDeploymentConfig', here('codedeploy', 'deploymentconfig:CodeDeployDefault.OneAtATime')],
      ['codedeploy:GetDeploymentConfig', here('codedeploy', 'deploymentconfig:CodeDeployDefault.AllAtOnce')],
    ]);
    await expectDenied(role, [
      ...all(RELEASE, group('Shop')),
      ...all(RELEASE, here('codedeploy', 'deploymentgroup:Orders-Tagged/Other')),
      ['codedeploy:RegisterApplicationRevision', here('codedeploy', 'application:Orders-Shop')],
      ['codedeploy:UpdateDeploymentGroup', group('Tagged')],
      ['codedeploy:DeleteDeploymentGroup', blueGreenGroup],
      ['iam:PassRole', roleOf(templates, 'TaggedServiceRole').arn],
      ['iam:PassRole', roleOf(templates, 'ServersRole').arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ]);
  });

  test('may send a script to instances with the tag, and to no others', async () => {
    const tagged = (value: string): Context => ({ 'aws:ResourceTag/Role': value });
    await expectAllowed(role, [
      ['ssm:SendCommand', command, tagged('web')],
      ['ssm:SendCommand', here('ssm', 'managed-instance/mi-0123456789abcdef0'), tagged('web')],
      ['ssm:SendCommand', document],
      ['ssm:ListCommandInvocations', '*'],
      ['ec2:DescribeInstances', '*'],
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/codepipeline/Orders-Pipeline:log-stream:a')],
    ]);
    await expectDenied(role, [
      ['ssm:SendCommand', command],
      ['ssm:SendCommand', command, tagged('database')],
      ['ssm:SendCommand', command, { 'aws:ResourceTag/Other': 'web' }],
      ['ssm:SendCommand', 'arn:aws:ssm:eu-west-1::document/AWS-ConfigureAWSPackage'],
      ['ssm:SendCommand', here('ssm', 'document/Mine')],
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/codepipeline/Orders-Pipeline2:log-stream:a')],
      ['ssm:StartSession', command],
    ]);
  });
});

describe('CodeDeploy in place', () => {
  const SCALING = [
    'autoscaling:PutLifecycleHook',
    'autoscaling:CompleteLifecycleAction',
    'autoscaling:SuspendProcesses',
  ];
  const MOVES = ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'];
  const CLASSIC = [
    'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
    'elasticloadbalancing:DeregisterInstancesFromLoadBalancer',
  ];
  const own = scalingGroup(nameOf('AWS::AutoScaling::AutoScalingGroup', 'Group'));

  test('may find servers with tags, and do nothing to anything', async () => {
    const role = roleOf(templates, 'TaggedServiceRole');
    await expectAllowed(role, all(['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus', 'tag:GetResources'], '*'));
    await expectDenied(role, [
      ...all(SCALING, own),
      ...all(MOVES, targetGroup('Targets')),
      ...all(['ec2:TerminateInstances', 'ec2:RunInstances'], here('ec2', 'instance/i-0123456789abcdef0')),
      ['sns:Publish', nameOf('AWS::SNS::Topic', 'Told')],
      ['cloudwatch:DescribeAlarms', arnOf('AWS::CloudWatch::Alarm', 'Errors')],
      ['s3:GetObject', `${store}/Orders-Pipeline/Package/abc`],
    ]);
  });

  const role = roleOf(templates, 'InPlaceServiceRole');

  test('may hold a launch of its Auto Scaling group, and copy or end none', async () => {
    await expectAllowed(role, [...all(SCALING, own), ['autoscaling:DescribeAutoScalingGroups', '*']]);
    await expectDenied(role, [
      ...all(SCALING, scalingGroup('other')),
      ...all(
        [
          'autoscaling:CreateAutoScalingGroup',
          'autoscaling:DeleteAutoScalingGroup',
          'autoscaling:UpdateAutoScalingGroup',
        ],
        own,
      ),
      ['ec2:TerminateInstances', here('ec2', 'instance/i-0123456789abcdef0')],
      ['iam:PassRole', roleOf(templates, 'GroupTemplateRole').arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ]);
  });

  test('may take servers out of its load balancers, and of no others', async () => {
    const balancer = (name: string): string => here('elasticloadbalancing', `loadbalancer/${name}`);
    await expectAllowed(role, [
      ...all(MOVES, targetGroup('Targets')),
      ...all(CLASSIC, balancer('classic')),
      ...all(['elasticloadbalancing:DescribeTargetHealth', 'elasticloadbalancing:DescribeLoadBalancers'], '*'),
      ['elasticloadbalancing:DescribeInstanceHealth', '*'],
    ]);
    await expectDenied(role, [
      ...all(MOVES, targetGroup('Neighbour')),
      ...all(CLASSIC, balancer('classic2')),
      ['elasticloadbalancing:DeleteTargetGroup', targetGroup('Targets')],
    ]);
  });

  test('may read its alarms and tell its topic, with the key of that', async () => {
    await expectAllowed(role, [
      ['cloudwatch:DescribeAlarms', arnOf('AWS::CloudWatch::Alarm', 'Errors')],
      ['sns:Publish', nameOf('AWS::SNS::Topic', 'Told')],
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], key),
    ]);
    await expectDenied(role, [
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:Other')],
      ['cloudwatch:PutMetricAlarm', arnOf('AWS::CloudWatch::Alarm', 'Errors')],
      ['sns:Publish', here('sns', 'Other')],
      ['kms:Decrypt', here('kms', 'key/0a1b2c3d-0000-4000-8000-000000000000')],
    ]);
  });
});

describe('CodeDeploy with a copied fleet', () => {
  const role = roleOf(templates, 'WebServiceRole');
  const FLEET = [
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:PutLifecycleHook',
  ];
  const first = scalingGroup('Orders-Web--0a1b2c3d-0000-4000-8000-000000000001');
  const instance = here('ec2', 'instance/i-0123456789abcdef0');
  const ofGroup = (name: string): Context => ({ 'aws:ResourceTag/aws:autoscaling:groupName': name });

  test('may launch by the template of the fleet, and pass on its role', async () => {
    await expectLaunches(role);
  });

  test('may copy and end the first fleet and its copies, and no neighbour’s', async () => {
    await expectAllowed(role, [...all(FLEET, first), ...all(FLEET, copy)]);
    await expectDenied(role, [
      ...all(FLEET, neighboursCopy),
      ...all(FLEET, scalingGroup('Orders-Web2--0a1b2c3d')),
      ...all(FLEET, scalingGroup('Orders-Web')),
    ]);
  });

  test('may end servers of its fleets, and no others', async () => {
    await expectAllowed(role, [
      ['ec2:TerminateInstances', instance, ofGroup('CodeDeploy_Orders-Web-blue-green_d-ABCDEF123')],
      ['ec2:TerminateInstances', instance, ofGroup('Orders-Web--0a1b2c3d')],
    ]);
    await expectDenied(role, [
      ['ec2:TerminateInstances', instance],
      ['ec2:TerminateInstances', instance, ofGroup('CodeDeploy_Orders-Shop-blue-green_d-ABCDEF123')],
    ]);
  });

  test('may move traffic in its own target group', async () => {
    await expectAllowed(role, [['elasticloadbalancing:RegisterTargets', targetGroup('Copied')]]);
    await expectDenied(role, [['elasticloadbalancing:RegisterTargets', targetGroup('Targets')]]);
  });
});

describe('a server', () => {
  const AGENT = ['codedeploy-commands-secure:PollHostCommand', 'codedeploy-commands-secure:GetDeploymentSpecification'];

  test.each([['GroupTemplateRole'], ['ServersRole']])(
    '(%s) may be managed, fetch the agent and revisions, and no more',
    async (id) => {
      const role = roleOf(templates, id);
      await expectAllowed(role, [
        ...all(AGENT, '*'),
        ...all(['ssmmessages:OpenControlChannel', 'ec2messages:GetMessages', 'ssm:PutInventory'], '*'),
        ['ssm:GetDocument', 'arn:aws:ssm:eu-west-1::document/AWS-ConfigureAWSPackage'],
        ['ssm:UpdateInstanceInformation', here('ec2', 'instance/i-0123456789abcdef0')],
        ['s3:GetObject', 'arn:aws:s3:::aws-codedeploy-eu-west-1/latest/install'],
        ['s3:ListBucket', 'arn:aws:s3:::aws-codedeploy-eu-west-1'],
        ...all(['s3:GetObject', 's3:GetObjectVersion'], `${store}/Orders-Pipeline/Package/abc`),
        ['kms:Decrypt', key],
      ]);
      await expectDenied(role, [
        ['s3:GetObject', `${store}/Orders-Pipeline2/Package/abc`],
        ...all(['s3:PutObject', 's3:DeleteObject'], `${store}/Orders-Pipeline/Package/abc`),
        ['s3:ListBucket', store],
        ['kms:GenerateDataKey', key],
        ['ssm:GetParameter', here('ssm', 'parameter/secret')],
        ['ssm:SendCommand', here('ec2', 'instance/i-0123456789abcdef0')],
        ['codedeploy:CreateDeployment', group('InPlace')],
        ['ec2:TerminateInstances', here('ec2', 'instance/i-0123456789abcdef0')],
      ]);
    },
  );

  test('that CodePipeline releases to itself needs nothing of CodeDeploy', async () => {
    const role = roleOf(templates, 'InstanceRole');
    await expectAllowed(role, [
      ['s3:GetObject', `${store}/Orders-Pipeline/Package/abc`],
      ['ec2messages:GetMessages', '*'],
      ['kms:Decrypt', key],
    ]);
    await expectDenied(role, [...all(AGENT, '*'), ['s3:PutObject', `${store}/Orders-Pipeline/Package/abc`]]);
  });
});

describe('the function that makes blue/green groups', () => {
  const role = roleOf(templates, 'CdkDeliverybluegreengroupRole');
  const GROUP = ['codedeploy:UpdateDeploymentGroup', 'codedeploy:DeleteDeploymentGroup', 'codedeploy:TagResource'];
  const FLEET = [
    'autoscaling:UpdateAutoScalingGroup',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:CreateOrUpdateTags',
  ];
  const marked = (stack: string): Context => ({ 'aws:ResourceTag/cdk-delivery:stack': stack });
  const [, ownId] = /"aws:ResourceTag\/cdk-delivery:stack":"([^"]+)"/.exec(JSON.stringify(role.policies)) ?? [];

  test('knows its stack by its id', () => {
    expect(ownId).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:stack\/Orders\//);
  });

  test('may make, change and delete the group of its stack by name', async () => {
    await expectAllowed(role, [...all(GROUP, blueGreenGroup), ['codedeploy:CreateDeploymentGroup', blueGreenGroup]]);
    await expectDenied(role, [
      ...all(GROUP, group('Shop')),
      ['codedeploy:CreateDeploymentGroup', group('Shop')],
      ['codedeploy:CreateDeployment', blueGreenGroup],
    ]);
  });

  test('may change a group of another name that carries the mark of its stack, and no foreign one', async () => {
    await expectAllowed(role, all(GROUP, group('Former'), marked(ownId)));
    await expectDenied(role, [
      ...all(GROUP, group('Former'), marked(ownId.replace('Orders', 'Shop'))),
      ['codedeploy:CreateDeploymentGroup', group('Former'), marked(ownId)],
    ]);
  });

  test('may make the first fleet, and change its copies and what carries the mark', async () => {
    const first = scalingGroup('Orders-Web--0a1b2c3d');
    await expectAllowed(role, [
      ...all(['autoscaling:CreateAutoScalingGroup', 'autoscaling:CreateOrUpdateTags'], first),
      ...all(FLEET, copy),
      ...all(FLEET, scalingGroup('former'), marked(ownId)),
      ['autoscaling:DescribeAutoScalingGroups', '*'],
    ]);
    await expectDenied(role, [
      ['autoscaling:CreateAutoScalingGroup', scalingGroup('Orders-Shop--0a1b2c3d')],
      ...all(FLEET, neighboursCopy),
      ...all(FLEET, scalingGroup('former'), marked(ownId.replace('Orders', 'Shop'))),
      ...all(FLEET, scalingGroup('former')),
    ]);
  });

  test('may launch by the template of the fleet, and pass on its role', async () => {
    await expectLaunches(role);
  });

  test('may give CodeDeploy the service role, and nobody else any', async () => {
    const toCodeDeploy = { 'iam:PassedToService': 'codedeploy.amazonaws.com' };
    const serviceRole = roleOf(templates, 'WebServiceRole').arn;
    const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    await expectAllowed(role, [
      ['iam:PassRole', serviceRole, toCodeDeploy],
      ['iam:CreateServiceLinkedRole', linked, { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' }],
    ]);
    await expectDenied(role, [
      ['iam:PassRole', serviceRole, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
      ['iam:PassRole', roleOf(templates, 'TaggedServiceRole').arn, toCodeDeploy],
      ['iam:CreateServiceLinkedRole', linked, { 'iam:AWSServiceName': 'ec2.amazonaws.com' }],
    ]);
  });
});

describe('of all roles', () => {
  test('none reaches everything where AWS leaves a choice', async () => {
    expect(await statementsWithNeedlessStar(templates)).toEqual([]);
  });

  test('none names an action that does not exist', async () => {
    expect(await unknownActions(templates)).toEqual([]);
  });

  test('only services of AWS and roles of these templates take them', () => {
    const services = rolesOf(templates).flatMap(({ trustPolicy }) =>
      trustPolicy.Statement.flatMap(({ Principal }) => Object.entries(Principal as Record<string, unknown>)),
    );
    for (const [kind, value] of services) expect(`${kind} ${String(value)}`).toMatch(/^Service .*\.amazonaws\.com$/);
  });
});
