import { Aws, CustomResource, Duration, Lazy, Stack, TagManager, TagType, Tokenization } from 'aws-cdk-lib';
import type { CfnResource, ITaggableV2 } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { HandlerFunction } from '../../core/handler-function';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import type { RolePolicy } from '../../core/role-policy';
import { codeDeployArn, codeDeployArns } from '../code-deploy-arns';
import type { WatchedAlarms } from '../deployment-group-settings';
import type { CheckedNotifications } from '../notification-settings';
import type { TimedAction } from './blue-green-settings';
import type { BoundFleet } from './fleet-binding';
import { launchPermissions, scalingServiceRole } from './launch-permissions';
import type { ServerLoadBalancers } from './server-load-balancers';
import { scalingGroupArn } from './server-group';

/** Tells the deployment groups and fleets of one stack from all others. */
const STACK_MARK = 'cdk-delivery:stack';

/** Tells the servers of one deployment group from all others, and is copied with its fleet. */
export const GROUP_MARK = 'cdk-delivery:servers-of';

/** A blue/green deployment group, with every default decided. */
export interface BlueGreenGroupOptions {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly deploymentConfigName: string;
  readonly servicePolicy: RolePolicy;
  readonly serviceRole: IRole;
  readonly fleet: BoundFleet;
  readonly loadBalancers: ServerLoadBalancers;
  readonly ready: TimedAction;
  readonly terminateBlue: TimedAction;
  readonly alarms: WatchedAlarms;
  readonly rollbackEvents: string[];
  readonly triggers: CheckedNotifications['triggers'];
  readonly outdatedInstances?: string;
  readonly terminationHook: boolean;
}

/**
 * A deployment group that copies its fleet, which CloudFormation refuses to make: a function of this library makes it, and the first fleet.
 *
 * @see https://github.com/aws/aws-cdk/issues/30555
 */
export class BlueGreenGroup extends Construct implements ITaggableV2 {
  public readonly cdkTagManager = new TagManager(TagType.STANDARD, 'Custom::CodeDeployBlueGreenGroup');

  /** The custom resource. */
  public readonly resource: CustomResource;

  constructor(scope: Construct, id: string, options: BlueGreenGroupOptions) {
    super(scope, id);
    const { fleet, loadBalancers, alarms } = options;
    const handler = HandlerFunction.of(this, 'blue-green-group', {
      description: 'Makes blue/green deployment groups of CodeDeploy and their first fleets, for CloudFormation',
      timeout: Duration.minutes(15),
    });
    handler.allow(...this.permissions(options));
    const tags = Lazy.any({ produce: () => this.tags() });
    this.resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::CodeDeployBlueGreenGroup',
      serviceToken: handler.function.functionArn,
      serviceTimeout: Duration.minutes(20),
      properties: {
        applicationName: options.applicationName,
        deploymentGroupName: options.deploymentGroupName,
        deploymentConfigName: options.deploymentConfigName,
        serviceRoleArn: weak(this, options.serviceRole.roleArn),
        autoScalingGroups: fleet.existingName === undefined ? undefined : [fleet.existingName],
        fleet:
          fleet.launched === undefined
            ? undefined
            : { ...fleet.launched, tags: Lazy.any({ produce: () => this.fleetTags(options.deploymentGroupName) }) },
        targetGroups: loadBalancers.targetGroups.map(({ name, arn }) => ({ name, arn })),
        classicLoadBalancers: loadBalancers.classic,
        ready: timed(options.ready),
        terminateBlue: timed(options.terminateBlue),
        alarms: {
          enabled: String(alarms.enabled),
          ignorePollFailure: String(alarms.ignorePollAlarmFailure ?? false),
          names: alarms.alarms.map(({ name }) => name),
        },
        rollbackEvents: options.rollbackEvents,
        triggers: options.triggers,
        outdatedInstances: options.outdatedInstances,
        terminationHook: String(options.terminationHook),
        tags,
      },
    });
    const resource = this.resource.node.defaultChild as CfnResource;
    handler.allowBefore(resource);
    options.servicePolicy.applyBefore(resource);
  }

  /** Those of the construct, over those of the stack, which CloudFormation gives to no custom resource. */
  private tags(): { readonly key: string; readonly value: string }[] {
    const all = { ...Stack.of(this).tags.tagValues(), ...this.cdkTagManager.tagValues() };
    return Object.entries(all).map(([key, value]) => ({ key, value }));
  }

  private fleetTags(deploymentGroupName: string): { readonly key: string; readonly value: string }[] {
    const tags = this.tags();
    const name = tags.some(({ key }) => key === 'Name') ? [] : [{ key: 'Name', value: deploymentGroupName }];
    return [...name, ...tags, { key: GROUP_MARK, value: deploymentGroupName }];
  }

  private permissions(options: BlueGreenGroupOptions): PolicyStatement[] {
    const { fleet, loadBalancers, deploymentGroupName, serviceRole } = options;
    const marked = { StringEquals: { [`aws:ResourceTag/${STACK_MARK}`]: Aws.STACK_ID } };
    const passedToCodeDeploy = { StringEquals: { 'iam:PassedToService': 'codedeploy.amazonaws.com' } };
    return [
      allow(PERMISSIONS.createBlueGreenGroup, [codeDeployArns(this, options).group]),
      allow(PERMISSIONS.markedBlueGreenGroup, [codeDeployArn(this, 'deploymentgroup', '*')], marked),
      allow(PERMISSIONS.passRole, [weak(this, serviceRole.roleArn)], passedToCodeDeploy),
      allow(PERMISSIONS.findFleets, ['*']),
      ...(fleet.launched === undefined
        ? []
        : [
            allow(PERMISSIONS.createFleet, [scalingGroupArn(this, fleet.namePattern)]),
            allow(PERMISSIONS.changeFleet, [scalingGroupArn(this, copiesOf(deploymentGroupName))]),
            allow(PERMISSIONS.changeMarkedFleet, [scalingGroupArn(this, '*')], marked),
            ...launchPermissions(this, fleet),
            scalingServiceRole(this),
          ]),
      ...(loadBalancers.targetGroups.length === 0 ? [] : [allow(PERMISSIONS.fleetHealth, ['*'])]),
    ];
  }
}

/** The properties of custom resources are texts. */
function timed({ action, minutes }: TimedAction): { readonly action: string; readonly waitMinutes?: string } {
  return { action, waitMinutes: minutes === undefined ? undefined : Tokenization.stringifyNumber(minutes) };
}

/**
 * The names that CodeDeploy gives to the copies of a fleet.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html
 */
export function copiesOf(deploymentGroupName: string): string {
  return `CodeDeploy_${deploymentGroupName}_*`;
}
