import type { Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  BeanstalkApplication,
  BeanstalkEnvironment,
  BeanstalkPlatform,
  DeployTarget,
  LambdaDeployment,
  Rollout,
  ServerDeployment,
  ServerFleet,
} from '../../lib';
import { newFunction } from '../support/fixtures';
import { Servers } from '../support/servers';
import { all, here } from '../support/simulation';
import { morePlatforms } from './more-platforms';
import { arnOf, group, refOf } from './platform';
import type { Access, DeploymentOptions, Platform } from './platform';

const scaling = (name: string): string =>
  here('autoscaling', `autoScalingGroup:11111111-2222-3333-4444-555555555555:autoScalingGroupName/${name}`);
const CREATE = ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'];

/** What the pipeline does with a deployment group by itself. */
const byPipeline = (name: string): Access => ({
  roleId: 'DeliveryPipelineRole',
  stackName: 'Delivery',
  allowed: () => [
    ...all([...CREATE, 'codedeploy:GetDeploymentGroup'], group(name)),
    ...all(
      ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
      here('codedeploy', 'application:Application-Production'),
    ),
  ],
  denied: () => [
    ...all(CREATE, group(`${name}2`)),
    ['codedeploy:RegisterApplicationRevision', here('codedeploy', 'application:Application-Production2')],
    ...all(['codedeploy:DeleteDeploymentGroup', 'codedeploy:UpdateDeploymentGroup'], group(name)),
  ],
});

const newServerTarget = (scope: Stack, id: string, options?: DeploymentOptions) => {
  const servers = new Servers(scope, `${id}Servers`);
  const deployment = new ServerDeployment(scope, id, {
    autoScalingGroups: [servers.group],
    targetGroups: [servers.targetGroup],
    ...options,
  });
  return DeployTarget.servers(deployment);
};

const SERVERS_IN_PLACE: Platform = {
  name: 'servers in place',
  make: newServerTarget,
  existing: (scope) => {
    const names = { applicationName: 'shop', deploymentGroupName: 'web' };
    return DeployTarget.servers(ServerDeployment.fromServerDeploymentAttributes(scope, 'Existing', names));
  },
  misuse: [
    (scope, junk) => DeployTarget.servers(new ServerDeployment(scope, 'Production', junk as never)),
    (_scope, junk) => DeployTarget.servers(junk as never),
  ],
  release: byPipeline('Application-Production'),
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: (templates) => [
      ...all(['ec2:DescribeInstances', 'tag:GetResources', 'autoscaling:DescribeAutoScalingGroups'], '*'),
      ...all(
        ['autoscaling:PutLifecycleHook', 'autoscaling:CompleteLifecycleAction'],
        scaling(refOf(templates, 'AWS::AutoScaling::AutoScalingGroup')),
      ),
      ...all(
        ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
        refOf(templates, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
      ),
    ],
    denied: (templates) => [
      ['autoscaling:PutLifecycleHook', scaling('neighbour')],
      ['elasticloadbalancing:RegisterTargets', here('elasticloadbalancing', 'targetgroup/neighbour/0123456789abcdef')],
      ['autoscaling:DeleteAutoScalingGroup', scaling(refOf(templates, 'AWS::AutoScaling::AutoScalingGroup'))],
      ['ec2:TerminateInstances', here('ec2', 'instance/i-0123456789abcdef0')],
    ],
  },
  skips: {},
};

const BLUE_GREEN = 'Application-Production-blue-green';
const COPY = `CodeDeploy_${BLUE_GREEN}_d-ABCDEF`;

const SERVERS_BLUE_GREEN: Platform = {
  ...SERVERS_IN_PLACE,
  name: 'servers, blue/green',
  make: (scope, id, options) => {
    const { launchTemplate, vpc, targetGroup } = new Servers(scope, `${id}Servers`);
    const vpcSubnets = { subnets: vpc.isolatedSubnets };
    const deployment = new ServerDeployment(scope, id, {
      fleet: ServerFleet.launch({ launchTemplate, vpc, vpcSubnets }),
      targetGroups: [targetGroup],
      rollout: Rollout.blueGreen(),
      ...options,
    });
    return DeployTarget.servers(deployment);
  },
  misuse: [
    (scope, junk) => {
      const props = { rollout: Rollout.blueGreen(), fleet: junk, targetGroups: junk };
      return DeployTarget.servers(new ServerDeployment(scope, 'Production', props as never));
    },
    (scope, junk) => {
      const fleet = ServerFleet.launch(junk as never);
      const rollout = Rollout.blueGreen(junk as never);
      return DeployTarget.servers(new ServerDeployment(scope, 'Production', { rollout, fleet }));
    },
  ],
  release: byPipeline(BLUE_GREEN),
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: (templates) => [
      ...all(['autoscaling:CreateAutoScalingGroup', 'autoscaling:DeleteAutoScalingGroup'], scaling(COPY)),
      [
        'iam:PassRole',
        arnOf(templates, 'AWS::IAM::Role', 'ServersRole'),
        { 'iam:PassedToService': 'ec2.amazonaws.com' },
      ],
    ],
    denied: (templates) => [
      ...all(['autoscaling:CreateAutoScalingGroup', 'autoscaling:DeleteAutoScalingGroup'], scaling('neighbour')),
      [
        'iam:PassRole',
        arnOf(templates, 'AWS::IAM::Role', 'ServersRole'),
        { 'iam:PassedToService': 'lambda.amazonaws.com' },
      ],
      [
        'iam:PassRole',
        arnOf(templates, 'AWS::IAM::Role', 'ServiceRole'),
        { 'iam:PassedToService': 'ec2.amazonaws.com' },
      ],
    ],
  },
  skips: {},
};

const LAMBDA: Platform = {
  name: 'Lambda functions',
  make: (scope, id, options) =>
    DeployTarget.lambdaFunction(
      new LambdaDeployment(scope, id, { function: newFunction(scope, `${id}Function`), ...options }),
    ),
  existing: (scope) => {
    const names = { functionName: 'shop', applicationName: 'shop', deploymentGroupName: 'web' };
    return DeployTarget.lambdaFunction(LambdaDeployment.fromLambdaDeploymentAttributes(scope, 'Existing', names));
  },
  misuse: [
    (scope, junk) => DeployTarget.lambdaFunction(new LambdaDeployment(scope, 'Production', junk as never)),
    (_scope, junk) => DeployTarget.lambdaFunction(junk as never),
  ],
  release: {
    roleId: 'CdkDeliverylambdareleaseRole',
    stackName: 'Delivery',
    allowed: (templates) => [
      ...all(CREATE, group('Application-Production')),
      ['lambda:UpdateFunctionCode', arnOf(templates, 'AWS::Lambda::Function', 'ProductionFunction')],
    ],
    denied: () => [
      ...all(CREATE, group('Application-Production2')),
      ['lambda:UpdateFunctionCode', here('lambda', 'function:neighbour')],
    ],
  },
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: (templates) => [['lambda:UpdateAlias', arnOf(templates, 'AWS::Lambda::Function', 'ProductionFunction')]],
    denied: () => [['lambda:UpdateAlias', here('lambda', 'function:neighbour')]],
  },
  skips: { 'another account': 'Refused: a handler of the pipeline’s account releases, with a role of that account' },
};

const NO_GROUP = 'CodePipeline releases by itself: there is no deployment group, no rollback and no role but its own';

const INSTANCES: Platform = {
  name: 'instances without CodeDeploy',
  make: (scope, id) => {
    const { role, targetGroup } = new Servers(scope, `${id}Servers`);
    return DeployTarget.instances({
      targetName: id,
      tagKey: 'Role',
      tagValue: 'web',
      targetDirectory: '/srv/shop',
      postScript: 'scripts/start.sh',
      targetGroups: [targetGroup],
      instances: [role],
    });
  },
  misuse: [
    (_scope, junk) => DeployTarget.instances(junk as never),
    (_scope, junk) =>
      DeployTarget.instances({
        tagKey: junk,
        targetDirectory: junk,
        postScript: junk,
        instances: junk,
        maxBatch: junk,
      } as never),
  ],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: (templates) => [
      ['ec2:DescribeInstances', '*'],
      ['ssm:SendCommand', here('ec2', 'instance/i-0123456789abcdef0'), { 'aws:ResourceTag/Role': 'web' }],
      ['elasticloadbalancing:DeregisterTargets', refOf(templates, 'AWS::ElasticLoadBalancingV2::TargetGroup')],
    ],
    denied: () => [
      ['ssm:SendCommand', here('ec2', 'instance/i-0123456789abcdef0'), { 'aws:ResourceTag/Role': 'database' }],
      [
        'elasticloadbalancing:DeregisterTargets',
        here('elasticloadbalancing', 'targetgroup/neighbour/0123456789abcdef'),
      ],
    ],
  },
  skips: {
    'another account': 'Not there yet, and refused so; ServerDeployment releases to servers of other accounts',
    'service role': NO_GROUP,
    rollback: NO_GROUP,
    names: NO_GROUP,
    'given role': NO_GROUP,
    'existing resources': 'The instances are known by a tag and nothing else: all of them exist already',
  },
};

const NO_CODE_DEPLOY = 'Elastic Beanstalk rolls out by itself: there is no deployment group of CodeDeploy';

const BEANSTALK: Platform = {
  name: 'Elastic Beanstalk',
  make: (scope, id) => {
    const vpc = new Vpc(scope, `${id}Vpc`, { maxAzs: 2, natGateways: 0 });
    const application = new BeanstalkApplication(scope, `${id}Application`, {
      applicationName: 'Application-Production',
    });
    const environment = new BeanstalkEnvironment(scope, id, {
      application,
      platform: BeanstalkPlatform.branch('Node.js 22 running on 64bit Amazon Linux 2023'),
      network: { vpc, subnets: { subnets: vpc.isolatedSubnets } },
    });
    return DeployTarget.beanstalk(environment);
  },
  existing: (scope) => {
    const names = { applicationName: 'shop', environmentName: 'shop-web' };
    return DeployTarget.beanstalk(BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(scope, 'Existing', names));
  },
  misuse: [
    (scope, junk) => DeployTarget.beanstalk(new BeanstalkEnvironment(scope, 'Production', junk as never)),
    (_scope, junk) => DeployTarget.beanstalk(junk as never),
  ],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: () => [
      [
        'elasticbeanstalk:UpdateEnvironment',
        here('elasticbeanstalk', 'environment/Application-Production/Application-Production'),
      ],
    ],
    denied: () => [
      ['elasticbeanstalk:UpdateEnvironment', here('elasticbeanstalk', 'environment/Application-Production/neighbour')],
      [
        'elasticbeanstalk:TerminateEnvironment',
        here('elasticbeanstalk', 'environment/Application-Production/Application-Production'),
      ],
    ],
  },
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: () => [['autoscaling:DescribeAutoScalingGroups', '*']],
    denied: () => [['autoscaling:UpdateAutoScalingGroup', scaling('neighbour')]],
  },
  skips: {
    rollback: NO_CODE_DEPLOY,
    names: NO_CODE_DEPLOY,
    'given role': 'The roles are those of the environment, which its own tests hand in',
  },
};

/** Every platform that a stage can release to. */
export function platforms(): readonly Platform[] {
  return [LAMBDA, SERVERS_IN_PLACE, SERVERS_BLUE_GREEN, INSTANCES, BEANSTALK, ...morePlatforms()];
}
