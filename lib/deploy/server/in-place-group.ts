import { CfnDeploymentGroup, ServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { alarmConfiguration, autoRollbackConfiguration } from '../deployment-group-settings';
import { triggerConfigurations } from '../notification-settings';
import type { ServerDeploymentProps } from './server-deployment-props';
import { scalingGroupHere } from './server-group';
import { hasLoadBalancer, loadBalancersOf } from './server-load-balancers';
import { serverDeploymentConfig } from './server-rollout';
import type { MadeServerGroup, ServerGroupParts } from './server-settings';
import { checkTargets } from './server-targets';
import { servicePermissions } from './service-permissions';
import { tagSetOf } from './tag-groups';

/** Makes a deployment group that releases to servers where they are. */
export function makeInPlaceGroup(
  scope: Construct,
  props: ServerDeploymentProps,
  parts: ServerGroupParts,
): MadeServerGroup {
  const { problems, deploymentGroupName, rolePolicy, roles, settings } = parts;
  const { loadBalancers, alarms } = settings;
  const { scalingGroups, ec2Tags, onPremisesTags } = checkTargets(scope, problems, props);
  const config = serverDeploymentConfig(scope, problems.within('rollout'), parts.rollout);
  const scalingGroupNames = scalingGroups.map(({ name }) => name);
  rolePolicy.add(...servicePermissions(scope, { deploymentGroupName, scalingGroupNames, loadBalancers, alarms }));
  const group = new ServerDeploymentGroup(scope, 'DeploymentGroup', {
    application: parts.application,
    deploymentGroupName,
    deploymentConfig: config.config,
    role: rolePolicy.frozen,
    installAgent: false,
    autoScalingGroups: scalingGroups.map((named) => scalingGroupHere(scope, named)),
    ec2InstanceTags: tagSetOf(ec2Tags),
    onPremiseInstanceTags: tagSetOf(onPremisesTags),
    loadBalancers: loadBalancersOf(loadBalancers),
    terminationHook: settings.terminationHook ? true : undefined,
  });
  if (group.node.defaultChild instanceof CfnDeploymentGroup) finish(scope, group.node.defaultChild, parts);
  for (const named of scalingGroups) roles.addIfKnown(named.group);
  return {
    group,
    deploymentConfigName: config.name,
    resource: group.node.defaultChild,
    servers: { scalingGroups: scalingGroupNames, tagGroups: [ec2Tags, onPremisesTags] },
  };
}

/** What the L2 does not reach, or decides by flags of the app. */
function finish(scope: Construct, resource: CfnDeploymentGroup, { rolePolicy, settings }: ServerGroupParts): void {
  resource.deploymentStyle = {
    deploymentType: 'IN_PLACE',
    deploymentOption: hasLoadBalancer(settings.loadBalancers) ? 'WITH_TRAFFIC_CONTROL' : 'WITHOUT_TRAFFIC_CONTROL',
  };
  resource.alarmConfiguration = alarmConfiguration(scope, settings.alarms, settings.treatment);
  resource.autoRollbackConfiguration = autoRollbackConfiguration(settings.events);
  resource.triggerConfigurations = triggerConfigurations(settings.notifications.triggers);
  resource.outdatedInstancesStrategy = settings.outdatedInstances;
  rolePolicy.applyBefore(resource);
}
