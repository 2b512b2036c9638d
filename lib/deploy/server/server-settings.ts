import type { IServerApplication, IServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct, IConstruct } from 'constructs';
import { checkLiteralBoolean, checkOneOf } from '../../core/checks';
import type { Problems } from '../../core/problems';
import type { RolePolicy } from '../../core/role-policy';
import { watchSettings } from '../deployment-group-settings';
import type { WatchSettings } from '../deployment-group-settings';
import type { Rollout } from '../rollout';
import type { AgentServers } from './agent-associations';
import { serverAlarms } from './server-alarms';
import { OutdatedInstances } from './server-deployment-props';
import type { ServerDeploymentProps } from './server-deployment-props';
import { checkLoadBalancers } from './server-load-balancers';
import type { ServerLoadBalancers } from './server-load-balancers';
import type { ServerRoles } from './server-roles';

/** What both kinds of deployment groups of servers are told alike, with every default decided. */
export interface ServerSettings extends WatchSettings {
  readonly loadBalancers: ServerLoadBalancers;
  readonly outdatedInstances: OutdatedInstances;
  readonly terminationHook: boolean;
}

/** What a deployment group of servers is made with. */
export interface ServerGroupParts {
  readonly problems: Problems;
  readonly rollout: Rollout;
  readonly application: IServerApplication;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly rolePolicy: RolePolicy;
  readonly roles: ServerRoles;
  readonly settings: ServerSettings;
}

/** A deployment group of servers. */
export interface MadeServerGroup {
  readonly group: IServerDeploymentGroup;
  readonly deploymentConfigName: string;

  /** The resource that stands for the group in the template, where there is one. */
  readonly resource?: IConstruct;

  /** How long a release may wait for a person, in minutes, where that is known. */
  readonly waitMinutes?: number;

  /** The servers, as Systems Manager can find them; nothing where it cannot. */
  readonly servers?: AgentServers;
}

/** The settings of a deployment. What is out of range is reported. */
export function serverSettings(scope: Construct, problems: Problems, props: ServerDeploymentProps): ServerSettings {
  const loadBalancers = checkLoadBalancers(scope, problems, props);
  return {
    ...watchSettings(scope, problems, props, (within, platform) =>
      serverAlarms(scope, within, loadBalancers.targetGroups, platform),
    ),
    loadBalancers,
    outdatedInstances: checkOutdated(problems, props.outdatedInstances),
    terminationHook: checkLiteralBoolean(problems, 'terminationHook', props.terminationHook) ?? false,
  };
}

function checkOutdated(problems: Problems, given: OutdatedInstances | undefined): OutdatedInstances {
  const kind = 'OutdatedInstances';
  return checkOneOf(problems, 'outdatedInstances', given, OutdatedInstances, kind) ?? OutdatedInstances.UPDATE;
}
