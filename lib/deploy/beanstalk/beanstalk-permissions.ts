import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS, throughService } from '../../core/permissions';
import { weak } from '../../core/references';
import { BeanstalkArns } from './beanstalk-arns';
import type { BoundQueue } from './beanstalk-tier';

/** An environment as policies name it. */
export interface EnvironmentKind {
  readonly applicationName: string;
  readonly environmentName: string;
  readonly isSingle: boolean;
  readonly isWorker: boolean;
}

/** What the releases of an environment meet. What is not known is taken for true. */
export interface ReleaseNeeds {
  readonly hasAddress: boolean;
  readonly hasBalancer: boolean;
  readonly hasQueue: boolean;
  readonly splitsTraffic: boolean;
}

/** A release as policies name it. */
export interface Release extends ReleaseNeeds {
  readonly applicationName: string;
  readonly environmentName: string;
  readonly instanceRoleArn?: string;
  readonly serviceRoleArn?: string;
}

/** The part of the names that Elastic Beanstalk generates which is the same in all of them. */
const STACKS = 'awseb-e-*';

/** What the instances of an environment do. */
export function instancePermissions(
  scope: Construct,
  environment: EnvironmentKind,
  queue: BoundQueue | undefined,
): PolicyStatement[] {
  const arns = new BeanstalkArns(scope);
  const { applicationName, environmentName, isWorker } = environment;
  return [
    allow(PERMISSIONS.beanstalkInstanceBucket, [arns.bucket]),
    allow(PERMISSIONS.beanstalkInstanceObjects, [`${arns.bucket}/resources/environments/*`]),
    allow(PERMISSIONS.beanstalkLogs, [arns.logs(environmentName)]),
    allow(PERMISSIONS.beanstalkInstanceHealth, [
      arns.application(applicationName),
      arns.environment(applicationName, environmentName),
    ]),
    ...(isWorker ? workerPermissions(scope, arns, queue) : []),
  ];
}

function workerPermissions(scope: Construct, arns: BeanstalkArns, queue: BoundQueue | undefined): PolicyStatement[] {
  const { region, urlSuffix } = Stack.of(scope);
  const key = queue?.encryptionKey;
  const throughQueue = throughService('sqs', region, urlSuffix);
  const tables = arns.arn('dynamodb', 'table', `${STACKS}-stack-AWSEBWorkerCronLeaderRegistry*`);
  return [
    allow(PERMISSIONS.beanstalkWorkerMessages, [queue?.arn ?? arns.plain('sqs', STACKS)]),
    allow(PERMISSIONS.beanstalkWorkerMetrics, ['*']),
    allow(PERMISSIONS.beanstalkWorkerTasks, [tables]),
    ...(key === undefined ? [] : [allow(PERMISSIONS.queueKey, [weak(scope, key.keyArn)], throughQueue)]),
  ];
}

/** What Elastic Beanstalk does to watch an environment. */
export function healthPermissions(
  scope: Construct,
  environment: EnvironmentKind,
  queue: BoundQueue | undefined,
): PolicyStatement[] {
  const arns = new BeanstalkArns(scope);
  const { environmentName, isSingle, isWorker } = environment;
  const addresses = arns.ec2('elastic-ip', 'instance', 'network-interface');
  return [
    allow(PERMISSIONS.beanstalkHealthReads, ['*']),
    allow(PERMISSIONS.beanstalkConsoleOutput, arns.ec2('instance')),
    allow(PERMISSIONS.beanstalkLogs, [arns.logs(environmentName)]),
    allow(PERMISSIONS.beanstalkPublish, [topics(arns)]),
    ...(isSingle ? [allow(PERMISSIONS.beanstalkAssociateAddress, addresses)] : []),
    ...(isWorker ? [allow(PERMISSIONS.beanstalkQueueReads, [queue?.arn ?? arns.plain('sqs', STACKS)])] : []),
  ];
}

/** What a release does, with the permissions of whoever starts it. */
export function releasePermissions(scope: Construct, release: Release): PolicyStatement[] {
  const arns = new BeanstalkArns(scope);
  const { applicationName, environmentName } = release;
  const application = arns.application(applicationName);
  return [
    allow(PERMISSIONS.beanstalkVersion, [application, arns.versions(applicationName)]),
    allow(PERMISSIONS.beanstalkEnvironment, [arns.environment(applicationName, environmentName)]),
    allow(PERMISSIONS.beanstalkStorage, ['*']),
    allow(PERMISSIONS.beanstalkReads, ['*']),
    allow(PERMISSIONS.beanstalkStacks, [arns.arn('cloudformation', 'stack', STACKS)]),
    allow(PERMISSIONS.beanstalkBucket, [arns.bucket]),
    allow(PERMISSIONS.beanstalkObjects, [`${arns.bucket}/*`]),
    allow(PERMISSIONS.beanstalkLogGroups, [arns.logs(environmentName)]),
    allow(PERMISSIONS.beanstalkTopics, [topics(arns)]),
    allow(PERMISSIONS.beanstalkAlarms, [arns.withColon('cloudwatch', 'alarm', 'awseb-*')]),
    ...instanceChanges(scope, arns),
    ...trafficChanges(arns, release),
    ...rolesToPass(scope, release),
  ];
}

/** Elastic Beanstalk names the topic of an environment so, when it has one. */
function topics(arns: BeanstalkArns): string {
  return arns.plain('sns', 'ElasticBeanstalkNotifications-Environment-*');
}

function instanceChanges(scope: Construct, arns: BeanstalkArns): PolicyStatement[] {
  const launched = ['instance', 'network-interface', 'spot-instances-request', 'volume'];
  const launchedWith = ['key-pair', 'launch-template', 'security-group', 'subnet'];
  const made = { StringEquals: { 'ec2:CreateAction': ['AllocateAddress', 'CreateLaunchTemplate', 'RunInstances'] } };
  const byTemplate = { ArnLike: { 'ec2:LaunchTemplate': arns.arn('ec2', 'launch-template', '*') } };
  const ofStacks = arns.arn('cloudformation', 'stack', STACKS);
  const inStacks = { StringLike: { 'ec2:ResourceTag/aws:cloudformation:stack-id': ofStacks } };
  const groups = Stack.of(scope).formatArn({
    service: 'autoscaling',
    resource: `autoScalingGroup:*:autoScalingGroupName/${STACKS}`,
  });
  return [
    allow(PERMISSIONS.beanstalkGroups, [groups]),
    allow(PERMISSIONS.beanstalkLaunchTemplates, arns.ec2('launch-template')),
    allow(
      PERMISSIONS.beanstalkRunInstances,
      [...arns.ec2(...launched, ...launchedWith), ...arns.ec2Shared('image', 'snapshot')],
      byTemplate,
    ),
    allow(PERMISSIONS.beanstalkTagInstances, arns.ec2(...launched, 'elastic-ip', 'launch-template'), made),
    allow(PERMISSIONS.beanstalkTerminateInstances, arns.ec2('instance'), inStacks),
  ];
}

function trafficChanges(arns: BeanstalkArns, release: ReleaseNeeds): PolicyStatement[] {
  const balancing = (resource: string, name: string): string => arns.arn('elasticloadbalancing', resource, name);
  const targetGroups = balancing('targetgroup', 'awseb-*');
  const listeners = ['listener', 'listener-rule'].map((kind) => balancing(kind, 'app/awseb-*'));
  return [
    ...(release.hasBalancer ? [allow(PERMISSIONS.beanstalkTargets, [targetGroups])] : []),
    ...(release.splitsTraffic
      ? [allow(PERMISSIONS.beanstalkTargetGroups, [targetGroups]), allow(PERMISSIONS.beanstalkListeners, listeners)]
      : []),
    ...(release.hasAddress
      ? [allow(PERMISSIONS.beanstalkAddresses, arns.ec2('elastic-ip', 'instance', 'network-interface'))]
      : []),
    ...(release.hasQueue ? [allow(PERMISSIONS.beanstalkQueueReads, [arns.plain('sqs', STACKS)])] : []),
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function rolesToPass(scope: Construct, { instanceRoleArn, serviceRoleArn }: Release): PolicyStatement[] {
  const pass = (arn: string | undefined, service: string): PolicyStatement[] =>
    arn === undefined ? [] : [allow(PERMISSIONS.passRole, [arn], { StringEquals: { 'iam:PassedToService': service } })];
  return [
    ...pass(instanceRoleArn, `ec2.${Stack.of(scope).urlSuffix}`),
    ...pass(serviceRoleArn, 'elasticbeanstalk.amazonaws.com'),
  ];
}
