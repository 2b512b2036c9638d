import { Resource } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EcsApplication, LambdaApplication, ServerApplication } from 'aws-cdk-lib/aws-codedeploy';
import type { IServerApplication, IServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkChoice, checkLiteralName, orEmpty } from '../../core/checks';
import { checkGrantee } from '../../core/grants';
import { LIMITS } from '../../core/limits';
import { fixedName, suffixedName } from '../../core/names';
import { Problems } from '../../core/problems';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import { AppSpec } from '../app-spec/app-spec';
import { applicationOf } from '../deployment-application';
import { Rollout } from '../rollout';
import { makeAgentAssociations } from './agent-associations';
import { makeCopiedFleetGroup } from './copied-fleet-group';
import { DeploymentAgent } from './deployment-agent';
import { ImportedServerDeployment } from './imported-server-deployment';
import { makeInPlaceGroup } from './in-place-group';
import { hasLoadBalancer } from './server-load-balancers';
import type { IServerDeployment, ServerDeploymentAttributes } from './server-deployment-interface';
import type { ServerDeploymentProps } from './server-deployment-props';
import { ServerRoles } from './server-roles';
import { serverSettings } from './server-settings';
import type { MadeServerGroup } from './server-settings';

/**
 * The releases of servers: EC2 instances in Auto Scaling groups or with tags, and servers on-premises, through a deployment group of CodeDeploy.
 * Give it to `DeployTarget.servers`.
 *
 * A release goes to the servers where they are, or with `Rollout.blueGreen` to a new fleet beside the old one. The revision has an `appspec.yml` at
 * its root: `AppSpec` writes and checks it. The agent of CodeDeploy comes by Systems Manager.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups.html
 */
export class ServerDeployment extends Resource implements IServerDeployment {
  /**
   * Uses a deployment group that exists already.
   */
  public static fromServerDeploymentAttributes(
    scope: Construct,
    id: string,
    attributes: ServerDeploymentAttributes,
  ): IServerDeployment {
    return new ImportedServerDeployment(scope, id, attributes);
  }

  public readonly applicationName: string;
  public readonly deploymentGroupName: string;
  public readonly deploymentConfigName: string;

  /** The deployment group. */
  public readonly deploymentGroup: IServerDeploymentGroup;

  /** The role that CodeDeploy works with. */
  public readonly role: IRole;

  /** The alarms that were made for `Rollback.onPlatformAlarms`. */
  public readonly platformAlarms: IAlarm[];

  /** @internal */
  public readonly _roles: ServerRoles;

  /** @internal */
  public readonly _appSpec?: AppSpec;

  /** @internal */
  public readonly _waitMinutes: number;

  private readonly problems = Problems.of(this, 'ServerDeployment');

  constructor(scope: Construct, id: string, props: ServerDeploymentProps) {
    super(scope, id);
    const given = orEmpty(props);
    const { problems } = this;
    const rollout = checkChoice(problems, 'rollout', given.rollout, Rollout) ?? Rollout.oneAtATime();
    const isBlueGreen = rollout._kind === 'blueGreen';
    this.deploymentGroupName = groupName(this, problems, given, isBlueGreen);
    const { name: applicationName, application } = applicationOf<IServerApplication>(this, problems, given, {
      make: (name) => new ServerApplication(this, 'Application', { applicationName: name }),
      fromName: (name) => ServerApplication.fromServerApplicationName(this, 'ApplicationElsewhere', name),
    });
    this.applicationName = applicationName;
    if (application instanceof LambdaApplication || application instanceof EcsApplication) {
      problems.add('application', 'must be an application of servers', { cure: 'use a ServerApplication' });
    }
    const role = checkServiceRole(problems, 'role', this, given.role, 'codedeploy.amazonaws.com');
    const rolePolicy = new RolePolicy(this, 'ServiceRole', 'codedeploy.amazonaws.com', role);
    this.role = rolePolicy.role;
    this._roles = new ServerRoles(this);
    const settings = serverSettings(this, problems, given);
    this.platformAlarms = settings.platformAlarms;
    rolePolicy.add(...settings.notifications.permissions);

    const make = isBlueGreen ? makeCopiedFleetGroup : makeInPlaceGroup;
    const made = make(this, given, {
      problems,
      rollout,
      application,
      applicationName,
      deploymentGroupName: this.deploymentGroupName,
      rolePolicy,
      roles: this._roles,
      settings,
    });
    this.deploymentConfigName = made.deploymentConfigName;
    this.deploymentGroup = made.group;
    this._waitMinutes = made.waitMinutes ?? 0;
    this.node.defaultChild = made.resource;
    installAgent(this, problems, given, made);
    this._appSpec = checkChoice(problems, 'appSpec', given.appSpec, AppSpec);
    this._appSpec?._check(this, problems.within('appSpec'), {
      platform: 'server',
      loadBalancer: hasLoadBalancer(settings.loadBalancers),
      blueGreen: isBlueGreen,
    });
  }

  /**
   * Lets servers be managed by Systems Manager and fetch the CodeDeploy agent, and revisions of the pipelines that release to them: everything that a
   * server needs. The servers of `autoScalingGroups` and of a fleet have it already, where their role is known.
   *
   * @param grantee the role of the servers, or what has it.
   */
  public grantInstance(grantee: IGrantable): Grant {
    const principal = checkGrantee(this.problems, 'grantInstance', grantee, this);
    return principal === undefined ? Grant.drop(grantee, 'no role is given') : this._roles.add(principal);
  }
}

function groupName(scope: Construct, problems: Problems, props: ServerDeploymentProps, isBlueGreen: boolean): string {
  const limit = LIMITS.codeDeployName;
  const given = checkLiteralName(problems, 'deploymentGroupName', props.deploymentGroupName, limit);
  if (given !== undefined) return given;
  const name = fixedName(scope, limit.max);
  // The group of another kind cannot take the name before the one of this kind has left it.
  return isBlueGreen ? suffixedName(name, '-blue-green', limit.max) : name;
}

function installAgent(
  scope: Construct,
  problems: Problems,
  props: ServerDeploymentProps,
  { servers }: MadeServerGroup,
): void {
  const agent = checkChoice(problems, 'agent', props.agent, DeploymentAgent) ?? DeploymentAgent.bySystemsManager();
  const { _options: options } = agent;
  if (options === undefined) return;
  if (servers === undefined && options.tags === undefined) {
    problems.add('agent', 'must be given for a fleet that exists: its copies have names that nobody knows before', {
      cure: 'use DeploymentAgent.bySystemsManager with the tags of the fleet, or DeploymentAgent.installed()',
    });
    return;
  }
  makeAgentAssociations(scope, problems, options, servers ?? { scalingGroups: [], tagGroups: [] });
}
