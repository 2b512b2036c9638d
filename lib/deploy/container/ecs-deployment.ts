import { Resource } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkChoice, orEmpty } from '../../core/checks';
import { Problems } from '../../core/problems';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import { Rollback } from '../rollback';
import { Rollout } from '../rollout';
import { checkService } from './checked-service';
import { releaseByCodeDeploy } from './code-deploy-release';
import { containerAlarms } from './container-alarms';
import type { DeploymentFiles } from './deployment-files';
import { EcsController } from './ecs-controller';
import type { EcsDeploymentAttributes, IEcsDeployment } from './ecs-deployment-interface';
import type { EcsDeploymentProps } from './ecs-deployment-props';
import { releaseByEcs } from './ecs-release';
import { allowPull } from './image-pull';
import { ImportedEcsDeployment } from './imported-ecs-deployment';
import { releasedContainers } from './released-containers';
import { trafficOf } from './traffic';

/**
 * The releases of an ECS service. Give it to `DeployTarget.ecsService`.
 *
 * A release starts new tasks beside the old ones, behind a target group of their own, and moves the traffic as `rollout` says; the old tasks stay a while, so
 * that `rollback` only moves it back. ECS does that itself, or CodeDeploy where `controller` says so. A service without a listener gets its tasks replaced
 * one by one.
 *
 * The deployment attaches the service to the listener, and the template then names the family of the task definition alone: a stack update does not take
 * the service back to the image of the template.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
 */
export class EcsDeployment extends Resource implements IEcsDeployment {
  /**
   * Uses a service that exists already, and its deployment group where CodeDeploy releases it.
   */
  public static fromEcsDeploymentAttributes(
    scope: Construct,
    id: string,
    attributes: EcsDeploymentAttributes,
  ): IEcsDeployment {
    return new ImportedEcsDeployment(scope, id, attributes);
  }

  public readonly clusterName: string;
  public readonly serviceName: string;
  public readonly taskFamily: string;
  public readonly taskRoleArns: string[];
  public readonly applicationName?: string;
  public readonly deploymentGroupName?: string;
  public readonly deploymentConfigName?: string;

  /**
   * The files that a release by CodeDeploy reads, by their names: the task definition and the AppSpec. Let the build put them out:
   * `additionalFiles: deployment.files`, for several stages `{ ...staging.files, ...production.files }`. Empty where ECS itself releases.
   */
  public readonly files: Record<string, string>;

  /** The deployment group, where CodeDeploy releases. */
  public readonly deploymentGroup?: IEcsDeploymentGroup;

  /** The target group that the traffic is on at first, where there is a listener. */
  public readonly blueTargetGroup?: IApplicationTargetGroup;

  /** The target group that the first release goes to, where there is a listener. */
  public readonly greenTargetGroup?: IApplicationTargetGroup;

  /** The role that ECS or CodeDeploy moves the traffic with, where there is a listener. */
  public readonly role?: IRole;

  /** The alarms that were made for `Rollback.onPlatformAlarms`. */
  public readonly platformAlarms: IAlarm[];

  /** @internal */
  public readonly _minutes: number;

  /** @internal */
  public readonly _files?: DeploymentFiles;

  /** @internal */
  public readonly _images: number;

  constructor(scope: Construct, id: string, props: EcsDeploymentProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'EcsDeployment');
    const controller = checkChoice(problems, 'controller', given.controller, EcsController) ?? EcsController.ecs();
    const rollout = checkChoice(problems, 'rollout', given.rollout, Rollout) ?? Rollout.allAtOnce();
    const rollback = checkChoice(problems, 'rollback', given.rollback, Rollback) ?? Rollback.onFailure();
    const byCodeDeploy = controller._type === 'CODE_DEPLOY';
    const service = checkService(this, problems, given.service, controller._type);
    const containers = service && releasedContainers(problems, given, service.taskDefinition);
    const hasListener = given.listener !== undefined;
    const traffic = hasListener ? trafficOf(this, problems, given, service, containers) : undefined;
    this.clusterName = service?.clusterName ?? 'missing';
    this.serviceName = service?.serviceName ?? 'missing';
    this.taskFamily = service?.taskDefinition.family ?? 'missing';
    this.blueTargetGroup = traffic?.blue;
    this.greenTargetGroup = traffic?.green;
    this.taskRoleArns = service === undefined ? [] : allowPull(this, problems, given, service.taskDefinition);
    this.platformAlarms =
      rollback._parts.platform === undefined
        ? []
        : containerAlarms(
            this,
            problems.within('rollback'),
            { service, traffic, hasListener },
            rollback._parts.platform,
          );

    let rolePolicy: RolePolicy | undefined;
    const principal = byCodeDeploy ? 'codedeploy.amazonaws.com' : 'ecs.amazonaws.com';
    const userRole = checkServiceRole(problems, 'role', this, given.role, principal);
    const parts = {
      problems,
      props: given,
      rollout,
      rollback,
      rolePolicy: () => (rolePolicy ??= new RolePolicy(this, 'ServiceRole', principal, userRole)),
      service,
      containers,
      traffic,
      platformAlarms: this.platformAlarms,
      taskRoleArns: this.taskRoleArns,
    };
    if (byCodeDeploy) {
      const release = releaseByCodeDeploy(this, controller._codeDeploy, parts);
      this.applicationName = release.applicationName;
      this.deploymentGroupName = release.deploymentGroupName;
      this.deploymentConfigName = release.deploymentConfigName;
      this.deploymentGroup = release.group;
      this._files = release.files;
      this._minutes = release.minutes;
      this.node.defaultChild = release.group?.node.defaultChild;
    } else {
      this._minutes = releaseByEcs(this, controller._ecs, parts).minutes;
    }
    this.role = rolePolicy?.role;
    this.files = this._files?.files ?? {};
    this._images = containers?.released.length ?? 1;
  }
}
