import { Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import { copiesOf } from './blue-green-group';
import type { BoundFleet } from './fleet-binding';
import { launchPermissions } from './launch-permissions';
import { scalingGroupArn } from './server-group';
import { classicLoadBalancerArn } from './server-load-balancers';
import type { ServerLoadBalancers } from './server-load-balancers';

/** What CodeDeploy needs of a group in its service role. */
export interface ServedGroup {
  readonly deploymentGroupName: string;
  readonly scalingGroupNames: string[];
  readonly loadBalancers: ServerLoadBalancers;
  readonly alarms: IAlarm[];
  readonly fleet?: BoundFleet;
}

/**
 * What CodeDeploy needs to release to servers: AWSCodeDeployRole, as far as this group needs it and on what belongs to it.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRole.html
 */
export function servicePermissions(scope: IConstruct, group: ServedGroup): PolicyStatement[] {
  const { alarms } = group;
  return [
    allow(PERMISSIONS.findServers, ['*']),
    ...loadBalancerPermissions(scope, group.loadBalancers),
    ...scalingPermissions(scope, group),
    ...(group.fleet === undefined ? [] : copyPermissions(scope, group, group.fleet)),
    ...(alarms.length === 0
      ? []
      : [
          allow(
            PERMISSIONS.deploymentAlarms,
            alarms.map((alarm) => weak(scope, alarm.alarmArn)),
          ),
        ]),
  ];
}

/** What moves traffic away from servers and back. */
export function loadBalancerPermissions(
  scope: IConstruct,
  { targetGroups, classic }: ServerLoadBalancers,
): PolicyStatement[] {
  const targetGroupArns = targetGroups.map(({ arn }) => arn);
  const classicArns = classic.map((name) => classicLoadBalancerArn(scope, name));
  return [
    ...(targetGroups.length === 0
      ? []
      : [allow(PERMISSIONS.findTargetGroups, ['*']), allow(PERMISSIONS.moveTargets, targetGroupArns)]),
    ...(classic.length === 0
      ? []
      : [allow(PERMISSIONS.findClassicLoadBalancers, ['*']), allow(PERMISSIONS.moveInstances, classicArns)]),
  ];
}

function scalingPermissions(scope: IConstruct, group: ServedGroup): PolicyStatement[] {
  const names = scalingNames(group);
  if (names.length === 0) return [];
  return [
    allow(PERMISSIONS.findScalingGroups, ['*']),
    allow(
      PERMISSIONS.hookScalingGroups,
      names.map((name) => scalingGroupArn(scope, name)),
    ),
  ];
}

/** What a new fleet beside the old one takes, and the end of the old one. */
function copyPermissions(scope: IConstruct, group: ServedGroup, fleet: BoundFleet): PolicyStatement[] {
  const names = scalingNames(group);
  const alarms = Stack.of(scope).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
  const instances = Stack.of(scope).formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' });
  const ofFleet = { StringLike: { 'aws:ResourceTag/aws:autoscaling:groupName': names } };
  return [
    allow(PERMISSIONS.readScalingGroups, ['*']),
    allow(
      PERMISSIONS.copyScalingGroups,
      names.map((name) => scalingGroupArn(scope, name)),
    ),
    allow(PERMISSIONS.copyScalingAlarms, [alarms]),
    allow(PERMISSIONS.terminateServers, [instances], ofFleet),
    ...launchPermissions(scope, fleet),
  ];
}

function scalingNames({ scalingGroupNames, fleet, deploymentGroupName }: ServedGroup): string[] {
  return fleet === undefined ? scalingGroupNames : [fleet.namePattern, copiesOf(deploymentGroupName)];
}
