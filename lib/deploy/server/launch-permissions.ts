import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import type { BoundFleet } from './fleet-binding';

/** What a launch touches that belongs to the account; images and snapshots belong to whoever made them. */
const LAUNCHED = ['instance', 'network-interface', 'volume'];
const USED = ['key-pair', 'placement-group', 'security-group', 'subnet'];

/**
 * What whoever makes or copies an Auto Scaling group with a launch template must be allowed.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
export function launchPermissions(
  scope: IConstruct,
  { launchTemplateArn, instanceRole }: BoundFleet,
): PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  const own = (resource: string): string => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName: '*' });
  const ofAnybody = ['image', 'snapshot'].map((resource) => `arn:${partition}:ec2:${region}:*:${resource}/*`);
  const byTemplate = { ArnLike: { 'ec2:LaunchTemplate': launchTemplateArn } };
  const atLaunch = { StringEquals: { 'ec2:CreateAction': 'RunInstances' } };
  const passedToEc2 = { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } };
  return [
    allow(
      PERMISSIONS.launchServers,
      [...LAUNCHED.map(own), ...USED.map(own), ...ofAnybody, launchTemplateArn],
      byTemplate,
    ),
    allow(PERMISSIONS.tagServers, LAUNCHED.map(own), atLaunch),
    ...(instanceRole === undefined
      ? []
      : [allow(PERMISSIONS.passRole, [weak(scope, instanceRole.roleArn)], passedToEc2)]),
  ];
}

/** The first Auto Scaling group of an account brings a role of the service's own. */
export function scalingServiceRole(scope: IConstruct): PolicyStatement {
  const serviceRole = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForAutoScaling',
  });
  const forScaling = { StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' } };
  return allow(PERMISSIONS.scalingServiceRole, [serviceRole], forScaling);
}
