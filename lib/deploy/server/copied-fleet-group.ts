import { Token } from 'aws-cdk-lib';
import { ServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct, IConstruct } from 'constructs';
import { checkChoice } from '../../core/checks';
import { alarmConfiguration } from '../deployment-group-settings';
import { BlueGreenGroup, GROUP_MARK } from './blue-green-group';
import { blueGreenSettings } from './blue-green-settings';
import type { BlueGreenSettings, TimedAction } from './blue-green-settings';
import { bindFleet } from './fleet-binding';
import type { BoundFleet } from './fleet-binding';
import type { ServerDeploymentProps } from './server-deployment-props';
import { ServerFleet } from './server-fleet';
import { hasLoadBalancer } from './server-load-balancers';
import type { MadeServerGroup, ServerGroupParts } from './server-settings';
import { refuseTargets } from './server-targets';
import { servicePermissions } from './service-permissions';

/** Makes a deployment group that releases to a copy of a fleet. */
export function makeCopiedFleetGroup(
  scope: Construct,
  props: ServerDeploymentProps,
  parts: ServerGroupParts,
): MadeServerGroup {
  const { problems, deploymentGroupName, settings } = parts;
  refuseTargets(problems, props);
  if (!hasLoadBalancer(settings.loadBalancers)) {
    problems.add('targetGroups', 'must have a target group for a blue/green rollout: traffic moves at a load balancer');
  }
  const blueGreen = blueGreenSettings(scope, problems.within('rollout'), parts.rollout);
  const given = checkChoice(problems, 'fleet', props.fleet, ServerFleet);
  const fleet = bindFleet(scope, problems, given, blueGreen.terminateBlue.action === 'KEEP_ALIVE');
  const group = ServerDeploymentGroup.fromServerDeploymentGroupAttributes(scope, 'DeploymentGroup', {
    application: parts.application,
    deploymentGroupName,
    deploymentConfig: blueGreen.config.config,
  });
  const isMarked = fleet === undefined || fleet.launched !== undefined;
  return {
    group,
    deploymentConfigName: blueGreen.config.name,
    waitMinutes: knownMinutes(blueGreen.ready),
    resource: fleet && makeGroup(scope, parts, blueGreen, fleet),
    servers: isMarked ? { scalingGroups: [], tagGroups: [[{ [GROUP_MARK]: [deploymentGroupName] }]] } : undefined,
  };
}

function knownMinutes({ minutes }: TimedAction): number | undefined {
  return Token.isUnresolved(minutes) ? undefined : minutes;
}

function makeGroup(
  scope: Construct,
  parts: ServerGroupParts,
  blueGreen: BlueGreenSettings,
  fleet: BoundFleet,
): IConstruct | undefined {
  const { deploymentGroupName, rolePolicy, roles, settings } = parts;
  const { loadBalancers, alarms } = settings;
  rolePolicy.add(
    ...servicePermissions(scope, { deploymentGroupName, scalingGroupNames: [], loadBalancers, alarms, fleet }),
  );
  if (fleet.instanceRole !== undefined) roles.addIfKnown(fleet.instanceRole);
  const { resource } = new BlueGreenGroup(scope, 'BlueGreenGroup', {
    applicationName: parts.applicationName,
    deploymentGroupName,
    deploymentConfigName: blueGreen.config.name,
    servicePolicy: rolePolicy,
    serviceRole: rolePolicy.role,
    fleet,
    loadBalancers,
    ready: blueGreen.ready,
    terminateBlue: blueGreen.terminateBlue,
    alarms: alarmConfiguration(scope, alarms, settings.treatment),
    rollbackEvents: settings.events,
    triggers: settings.notifications.triggers,
    outdatedInstances: settings.outdatedInstances,
    terminationHook: settings.terminationHook,
  });
  resource.node.addDependency(blueGreen.config.config, parts.application);
  return resource.node.defaultChild;
}
