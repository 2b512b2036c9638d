import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { app as example } from '../examples/beanstalk/app';
import { BeanstalkCapacity, BeanstalkTier, Build, DeliveryStack, DeployTarget } from '../lib';
import { newEnvironment } from './deploy/beanstalk/support';
import { newSource } from './support/fixtures';
import {
  ACCOUNT,
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleIdsOf,
  roleOf,
  statementsWithNeedlessStar,
  unknownActions,
} from './support/simulation';
import type { StarException } from './support/simulation';

const BUCKET = `arn:aws:s3:::elasticbeanstalk-eu-west-1-${ACCOUNT}`;
const STACK = here('cloudformation', 'stack/awseb-e-abc-stack/0a1b');
const GROUP = here(
  'autoscaling',
  'autoScalingGroup:0a1b:autoScalingGroupName/awseb-e-abc-stack-AWSEBAutoScalingGroup-X',
);
const OTHER_GROUP = here('autoscaling', 'autoScalingGroup:0a1b:autoScalingGroupName/orders');
const INSTANCE = here('ec2', 'instance/i-1');
const TEMPLATE = here('ec2', 'launch-template/lt-1');

/** The reference of CloudWatch has a resource type for this since it has data sets; AWS’s own policy for workers has it on `*`. */
const STAR_EXCEPTIONS: StarException[] = [
  {
    action: 'cloudwatch:PutMetricData',
    url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkWorkerTier.html',
    reason: 'The daemon of a worker publishes metrics, which belong to no resource.',
  },
];

describe('in the example', () => {
  const templates = resolveTemplates(example.synth());
  const pipeline = roleOf(templates, 'DeliveryPipelineRole');
  const instances = roleOf(templates, 'ProductionInstanceRole');
  const service = roleOf(templates, 'ProductionServiceRole');

  test('the pipeline may bring a version, and let this environment take it', async () => {
    await expectAllowed(pipeline, [
      [
        'elasticbeanstalk:CreateApplicationVersion',
        here('elasticbeanstalk', 'applicationversion/shop/code-pipeline-1'),
      ],
      ['elasticbeanstalk:CreateApplicationVersion', here('elasticbeanstalk', 'application/shop')],
      [
        'elasticbeanstalk:DescribeApplicationVersions',
        here('elasticbeanstalk', 'applicationversion/shop/code-pipeline-1'),
      ],
      ...all(
        [
          'elasticbeanstalk:UpdateEnvironment',
          'elasticbeanstalk:DescribeEnvironments',
          'elasticbeanstalk:DescribeEvents',
        ],
        here('elasticbeanstalk', 'environment/shop/shop-production'),
      ),
      ['elasticbeanstalk:CreateStorageLocation', '*'],
    ]);
  });

  test('the pipeline may do what the update then does', async () => {
    await expectAllowed(pipeline, [
      ...all(
        ['cloudformation:UpdateStack', 'cloudformation:DescribeStackResources', 'cloudformation:GetTemplate'],
        STACK,
      ),
      ...all(['autoscaling:SuspendProcesses', 'autoscaling:ResumeProcesses', 'autoscaling:AttachInstances'], GROUP),
      ['autoscaling:DescribeAutoScalingGroups', '*'],
      ...all(['ec2:CreateLaunchTemplate', 'ec2:DeleteLaunchTemplate'], TEMPLATE),
      ...['instance/*', 'volume/*', 'subnet/*', 'security-group/*', 'network-interface/*'].map(
        (resource) => ['ec2:RunInstances', here('ec2', resource), { 'ec2:LaunchTemplate': TEMPLATE }] as const,
      ),
      ['ec2:RunInstances', 'arn:aws:ec2:eu-west-1::image/ami-1', { 'ec2:LaunchTemplate': TEMPLATE }],
      ['ec2:TerminateInstances', INSTANCE, { 'ec2:ResourceTag/aws:cloudformation:stack-id': STACK }],
      ['ec2:CreateTags', INSTANCE, { 'ec2:CreateAction': 'RunInstances' }],
      ...all(
        ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:CreateTargetGroup'],
        here('elasticloadbalancing', 'targetgroup/awseb-AWSEB-1/0a1b'),
      ),
      ['elasticloadbalancing:ModifyListener', here('elasticloadbalancing', 'listener/app/awseb-AWSEB-1/0a1b/0a1b')],
      ...all(['s3:PutObject', 's3:GetObject'], `${BUCKET}/resources/environments/e-abc/_runtime/_versions/shop/1`),
      ...all(['s3:ListBucket', 's3:GetBucketPolicy'], BUCKET),
      [
        'logs:PutRetentionPolicy',
        here('logs', 'log-group:/aws/elasticbeanstalk/shop-production/var/log/web.stdout.log'),
      ],
      ['iam:PassRole', instances.arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['iam:PassRole', service.arn, { 'iam:PassedToService': 'elasticbeanstalk.amazonaws.com' }],
    ]);
  });

  test('the pipeline may do nothing to a neighbour, and nothing wider', async () => {
    await expectDenied(pipeline, [
      ['elasticbeanstalk:UpdateEnvironment', here('elasticbeanstalk', 'environment/shop/shop-production2')],
      ['elasticbeanstalk:UpdateEnvironment', here('elasticbeanstalk', 'environment/shop2/shop-production')],
      ['elasticbeanstalk:CreateApplicationVersion', here('elasticbeanstalk', 'applicationversion/shop2/1')],
      ...all(
        ['elasticbeanstalk:TerminateEnvironment', 'elasticbeanstalk:RebuildEnvironment'],
        here('elasticbeanstalk', 'environment/shop/shop-production'),
      ),
      ...all(
        ['elasticbeanstalk:DeleteApplication', 'elasticbeanstalk:UpdateApplication'],
        here('elasticbeanstalk', 'application/shop'),
      ),
      ['elasticbeanstalk:DeleteApplicationVersion', here('elasticbeanstalk', 'applicationversion/shop/1')],
      ...all(['cloudformation:UpdateStack', 'cloudformation:DeleteStack'], here('cloudformation', 'stack/Shop/0a1b')),
      ...all(['autoscaling:UpdateAutoScalingGroup', 'autoscaling:DeleteAutoScalingGroup'], OTHER_GROUP),
      ['ec2:RunInstances', here('ec2', 'instance/*')],
      ['ec2:TerminateInstances', INSTANCE],
      [
        'ec2:TerminateInstances',
        INSTANCE,
        { 'ec2:ResourceTag/aws:cloudformation:stack-id': here('cloudformation', 'stack/Shop/1') },
      ],
      ['ec2:CreateTags', INSTANCE],
      ['ec2:AuthorizeSecurityGroupIngress', here('ec2', 'security-group/sg-1')],
      ['elasticloadbalancing:ModifyListener', here('elasticloadbalancing', 'listener/app/orders/0a1b/0a1b')],
      ['elasticloadbalancing:DeleteLoadBalancer', here('elasticloadbalancing', 'loadbalancer/app/awseb-AWSEB-1/0a1b')],
      ['s3:GetObject', `arn:aws:s3:::elasticbeanstalk-us-east-1-${ACCOUNT}/a`],
      ['s3:DeleteBucket', BUCKET],
      ['iam:PassRole', instances.arn, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
      [
        'iam:PassRole',
        here('iam', 'role/admin').replace('eu-west-1', ''),
        { 'iam:PassedToService': 'ec2.amazonaws.com' },
      ],
      ['secretsmanager:GetSecretValue', templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0])],
    ]);
  });

  test('the instances may read their version, their variables, log and report', async () => {
    await expectAllowed(instances, [
      ...all(['s3:GetObject', 's3:PutObject'], `${BUCKET}/resources/environments/e-abc/_runtime/_versions/shop/1`),
      ['s3:ListBucket', BUCKET],
      ...all(
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        here('logs', 'log-group:/aws/elasticbeanstalk/shop-production/var/log/web.stdout.log:log-stream:i-1'),
      ),
      ['elasticbeanstalk:PutInstanceStatistics', here('elasticbeanstalk', 'environment/shop/shop-production')],
      ['ssm:GetParameters', here('ssm', 'parameter/shop/catalog-url')],
      ['secretsmanager:GetSecretValue', templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0])],
      [
        'kms:Decrypt',
        templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0]),
        { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
      ],
    ]);
  });

  test('the instances may not read anything else, and change nothing', async () => {
    await expectDenied(instances, [
      ['s3:GetObject', `${BUCKET}/shop/code.zip`],
      ['s3:DeleteObject', `${BUCKET}/resources/environments/e-abc/a`],
      ['s3:PutBucketPolicy', BUCKET],
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/elasticbeanstalk/shop-staging/web.log:log-stream:i-1')],
      ['elasticbeanstalk:PutInstanceStatistics', here('elasticbeanstalk', 'environment/shop/shop-staging')],
      ['elasticbeanstalk:UpdateEnvironment', here('elasticbeanstalk', 'environment/shop/shop-production')],
      ['ssm:GetParameters', here('ssm', 'parameter/shop')],
      ['kms:Decrypt', templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0])],
      ['sqs:ReceiveMessage', here('sqs', 'awseb-e-abc-queue')],
      ['xray:PutTraceSegments', '*'],
    ]);
  });

  test('Elastic Beanstalk may watch, log and notify, and change nothing', async () => {
    await expectAllowed(service, [
      ...all(
        ['ec2:DescribeInstances', 'elasticloadbalancing:DescribeTargetHealth', 'autoscaling:DescribeScalingActivities'],
        '*',
      ),
      ['ec2:GetConsoleOutput', INSTANCE],
      [
        'logs:PutLogEvents',
        here('logs', 'log-group:/aws/elasticbeanstalk/shop-production/environment-health.log:log-stream:archive'),
      ],
      ['sns:Publish', here('sns', 'ElasticBeanstalkNotifications-Environment-shop-production')],
    ]);
    await expectDenied(service, [
      ...all(['ec2:TerminateInstances', 'ec2:RunInstances'], INSTANCE),
      ...all(['autoscaling:UpdateAutoScalingGroup'], GROUP),
      ...all(['cloudformation:UpdateStack'], STACK),
      ['sns:Publish', here('sns', 'orders')],
      ['ec2:AssociateAddress', here('ec2', 'elastic-ip/eipalloc-1')],
      ['iam:PassRole', instances.arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ]);
  });

  test('the application may delete versions of its own', async () => {
    const role = roleOf(templates, 'ApplicationServiceRole');
    await expectAllowed(role, [
      ['elasticbeanstalk:DeleteApplicationVersion', here('elasticbeanstalk', 'applicationversion/shop/1')],
      ['elasticbeanstalk:DescribeEnvironments', here('elasticbeanstalk', 'environment/shop/shop-production')],
    ]);
    await expectDenied(role, [
      ['elasticbeanstalk:DeleteApplicationVersion', here('elasticbeanstalk', 'applicationversion/shop2/1')],
      ['elasticbeanstalk:DeleteApplication', here('elasticbeanstalk', 'application/shop')],
      ['s3:DeleteObject', `${BUCKET}/a`],
    ]);
  });

  test('every role that is made has been looked at', () => {
    const names = roleIdsOf(templates);
    expect(names.filter((name) => !/^(DeliveryPipelineStages|Vpc|Custom)/.test(name))).toEqual([
      'ApplicationServiceRole',
      'DeliveryPipelineCommandRole',
      'DeliveryPipelineRole',
      'DeliveryPipelineStartRole',
      'ProductionInstanceRole',
      'ProductionServiceRole',
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    const needless = await statementsWithNeedlessStar(templates, STAR_EXCEPTIONS);
    // What a build in a VPC needs is another test’s.
    expect(needless.filter(({ action }) => !action.endsWith('NetworkInterface'))).toEqual([]);
    expect(await unknownActions(templates)).toEqual([]);
  });
});

describe('a worker and a single instance', () => {
  const app = new App();
  const stack = new Stack(app, 'Orders', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  const key = new Key(stack, 'Key');
  const queue = new Queue(stack, 'Queue', { queueName: 'orders', encryptionMasterKey: key });
  const single = newEnvironment(stack, 'Single', { capacity: BeanstalkCapacity.singleInstance() });
  const worker = newEnvironment(stack, 'Worker', { tier: BeanstalkTier.worker({ queue }) });
  const own = newEnvironment(stack, 'Own', { tier: BeanstalkTier.worker() });
  new DeliveryStack(app, 'Delivery', {
    env: { account: ACCOUNT, region: 'eu-west-1' },
    sources: [newSource(stack)],
    builds: [Build.project({ buildName: 'Package', commands: ['make'] })],
    stages: [{ stageName: 'Live', targets: [single, worker, own].map((it) => DeployTarget.beanstalk(it)) }],
  });
  const templates = resolveTemplates(app.synth());
  const keyArn = templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0]);

  test('the worker may take messages from its queue, with the key, and from no other', async () => {
    const role = roleOf(templates, 'WorkerInstanceRole');
    await expectAllowed(role, [
      ...all(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], here('sqs', 'orders')),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyArn, { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' }),
      ['cloudwatch:PutMetricData', here('cloudwatch', 'dataset/default')],
      ['dynamodb:PutItem', here('dynamodb', 'table/awseb-e-abc-stack-AWSEBWorkerCronLeaderRegistry-X')],
    ]);
    await expectDenied(role, [
      ['sqs:ReceiveMessage', here('sqs', 'invoices')],
      ['sqs:ReceiveMessage', here('sqs', 'awseb-e-abc-queue')],
      ['sqs:PurgeQueue', here('sqs', 'orders')],
      ['dynamodb:PutItem', here('dynamodb', 'table/orders')],
    ]);
    await expectAllowed(roleOf(templates, 'OwnInstanceRole'), [
      ['sqs:ReceiveMessage', here('sqs', 'awseb-e-abc-queue')],
    ]);
    await expectDenied(roleOf(templates, 'OwnInstanceRole'), [['sqs:ReceiveMessage', here('sqs', 'orders')]]);
  });

  test('the single instance may get its address, by Elastic Beanstalk and by the pipeline', async () => {
    const address = here('ec2', 'elastic-ip/eipalloc-1');
    await expectAllowed(roleOf(templates, 'SingleServiceRole'), [['ec2:AssociateAddress', address]]);
    await expectDenied(roleOf(templates, 'WorkerServiceRole'), [['ec2:AssociateAddress', address]]);
    await expectDenied(roleOf(templates, 'SingleServiceRole'), [['ec2:ReleaseAddress', address]]);
    await expectAllowed(roleOf(templates, 'DeliveryPipelineRole'), [['ec2:AssociateAddress', address]]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates, STAR_EXCEPTIONS);
  });
});
