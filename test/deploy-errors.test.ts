import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, CompositeAlarm, Metric, AlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import { EcsApplication, LambdaApplication, ServerApplication } from 'aws-cdk-lib/aws-codedeploy';
import { LaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AppSpec,
  BlueFleet,
  DeploymentAgent,
  DeployTarget,
  Rollback,
  Rollout,
  ServerDeployment,
  ServerFleet,
} from '../lib';
import type {
  AgentOptions,
  BlueGreenOptions,
  InstancesTargetOptions,
  LaunchedFleetProps,
  PlatformAlarms,
  ServerDeploymentProps,
  ZoneByZone,
} from '../lib';
import {
  newFleet,
  newNetworkTargetGroup,
  newScalingGroup,
  newServers,
  newTargetGroup,
  WEB,
} from './deploy/server/support';
import { newDeployment, newPipeline } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

type Make = (stack: Stack) => unknown;
type Row = [what: string, make: Make, says: string];

const inPlace = (props: Partial<ServerDeploymentProps>) => (stack: Stack) =>
  newServers(stack, { ec2Tags: WEB, ...props });
const withStack = (props: (stack: Stack) => Partial<ServerDeploymentProps>) => (stack: Stack) =>
  inPlace(props(stack))(stack);
const blueGreen =
  (make: (stack: Stack) => Partial<ServerDeploymentProps> = () => ({})) =>
  (stack: Stack) => {
    const props = make(stack);
    const fleet = 'fleet' in props ? props.fleet : newFleet(stack);
    return newServers(stack, { rollout: Rollout.blueGreen(), targetGroups: [newTargetGroup(stack)], ...props, fleet });
  };
const rolledOut = (options: BlueGreenOptions) => blueGreen(() => ({ rollout: Rollout.blueGreen(options) }));
const launched = (props: Partial<LaunchedFleetProps>) => blueGreen((stack) => ({ fleet: newFleet(stack, props) }));
const zones = (options: ZoneByZone) => inPlace({ rollout: Rollout.allAtOnce().zoneByZone(options) });
const agent = (options: AgentOptions) => inPlace({ agent: DeploymentAgent.bySystemsManager(options) });
const platform = (alarms: PlatformAlarms) =>
  withStack((stack) => ({ targetGroups: [newTargetGroup(stack)], rollback: Rollback.onPlatformAlarms(alarms) }));
const token = (stack: Stack): string => new CfnParameter(stack, 'Value').valueAsString;
const number = (stack: Stack): number => new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
const alarm = (stack: Stack): Alarm =>
  new Alarm(stack, 'Alarm', {
    metric: new Metric({ namespace: 'N', metricName: 'M' }),
    threshold: 1,
    evaluationPeriods: 1,
  });
const CODEDEPLOY_NAME = 'must be 1 to 100 characters of letters, digits and + = , . @ _ -';
const SHARE =
  'must be one of Rollout.allAtOnce, Rollout.halfAtATime, Rollout.oneAtATime, Rollout.minimumHealthyHosts or minimumHealthyPercentage: servers take no share of the traffic each';
const shift = { percentage: 10, interval: Duration.minutes(5) };
const PERIOD = 'must be 10, 20 or 30 seconds, or whole minutes up to a day';

const SERVERS: Row[] = [
  [
    'no servers',
    (stack) => newServers(stack, {}),
    'autoScalingGroups: must name servers, or ec2Tags or onPremisesTags must: there is nothing to release to',
  ],
  [
    'no props',
    (stack) => newServers(stack, untyped(null)),
    'autoScalingGroups: must name servers, or ec2Tags or onPremisesTags must: there is nothing to release to',
  ],
  [
    'a group that is a name',
    inPlace({ autoScalingGroups: untyped(['web']) }),
    "autoScalingGroups[0]: must be an Auto Scaling group, got 'web'",
  ],
  [
    'a group given twice',
    withStack((stack) => {
      const group = newScalingGroup(stack);
      return { autoScalingGroups: [group, group] };
    }),
    "autoScalingGroups[1]: must not be given twice, got 'Group'",
  ],
  [
    'tags that are no list',
    inPlace({ ec2Tags: untyped({ Role: ['web'] }) }),
    'ec2Tags: must be a list, got a value of type object',
  ],
  ['no tag group', inPlace({ ec2Tags: [] }), 'ec2Tags: must have at least 1, got 0'],
  [
    'a tag group that is a list',
    inPlace({ ec2Tags: untyped([['Role']]) }),
    'ec2Tags[0]: must be an object, got a list',
  ],
  [
    'values that are no list',
    inPlace({ ec2Tags: untyped([{ Role: 'web' }]) }),
    "ec2Tags[0].Role: must be a list, an empty one for any value, got 'web'",
  ],
  [
    'a value that is a number',
    inPlace({ ec2Tags: untyped([{ Role: [5] }]) }),
    'ec2Tags[0].Role[0]: must be a string, got 5',
  ],
  [
    'a value of 257 characters',
    inPlace({ ec2Tags: [{ Role: ['v'.repeat(257)] }] }),
    'ec2Tags[0].Role[0]: must be 0 to 256 characters, got 257',
  ],
  [
    'a key of 129 characters',
    inPlace({ ec2Tags: [{ ['k'.repeat(129)]: [] }] }),
    `ec2Tags[0].${'k'.repeat(129)}: must be 0 to 128 characters, got 129`,
  ],
  ['neither key nor value', inPlace({ ec2Tags: [{ '': [] }] }), 'ec2Tags[0]: must have a value where it has no key'],
  ['a group without tags', inPlace({ ec2Tags: [{}] }), 'ec2Tags[0]: must be 1 to 10 tags, got 0'],
  [
    '11 tags',
    inPlace({ onPremisesTags: [{ Role: Array.from({ length: 11 }, (_, index) => `${index}`) }] }),
    'onPremisesTags[0]: must be 1 to 10 tags, got 11',
  ],
  [
    'a fleet in place',
    withStack((stack) => ({ fleet: newFleet(stack) })),
    'fleet: must not be given beside a rollout in place; use Rollout.blueGreen, or give autoScalingGroups',
  ],
];

const LOAD_BALANCERS: Row[] = [
  [
    'a target group that is a name',
    inPlace({ targetGroups: untyped(['web']) }),
    "targetGroups[0]: must be a target group, got 'web'",
  ],
  [
    'a target group that is something else',
    withStack((stack) => ({ targetGroups: untyped([new Topic(stack, 'Topic')]) })),
    'targetGroups[0]: must be a target group, got the Topic Test/Topic',
  ],
  [
    'a target group given twice, with alarms of it',
    withStack((stack) => {
      const group = newTargetGroup(stack);
      return { targetGroups: [group, group], rollback: Rollback.onPlatformAlarms() };
    }),
    "targetGroups[1]: must not be given twice, got 'Targets'",
  ],
  [
    'a load balancer with a space',
    inPlace({ classicLoadBalancers: ['a b'] }),
    "classicLoadBalancers[0]: must be 1 to 32 characters of letters, digits and -, got 'a b'",
  ],
  [
    'a load balancer that is a number',
    inPlace({ classicLoadBalancers: untyped([5]) }),
    'classicLoadBalancers[0]: must be a string, got 5',
  ],
];

const ROLLOUTS: Row[] = [
  [
    'a rollout that is a name',
    inPlace({ rollout: untyped('CodeDeployDefault.AllAtOnce') }),
    "rollout: must be a Rollout, got 'CodeDeployDefault.AllAtOnce'; use the functions of Rollout",
  ],
  ['a canary', inPlace({ rollout: Rollout.canary(shift) }), `rollout: ${SHARE}, got 'Rollout.canary'`],
  ['a linear rollout', inPlace({ rollout: Rollout.linear(shift) }), `rollout: ${SHARE}, got 'Rollout.linear'`],
  [
    '-1 hosts',
    inPlace({ rollout: Rollout.minimumHealthyHosts(-1) }),
    'rollout.minimumHealthyHosts: must be 0 to 10000 hosts, got -1',
  ],
  [
    '1.5 hosts',
    inPlace({ rollout: Rollout.minimumHealthyHosts(1.5) }),
    'rollout.minimumHealthyHosts: must be a whole number of 0 to 10000 hosts, got 1.5',
  ],
  [
    '100 percent',
    inPlace({ rollout: Rollout.minimumHealthyPercentage(100) }),
    'rollout.minimumHealthyPercentage: must be 0 to 99 percent, got 100',
  ],
  [
    'no number of hosts',
    inPlace({ rollout: Rollout.minimumHealthyHosts(untyped(undefined)) }),
    'rollout.minimumHealthyHosts: must be given, got nothing',
  ],
  [
    'hosts that are known at deployment only',
    withStack((stack) => ({ rollout: Rollout.minimumHealthyHosts(number(stack)) })),
    'rollout.minimumHealthyHosts: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'one at a time zone by zone',
    inPlace({ rollout: Rollout.oneAtATime().zoneByZone() }),
    'rollout: must not go zone by zone when it is oneAtATime, which CodeDeploy has no configuration for; use minimumHealthyHosts or minimumHealthyPercentage',
  ],
  ['zones that are no object', zones(untyped(5)), 'rollout.zoneByZone: must be an object, got 5'],
  [
    'a zone watched for no time',
    zones({ monitorFor: Duration.seconds(0) }),
    'rollout.zoneByZone.monitorFor: must be 1 to 2147483647 seconds, got 0',
  ],
  [
    'a first zone watched for half a second',
    zones({ monitorFirstFor: Duration.millis(500) }),
    "rollout.zoneByZone.monitorFirstFor: must be whole seconds, got '500 millis'",
  ],
  [
    'a time of zones that is a number',
    zones({ monitorFor: untyped(5) }),
    'rollout.zoneByZone.monitorFor: must be a Duration, got 5',
  ],
  [
    'a time of zones that is known at deployment only',
    (stack) => zones({ monitorFor: Duration.seconds(number(stack)) })(stack),
    'rollout.zoneByZone.monitorFor: must be known at synthesis, got a value of class Duration; give a literal',
  ],
  [
    'hosts and percentage of a zone',
    zones({ minimumHealthyHosts: 1, minimumHealthyPercentage: 1 }),
    'rollout.zoneByZone.minimumHealthyHosts: must not be given beside minimumHealthyPercentage',
  ],
  [
    '-1 hosts of a zone',
    zones({ minimumHealthyHosts: -1 }),
    'rollout.zoneByZone.minimumHealthyHosts: must be 0 to 10000 hosts, got -1',
  ],
  [
    '100 percent of a zone',
    zones({ minimumHealthyPercentage: 100 }),
    'rollout.zoneByZone.minimumHealthyPercentage: must be 0 to 99 percent, got 100',
  ],
];

const BLUE_GREEN: Row[] = [
  [
    'no fleet',
    blueGreen(() => ({ fleet: undefined })),
    'fleet: must be given for a blue/green deployment; use ServerFleet.launch or ServerFleet.existing',
  ],
  [
    'a fleet that is a group',
    blueGreen((stack) => ({ fleet: untyped(newScalingGroup(stack)) })),
    'fleet: must be a ServerFleet, got the AutoScalingGroup Test/Group; use the functions of ServerFleet',
  ],
  [
    'no load balancer',
    blueGreen(() => ({ targetGroups: undefined })),
    'targetGroups: must have a target group for a blue/green rollout: traffic moves at a load balancer',
  ],
  [
    'Auto Scaling groups',
    blueGreen((stack) => ({ autoScalingGroups: [newScalingGroup(stack)] })),
    'autoScalingGroups: must not be given for a blue/green rollout, which copies one fleet; give fleet: ServerFleet.launch or ServerFleet.existing',
  ],
  [
    'tags',
    blueGreen(() => ({ ec2Tags: WEB })),
    'ec2Tags: must not be given for a blue/green rollout, which copies one fleet; give fleet: ServerFleet.launch or ServerFleet.existing',
  ],
  [
    'tags on-premises',
    blueGreen(() => ({ onPremisesTags: WEB })),
    'onPremisesTags: must not be given for a blue/green rollout, which copies one fleet; give fleet: ServerFleet.launch or ServerFleet.existing',
  ],
  ['options that are a number', rolledOut(untyped(5)), 'rollout: must be an object, got 5'],
  ['no options at all', rolledOut(untyped(null)), 'rollout: must be an object, got nothing'],
  [
    'zones',
    blueGreen(() => ({ rollout: Rollout.blueGreen().zoneByZone() })),
    'rollout: must not go zone by zone when it is blue/green; leave zoneByZone out',
  ],
  [
    'a speed with zones',
    rolledOut({ speed: Rollout.allAtOnce().zoneByZone() }),
    'rollout.speed: must not go zone by zone when it is blue/green; leave zoneByZone out',
  ],
  [
    'a speed that is a canary',
    rolledOut({ speed: Rollout.canary(shift) }),
    `rollout.speed: ${SHARE}, got 'Rollout.canary'`,
  ],
  [
    'a speed that is blue/green',
    rolledOut({ speed: Rollout.blueGreen() }),
    `rollout.speed: ${SHARE}, got 'Rollout.blueGreen'`,
  ],
  [
    'a speed that is a number',
    rolledOut({ speed: untyped(5) }),
    'rollout.speed: must be a Rollout, got 5; use the functions of Rollout',
  ],
  [
    'no time to confirm',
    rolledOut({ confirmWithin: Duration.minutes(0) }),
    'rollout.confirmWithin: must be 1 to 2147483647 minutes, got 0',
  ],
  [
    'a time to confirm in seconds',
    rolledOut({ confirmWithin: Duration.seconds(90) }),
    "rollout.confirmWithin: must be whole minutes, got '1 minute 30 seconds'",
  ],
  [
    'a time in hours that is known at deployment only',
    (stack) => rolledOut({ confirmWithin: Duration.hours(number(stack)) })(stack),
    'rollout.confirmWithin: must be in minutes where it is known at deployment only; use Duration.minutes',
  ],
  [
    'a blue fleet that is an action',
    rolledOut({ blue: untyped('KEEP_ALIVE') }),
    "rollout.blue: must be a BlueFleet, got 'KEEP_ALIVE'; use the functions of BlueFleet",
  ],
  [
    'a blue fleet that lives for 2881 minutes',
    rolledOut({ blue: BlueFleet.terminateAfter(Duration.minutes(2881)) }),
    'rollout.blue: must be 0 to 2880 minutes, got 2881',
  ],
  [
    'a blue fleet without a time',
    rolledOut({ blue: BlueFleet.terminateAfter(untyped(undefined)) }),
    'rollout.blue: must be given a time after which the old fleet is terminated, got nothing',
  ],
  [
    'no launch template',
    launched({ launchTemplate: untyped('lt-1') }),
    "fleet.launchTemplate: must be a launch template, got 'lt-1'",
  ],
  ['a network that is a name', launched({ vpc: untyped('vpc-1') }), "fleet.vpc: must be a network, got 'vpc-1'"],
  [
    'nothing of a fleet',
    blueGreen(() => ({ fleet: ServerFleet.launch(untyped(undefined)) })),
    'fleet.launchTemplate: must be a launch template, got nothing',
  ],
  [
    'a fleet that is a text',
    blueGreen(() => ({ fleet: ServerFleet.launch(untyped('web')) })),
    "fleet: must be an object, got 'web'",
  ],
  ['-1 servers', launched({ minCapacity: -1 }), 'fleet.minCapacity: must be 0 to 10000 instances, got -1'],
  ['10001 servers', launched({ maxCapacity: 10001 }), 'fleet.maxCapacity: must be 0 to 10000 instances, got 10001'],
  [
    'fewer at most than at least',
    launched({ minCapacity: 3, maxCapacity: 2 }),
    'fleet.maxCapacity: must be at least minCapacity, 3, got 2',
  ],
  [
    'more than at most',
    launched({ maxCapacity: 2, desiredCapacity: 3 }),
    'fleet.desiredCapacity: must be 1 to 2, as minCapacity and maxCapacity say, got 3',
  ],
  [
    'a grace of a text',
    launched({ healthCheckGracePeriod: untyped('5m') }),
    "fleet.healthCheckGracePeriod: must be a Duration, got '5m'",
  ],
  [
    'a check that is a text',
    launched({ loadBalancerHealthCheck: untyped('yes') }),
    "fleet.loadBalancerHealthCheck: must be true or false, got 'yes'",
  ],
  [
    'subnets that are a list',
    launched({ vpcSubnets: untyped(['subnet-1']) }),
    'fleet.vpcSubnets: must be an object, got a list',
  ],
  [
    'a role of the fleet that is a name',
    launched({ instanceRole: untyped('web') }),
    "fleet.instanceRole: must be a role, got 'web'",
  ],
  [
    'a launch template without a version',
    blueGreen((stack) => ({
      fleet: newFleet(stack, {
        launchTemplate: LaunchTemplate.fromLaunchTemplateAttributes(stack, 'T', { launchTemplateId: 'lt-1' }),
      }),
    })),
    "fleet.launchTemplate: must be known with the number of its version, so that a new one is a change, got '$Default'; import it with versionNumber",
  ],
  [
    'an existing fleet that is a name',
    blueGreen(() => ({ fleet: ServerFleet.existing(untyped('web')) })),
    "fleet: must be an Auto Scaling group, got 'web'",
  ],
  [
    'a role of an existing fleet that is a name',
    blueGreen((stack) => ({
      fleet: ServerFleet.existing(
        AutoScalingGroup.fromAutoScalingGroupName(stack, 'G', 'web'),
        untyped({ instanceRole: 'web' }),
      ),
    })),
    "fleet.instanceRole: must be a role, got 'web'",
  ],
  [
    'an existing fleet without a role',
    blueGreen((stack) => ({
      fleet: ServerFleet.existing(AutoScalingGroup.fromAutoScalingGroupName(stack, 'G', 'web')),
    })),
    'fleet.instanceRole: must be given, so that CodeDeploy may pass it to new servers, got nothing',
  ],
];

const SETTINGS: Row[] = [
  [
    'a rollback that is an event',
    inPlace({ rollback: untyped('DEPLOYMENT_FAILURE') }),
    "rollback: must be a Rollback, got 'DEPLOYMENT_FAILURE'; use the functions of Rollback",
  ],
  [
    'an alarm that is a name',
    inPlace({ rollback: Rollback.onAlarms(untyped('errors')) }),
    "rollback.alarms[0]: must be an alarm, got 'errors'",
  ],
  [
    'a composite alarm beside others',
    withStack((stack) => ({
      rollback: Rollback.onFailure().alsoOnAlarms(
        new CompositeAlarm(stack, 'All', { alarmRule: AlarmRule.fromAlarm(alarm(stack), untyped('ALARM')) }),
      ),
    })),
    'rollback.alarms[0]: must be an alarm on a metric: CodeDeploy does not watch composite alarms; give the alarms that it is made of',
  ],
  [
    'platform alarms without a target group',
    inPlace({ rollback: Rollback.onPlatformAlarms() }),
    'rollback: must be onAlarms where there is no target group whose metrics alarms could be made of; give targetGroups, or alarms of your own',
  ],
  ['platform alarms that are a text', platform(untyped('all')), "rollback: must be an object, got 'all'"],
  ['platform alarms that are null', platform(untyped(null)), 'rollback: must be an object, got nothing'],
  [
    'a threshold of 0',
    platform({ latency: { threshold: 0 } }),
    'rollback.latency.threshold: must be a number above 0, got 0',
  ],
  [
    'a threshold that is a text',
    platform({ latency: { threshold: untyped('2') } }),
    "rollback.latency.threshold: must be a number above 0, got '2'",
  ],
  [
    'a condition that is a number',
    platform({ serverErrors: untyped(5) }),
    'rollback.serverErrors: must be an object, got 5',
  ],
  [
    'a period of 45 seconds',
    platform({ serverErrors: { period: Duration.seconds(45) } }),
    `rollback.serverErrors.period: ${PERIOD}, got '45 seconds'`,
  ],
  [
    'a period that is a number',
    platform({ serverErrors: { period: untyped(60) } }),
    'rollback.serverErrors.period: must be a Duration, got 60',
  ],
  [
    'a period that is known at deployment only',
    (stack) => platform({ serverErrors: { period: Duration.minutes(number(stack)) } })(stack),
    'rollback.serverErrors.period: must be known at synthesis, got a value of class Duration; give a literal',
  ],
  [
    'no period to look at',
    platform({ unhealthyHosts: { evaluationPeriods: 0 } }),
    'rollback.unhealthyHosts.evaluationPeriods: must be 1 to 1440 periods, got 0',
  ],
  [
    'more than a day to look at',
    platform({ unhealthyHosts: { period: Duration.minutes(2), evaluationPeriods: 1440 } }),
    'rollback.unhealthyHosts.evaluationPeriods: must be at most 86400 seconds together with the period, got 172800',
  ],
  [
    'errors behind a Network Load Balancer',
    withStack((stack) => ({
      targetGroups: [newNetworkTargetGroup(stack)],
      rollback: Rollback.onPlatformAlarms({ serverErrors: {} }),
    })),
    'rollback.serverErrors: must not be given for a Network Load Balancer, which does not measure it',
  ],
  [
    'ignoreAlarms that is a text',
    inPlace({ ignoreAlarms: untyped('yes') }),
    "ignoreAlarms: must be true or false, got 'yes'",
  ],
  [
    'ignorePollAlarmFailure that is a number',
    inPlace({ ignorePollAlarmFailure: untyped(1) }),
    'ignorePollAlarmFailure: must be true or false, got 1',
  ],
  ...(['ignoreAlarms', 'ignorePollAlarmFailure', 'terminationHook'] as const).map((prop): Row => [
    `${prop} that is known at deployment only`,
    (stack) => inPlace({ [prop]: untyped(token(stack)) })(stack),
    `${prop}: must be known at synthesis, got a value known at deployment only; give a literal`,
  ]),
  [
    'a termination hook that is an object',
    inPlace({ terminationHook: untyped({}) }),
    'terminationHook: must be true or false, got a value of type object',
  ],
  [
    'another strategy',
    inPlace({ outdatedInstances: untyped('DELETE') }),
    "outdatedInstances: must be one of UPDATE, IGNORE, got 'DELETE'; use OutdatedInstances",
  ],
  [
    'a notification that is a topic',
    withStack((stack) => ({ notifications: untyped([new Topic(stack, 'T')]) })),
    'notifications[0].topic: must be a topic, got nothing',
  ],
  [
    'an event that there is not',
    withStack((stack) => ({ notifications: [{ topic: new Topic(stack, 'T'), events: untyped(['DeploymentDone']) }] })),
    "notifications[0].events[0]: must be one of DeploymentStart, DeploymentSuccess, DeploymentFailure, DeploymentStop, DeploymentRollback, DeploymentReady, InstanceStart, InstanceSuccess, InstanceFailure, InstanceReady, got 'DeploymentDone'; use DeploymentEvent",
  ],
  [
    'no event',
    withStack((stack) => ({ notifications: [{ topic: new Topic(stack, 'T'), events: [] }] })),
    'notifications[0].events: must have at least 1, got 0',
  ],
  [
    'a topic told twice',
    withStack((stack) => {
      const topic = new Topic(stack, 'T');
      return { notifications: [{ topic }, { topic }] };
    }),
    "notifications[1].topic: must not be given twice: CodeDeploy tells a topic once, got 'T'; put the events together",
  ],
  [
    '11 topics',
    withStack((stack) => ({
      notifications: Array.from({ length: 11 }, (_, index) => ({ topic: new Topic(stack, `T${index}`) })),
    })),
    'notifications: must be 0 to 10 notifications, got 11',
  ],
  [
    'an application that is a name',
    inPlace({ application: untyped('orders') }),
    "application: must be an application, got 'orders'",
  ],
  [
    'an application of functions',
    withStack((stack) => ({ application: untyped(new LambdaApplication(stack, 'A')) })),
    'application: must be an application of servers; use a ServerApplication',
  ],
  [
    'an application of containers',
    withStack((stack) => ({ application: untyped(new EcsApplication(stack, 'A')) })),
    'application: must be an application of servers; use a ServerApplication',
  ],
  [
    'a name that another application of the stack has',
    (stack) => {
      newServers(stack, { ec2Tags: WEB, applicationName: 'shop' }, 'Other');
      newServers(stack, { ec2Tags: WEB, applicationName: 'shop' });
    },
    "applicationName: must be unique, and Test/Other has that name, too, got 'shop'; make one application, and give it to both as application",
  ],
  [
    'an application and a name for it',
    withStack((stack) => ({ application: new ServerApplication(stack, 'A'), applicationName: 'orders' })),
    'applicationName: must not be given beside application; leave one of them out',
  ],
  [
    'an application name with a slash',
    inPlace({ applicationName: 'a/b' }),
    `applicationName: ${CODEDEPLOY_NAME}, got 'a/b'`,
  ],
  [
    'a group name of 101 characters',
    inPlace({ deploymentGroupName: 'g'.repeat(101) }),
    `deploymentGroupName: ${CODEDEPLOY_NAME}, got '${'g'.repeat(101)}'`,
  ],
  [
    'a group name that is known at deployment only',
    withStack((stack) => ({ deploymentGroupName: token(stack) })),
    'deploymentGroupName: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'an AppSpec that is a text',
    inPlace({ appSpec: untyped('version: 0.0') }),
    "appSpec: must be an AppSpec, got 'version: 0.0'; use the functions of AppSpec",
  ],
  [
    'an AppSpec of another system',
    inPlace({ appSpec: AppSpec.forServer(untyped({ os: 'solaris' })) }),
    "appSpec.os: must be linux or windows, got 'solaris'",
  ],
];

const AGENTS: Row[] = [
  [
    'an agent that is a text',
    inPlace({ agent: untyped('installed') }),
    "agent: must be a DeploymentAgent, got 'installed'; use the functions of DeploymentAgent",
  ],
  ['options that are a text', agent(untyped('1.7.0')), "agent: must be an object, got '1.7.0'"],
  [
    'a version with a space',
    agent({ version: '1 7' }),
    "agent.version: must be 1 to 64 characters of letters, digits and . _ -, got '1 7'",
  ],
  [
    'a schedule that is a text',
    agent({ schedule: untyped('rate(1 day)') }),
    "agent.schedule: must be a Schedule, got 'rate(1 day)'; use Schedule.cron of aws-events",
  ],
  [
    'a schedule that is null',
    agent({ schedule: untyped(null) }),
    'agent.schedule: must be a Schedule, got nothing; use Schedule.cron of aws-events',
  ],
  ['no tag for the agent', agent({ tags: [] }), 'agent.tags: must have at least 1, got 0'],
  [
    'four tag groups for the agent',
    agent({ tags: [WEB[0], { A: [] }, { B: [] }, { C: [] }] }),
    'agent.tags: must have at most 3 tag groups: CodeDeploy takes no more, got 4; tag the servers of one release alike, or make more than one ServerDeployment',
  ],
];

const instances = (options: Partial<InstancesTargetOptions>) => (stack: Stack) =>
  newPipeline(stack, {
    stages: [
      {
        stageName: 'Live',
        targets: [DeployTarget.instances({ tagKey: 'Role', targetDirectory: '/srv', postScript: 'a.sh', ...options })],
      },
    ],
  });

const INSTANCES: Row[] = [
  ['no tag', instances({ tagKey: untyped(undefined) }), 'tagKey: must be given, got nothing'],
  [
    'a tag that is known at deployment only',
    (stack) => instances({ tagKey: token(stack) })(stack),
    'tagKey: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a tag of 129 characters',
    instances({ tagKey: 'k'.repeat(129) }),
    `tagKey: must be 1 to 128 characters of any character but control characters, got '${'k'.repeat(117)}...'`,
  ],
  [
    'a value of 257 characters',
    instances({ tagValue: 'v'.repeat(257) }),
    'tagValue: must be 0 to 256 characters, got 257',
  ],
  [
    'another type',
    instances({ instanceType: untyped('ECS') }),
    "instanceType: must be one of EC2, SSM_MANAGED_NODE, got 'ECS'; use Ec2InstanceType",
  ],
  ['no folder', instances({ targetDirectory: untyped(undefined) }), 'targetDirectory: must be given, got nothing'],
  [
    'a relative folder',
    instances({ targetDirectory: 'srv' }),
    "targetDirectory: must be an absolute path on the instance, got 'srv'; begin it with /",
  ],
  [
    'a relative script before',
    instances({ preScript: 'stop.sh' }),
    "preScript: must be an absolute path on the instance, got 'stop.sh'; begin it with /",
  ],
  [
    'an absolute script after',
    instances({ postScript: '/a.sh' }),
    "postScript: must be 1 to 1000 characters of any character but control characters, with no / first, got '/a.sh'",
  ],
  [
    'a batch that is a number',
    instances({ maxBatch: untyped(2) }),
    'maxBatch: must be an Ec2MaxInstances, got 2; use Ec2MaxInstances.targets or percentage',
  ],
  [
    'errors that are a text',
    instances({ maxError: untyped('2') }),
    "maxError: must be an Ec2MaxInstances, got '2'; use Ec2MaxInstances.targets or percentage",
  ],
  [
    'instances that are names',
    instances({ instances: untyped(['web']) }),
    "instances[0]: must be a role, or something that has one, got 'web'",
  ],
  [
    'a target group that is a name',
    instances({ targetGroups: untyped(['web']) }),
    "targetGroups[0]: must be a target group, got 'web'",
  ],
];

const target = (deployment: unknown) => (stack: Stack) =>
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.servers(untyped(deployment))] }] });

const FUNCTIONS: Row[] = [
  [
    'unhealthy hosts',
    (stack) => newDeployment(stack, 'Fn', { rollback: Rollback.onPlatformAlarms({ unhealthyHosts: {} }) }),
    'rollback.unhealthyHosts: must not be given for a function, which has no load balancer; give onAlarms an alarm',
  ],
  [
    'latency',
    (stack) => newDeployment(stack, 'Fn', { rollback: Rollback.onPlatformAlarms({ latency: {} }) }),
    'rollback.latency: must not be given for a function, which has no load balancer; give onAlarms an alarm',
  ],
  [
    'platform alarms that are null',
    (stack) => newDeployment(stack, 'Fn', { rollback: Rollback.onPlatformAlarms(untyped(null)) }),
    'rollback: must be an object, got nothing',
  ],
  ...(
    [
      ['half at a time', Rollout.halfAtATime(), 'Rollout.halfAtATime'],
      ['one at a time', Rollout.oneAtATime(), 'Rollout.oneAtATime'],
      ['healthy hosts', Rollout.minimumHealthyHosts(1), 'Rollout.minimumHealthyHosts or minimumHealthyPercentage'],
      ['blue/green', Rollout.blueGreen(), 'Rollout.blueGreen'],
    ] as const
  ).map(([what, rollout, got]): Row => [
    what,
    (stack) => newDeployment(stack, 'Fn', { rollout }),
    `rollout: must be one of Rollout.allAtOnce, Rollout.canary, Rollout.linear: a function has no hosts, got '${got}'`,
  ]),
  [
    'zones',
    (stack) => newDeployment(stack, 'Fn', { rollout: Rollout.allAtOnce().zoneByZone() }),
    'rollout: must not go zone by zone: a function has no hosts; leave zoneByZone out',
  ],
];

const said = (subject: string, rows: Row[]): Mistake[] =>
  rows.map(([what, make, says]) => ({ what, make, says: `${subject} ${says}` }));

const MISTAKES: Mistake[] = [
  ...said('Fleet (ServerDeployment)', [
    ...SERVERS,
    ...LOAD_BALANCERS,
    ...ROLLOUTS,
    ...BLUE_GREEN,
    ...SETTINGS,
    ...AGENTS,
  ]),
  ...said('Instances (DeployTarget.instances)', INSTANCES),
  ...said('Servers (DeployTarget.servers)', [
    ['no deployment', target(undefined), 'deployment: must be a ServerDeployment, got nothing'],
    ['a deployment that is a name', target('orders'), "deployment: must be a ServerDeployment, got 'orders'"],
  ]),
  ...said('Fn (LambdaDeployment)', FUNCTIONS),
  {
    what: 'a topic as a deployment',
    make: (stack) => target(new Topic(stack, 'T'))(stack),
    says: 'T (DeployTarget.servers) deployment: must be a ServerDeployment, got the Topic Test/T; make one of the servers',
  },
  {
    what: 'a deployment that exists without its names',
    make: (stack) => ServerDeployment.fromServerDeploymentAttributes(stack, 'Existing', untyped(undefined)),
    says: 'Existing (ServerDeployment.fromServerDeploymentAttributes) applicationName: must be given, got nothing',
  },
];

test.each(MISTAKES)('$what is reported in the user’s own props', (mistake) => {
  expectReport(mistake);
});
