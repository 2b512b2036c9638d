import {
  AutoRollbackEvent,
  DeploymentReadyAction,
  InstanceAction,
  OutdatedInstancesStrategy,
  TriggerEventType,
  type CreateDeploymentGroupCommandInput,
} from '@aws-sdk/client-codedeploy';
import { ResourceFailure, textAt } from '../shared/custom-resource';
import { choiceAt, flagAt, itemsAt, listAt, optionalWholeNumberAt, PROPERTIES } from '../shared/properties';
import { property } from '../shared/property';
import { classicLoadBalancersAt, targetGroupsAt } from './fleet-properties';

/** What CodeDeploy takes for a group apart from its names, its Auto Scaling groups and its tags. */
export type Settings = Omit<
  CreateDeploymentGroupCommandInput,
  'applicationName' | 'deploymentGroupName' | 'autoScalingGroups' | 'tags'
>;

type BlueGreen = NonNullable<Settings['blueGreenDeploymentConfiguration']>;

function chosenFrom<T extends string>(
  values: readonly string[],
  choices: Readonly<Record<string, T>>,
  path: string,
): T[] {
  return values.map((_, index) => choiceAt(values, String(index), Object.values(choices), path));
}

function readyOf(properties: unknown): BlueGreen['deploymentReadyOption'] {
  const path = `${PROPERTIES}ready.`;
  const ready = property(properties, 'ready');
  const actionOnTimeout = choiceAt(ready, 'action', Object.values(DeploymentReadyAction), path);
  const waitTimeInMinutes = optionalWholeNumberAt(ready, 'waitMinutes', path);
  if (waitTimeInMinutes !== undefined && actionOnTimeout !== 'STOP_DEPLOYMENT') {
    throw new ResourceFailure(`${path}waitMinutes: goes only with the action STOP_DEPLOYMENT.`);
  }
  return { actionOnTimeout, waitTimeInMinutes };
}

/** Blue that is kept alive is not waited for. */
function terminationOf(properties: unknown): BlueGreen['terminateBlueInstancesOnDeploymentSuccess'] {
  const path = `${PROPERTIES}terminateBlue.`;
  const terminateBlue = property(properties, 'terminateBlue');
  const action = choiceAt(terminateBlue, 'action', Object.values(InstanceAction), path);
  const wait = optionalWholeNumberAt(terminateBlue, 'waitMinutes', path);
  return action === 'TERMINATE' ? { action, terminationWaitTimeInMinutes: wait ?? 0 } : { action };
}

function alarmsOf(properties: unknown): Settings['alarmConfiguration'] {
  const path = `${PROPERTIES}alarms.`;
  const alarms = property(properties, 'alarms');
  return {
    enabled: flagAt(alarms, 'enabled', path),
    ignorePollAlarmFailure: flagAt(alarms, 'ignorePollFailure', path),
    alarms: listAt(alarms, 'names', path).map((name) => ({ name })),
  };
}

function triggersOf(properties: unknown): Settings['triggerConfigurations'] {
  return itemsAt(properties, 'triggers', (trigger, path) => ({
    triggerName: textAt(trigger, 'name', path),
    triggerTargetArn: textAt(trigger, 'topicArn', path),
    triggerEvents: chosenFrom(listAt(trigger, 'events', path), TriggerEventType, `${path}events.`),
  }));
}

function loadBalancersOf(properties: unknown): Settings['loadBalancerInfo'] {
  const targetGroupInfoList = targetGroupsAt(properties, 'name').map((name) => ({ name }));
  const elbInfoList = classicLoadBalancersAt(properties).map((name) => ({ name }));
  return {
    ...(targetGroupInfoList.length === 0 ? {} : { targetGroupInfoList }),
    ...(elbInfoList.length === 0 ? {} : { elbInfoList }),
  };
}

function isOn(properties: unknown, key: string): boolean {
  return property(properties, key) !== undefined && flagAt(properties, key);
}

export function parseSettings(properties: unknown): Settings {
  const events = chosenFrom(listAt(properties, 'rollbackEvents'), AutoRollbackEvent, `${PROPERTIES}rollbackEvents.`);
  const isStrategyGiven = property(properties, 'outdatedInstances') !== undefined;
  return {
    serviceRoleArn: textAt(properties, 'serviceRoleArn', PROPERTIES),
    deploymentConfigName: textAt(properties, 'deploymentConfigName', PROPERTIES),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: readyOf(properties),
      greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
      terminateBlueInstancesOnDeploymentSuccess: terminationOf(properties),
    },
    loadBalancerInfo: loadBalancersOf(properties),
    alarmConfiguration: alarmsOf(properties),
    autoRollbackConfiguration: { enabled: events.length > 0, events },
    triggerConfigurations: triggersOf(properties),
    outdatedInstancesStrategy: isStrategyGiven
      ? choiceAt(properties, 'outdatedInstances', Object.values(OutdatedInstancesStrategy))
      : 'UPDATE',
    terminationHookEnabled: isOn(properties, 'terminationHook'),
  };
}
