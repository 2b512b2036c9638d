import { DefaultStackSynthesizer, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import { ApplicationProtocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeployTarget, EcsDeployment, EcsController } from '../../lib';
import { appOf } from '../support/cdk-stage';
import { newCodeDeployService, newService, surroundingsOf } from '../support/container-fixtures';
import { newFunction } from '../support/fixtures';
import { ACCOUNT, all, here } from '../support/simulation';
import { arnOf, group, refOf } from './platform';
import type { DeploymentOptions, Platform } from './platform';

const BY_CODE_DEPLOY: Platform = {
  name: 'ECS services by CodeDeploy',
  make: (scope, id, options: DeploymentOptions = {}) => {
    const { rollback, role, ...names } = options;
    const deployment = new EcsDeployment(scope, id, {
      service: newCodeDeployService(scope, `${id}Service`),
      listener: listenerOf(scope, id),
      controller: EcsController.codeDeploy(names),
      rollback,
      role,
    });
    const files = { taskDefinitionFile: 'taskdef.json', appSpecFile: 'appspec.yaml' };
    return DeployTarget.ecsService(deployment, files);
  },
  existing: (scope) => {
    const names = { clusterName: 'shop', serviceName: 'web', taskFamily: 'web', applicationName: 'shop' };
    const attributes = { ...names, deploymentGroupName: 'web' };
    return DeployTarget.ecsService(EcsDeployment.fromEcsDeploymentAttributes(scope, 'Existing', attributes));
  },
  misuse: [
    (scope, junk) => DeployTarget.ecsService(new EcsDeployment(scope, 'Production', junk as never)),
    (_scope, junk) => DeployTarget.ecsService(junk as never),
  ],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: () => all(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], group('Application-Production')),
    denied: () => all(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], group('neighbour')),
  },
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: () => [['elasticloadbalancing:DescribeTargetGroups', '*']],
    denied: () => [
      [
        'elasticloadbalancing:ModifyListener',
        here('elasticloadbalancing', 'listener/app/neighbour/0123456789abcdef/0123456789abcdef'),
      ],
      ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/neighbour`, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }],
    ],
  },
  skips: {},
};

const NO_GROUP = 'ECS releases by itself: there is no deployment group';

const BY_ECS: Platform = {
  name: 'ECS services by ECS',
  make: (scope, id) =>
    DeployTarget.ecsService(
      new EcsDeployment(scope, id, { service: newService(scope, `${id}Service`), listener: listenerOf(scope, id) }),
    ),
  existing: (scope) => {
    const attributes = { clusterName: 'shop', serviceName: 'web', taskFamily: 'web' };
    return DeployTarget.ecsService(EcsDeployment.fromEcsDeploymentAttributes(scope, 'Existing', attributes));
  },
  misuse: BY_CODE_DEPLOY.misuse,
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: (templates) => [['ecs:UpdateService', refOf(templates, 'AWS::ECS::Service')]],
    denied: () => [
      ['ecs:UpdateService', here('ecs', 'service/neighbour/neighbour')],
      ['codedeploy:CreateDeployment', group('Application-Production')],
    ],
  },
  service: {
    roleId: 'ProductionServiceRole',
    stackName: 'Application',
    allowed: () => [['elasticloadbalancing:DescribeTargetGroups', '*']],
    denied: () => [
      [
        'elasticloadbalancing:ModifyRule',
        here('elasticloadbalancing', 'listener-rule/app/neighbour/0123456789abcdef/0123456789abcdef/0123456789abcdef'),
      ],
    ],
  },
  skips: {
    rollback: `${NO_GROUP}; its own tests look at the alarms of the service`,
    names: NO_GROUP,
    'given role': `${NO_GROUP}; its own tests hand a role in`,
  },
};

/** One listener a service: two services at one would need rules. */
function listenerOf(scope: Stack, id: string): ReturnType<typeof surroundingsOf>['listener'] {
  const { listener } = surroundingsOf(scope);
  if (id === 'Production' || id.startsWith('Target')) return listener;
  return listener.loadBalancer.addListener(`${id}Listener`, {
    port: 9000 + id.length,
    protocol: ApplicationProtocol.HTTP,
    open: false,
  });
}

const NO_DEPLOYMENT = 'CodePipeline releases by itself: there is no deployment group of CodeDeploy';
const NOTHING_OF_CODE_DEPLOY = {
  rollback: NO_DEPLOYMENT,
  names: NO_DEPLOYMENT,
  'given role': NO_DEPLOYMENT,
} as const;

const topicsOf = (scope: Stack): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['sns:CreateTopic'],
    resources: [scope.formatArn({ service: 'sns', resource: 'shop' })],
  }),
];

const STACK: Platform = {
  name: 'stacks of CloudFormation',
  make: (scope, id) =>
    DeployTarget.stack({
      targetName: id,
      stackName: `Shop${id}`,
      templatePath: 'template.json',
      statements: topicsOf(scope),
    }),
  misuse: [(_scope, junk) => DeployTarget.stack(junk as never)],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: () =>
      all(
        ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
        here('cloudformation', 'stack/ShopProduction/1'),
      ),
    denied: () =>
      all(
        ['cloudformation:CreateChangeSet', 'cloudformation:DeleteStack'],
        here('cloudformation', 'stack/Neighbour/1'),
      ),
  },
  skips: {
    ...NOTHING_OF_CODE_DEPLOY,
    'another account': 'The access has the role of CloudFormation; its own simulation looks at both',
    'service role': 'What the deployment role may do is the user’s to say; its own tests look at that',
    'existing resources': 'A stack is known by its name alone, whether it exists or not',
  },
};

const CDK_STAGE: Platform = {
  name: 'stages of a CDK app',
  make: (scope, id) => {
    const stage = new Stage(appOf(scope), `Shop${id}`, { env: { account: scope.account, region: scope.region } });
    const synthesizer = new DefaultStackSynthesizer({ qualifier: scope.synthesizer.bootstrapQualifier });
    new Topic(new Stack(stage, 'Orders', { synthesizer }), 'Topic');
    return DeployTarget.cdkStage(stage, { targetName: id, statements: topicsOf(scope) });
  },
  misuse: [
    (_scope, junk) => DeployTarget.cdkStage(junk as never),
    (scope, junk) => DeployTarget.cdkStage(appOf(scope), junk as never),
  ],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: () =>
      all(
        ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
        here('cloudformation', 'stack/ShopProduction-Orders/1'),
      ),
    denied: () => all(['cloudformation:CreateChangeSet'], here('cloudformation', 'stack/Neighbour/1')),
  },
  skips: { ...STACK.skips, 'another account': 'A build of the account of the pipeline publishes its assets' },
};

const SITE: Platform = {
  name: 'sites in a bucket',
  make: (scope, id) =>
    DeployTarget.site(new Bucket(scope, `${id}Site`, { bucketName: PhysicalName.GENERATE_IF_NEEDED }), {
      targetName: id,
    }),
  existing: (scope) => DeployTarget.site(Bucket.fromBucketName(scope, 'Existing', 'shop')),
  misuse: [
    (_scope, junk) => DeployTarget.site(junk as never),
    (scope, junk) => DeployTarget.site(new Bucket(scope, 'B'), { cacheControl: 7, distribution: junk } as never),
  ],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: (templates) => [['s3:PutObject', `${arnOf(templates, 'AWS::S3::Bucket', 'Site')}/index.html`]],
    denied: () => [['s3:PutObject', 'arn:aws:s3:::neighbour/index.html']],
  },
  skips: { ...NOTHING_OF_CODE_DEPLOY, 'service role': 'CodePipeline copies the files with its own role' },
};

const LAMBDA_ACTION: Platform = {
  name: 'Lambda functions by CodePipeline',
  make: (scope, id) => {
    const fn = newFunction(scope, `${id}Function`, PhysicalName.GENERATE_IF_NEEDED);
    const version = new Version(scope, `${id}Version`, { lambda: fn });
    return DeployTarget.lambdaAction(new Alias(scope, id, { aliasName: 'live', version }), { targetName: id });
  },
  misuse: [(_scope, junk) => DeployTarget.lambdaAction(junk as never)],
  release: {
    roleId: 'DeliveryPipelineRole',
    stackName: 'Delivery',
    allowed: (templates) =>
      all(['lambda:UpdateFunctionCode', 'lambda:PublishVersion'], arnOf(templates, 'AWS::Lambda::Function')),
    denied: () => all(['lambda:UpdateAlias', 'lambda:UpdateFunctionCode'], here('lambda', 'function:neighbour')),
  },
  skips: {
    ...NOTHING_OF_CODE_DEPLOY,
    'service role': 'CodePipeline moves the alias with its own role',
    'existing resources': 'Any alias that aws-cdk-lib knows is taken; its own tests import one',
  },
};

/** The platforms of containers, stacks, sites, and of CodePipeline's own action for functions. */
export function morePlatforms(): readonly Platform[] {
  return [BY_CODE_DEPLOY, BY_ECS, STACK, CDK_STAGE, SITE, LAMBDA_ACTION];
}
