import { Duration } from 'aws-cdk-lib';
import { CfnDeploymentGroup, EcsApplication, EcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IEcsApplication, IEcsDeploymentConfig, IEcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { checkChoice, checkDuration, checkLiteralName, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { fixedName } from '../../core/names';
import type { Problems } from '../../core/problems';
import { AppSpec } from '../app-spec/app-spec';
import { applicationOf } from '../deployment-application';
import {
  alarmConfiguration,
  autoRollbackConfiguration,
  checkAlarms,
  rollbackEvents,
} from '../deployment-group-settings';
import { checkNotifications, triggerConfigurations } from '../notification-settings';
import { warnOfSlowAlarms } from '../slow-alarms';
import type { CheckedNotifications } from '../notification-settings';
import type { NamedConfig } from '../traffic-config';
import { deploymentFiles } from './deployment-files';
import type { DeploymentFiles } from './deployment-files';
import { bindHooks } from './deployment-hooks';
import type { BoundHooks } from './deployment-hooks';
import type { CodeDeployControllerOptions } from './ecs-controller-options';
import type { EcsReleaseParts } from './ecs-release-parts';
import { ecsDeploymentConfig } from './ecs-rollout';
import { codeDeployPermissions } from './service-permissions';
import { taskDefinitionFile } from './task-definition-file';
import { attachService, leadToBlue } from './traffic';

const BLUE_STAYS = Duration.hours(1);

/** A service that CodeDeploy releases. */
export interface CodeDeployRelease {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly deploymentConfigName: string;

  /** How long a release takes at least. */
  readonly minutes: number;
  readonly group?: IEcsDeploymentGroup;
  readonly files?: DeploymentFiles;
}

interface Waits {
  readonly confirm?: Duration;
  readonly terminate: Duration;
}

/** Makes the deployment group. */
export function releaseByCodeDeploy(
  scope: Construct,
  given: CodeDeployControllerOptions,
  parts: EcsReleaseParts,
): CodeDeployRelease {
  const { problems, props } = parts;
  const options = checkStruct(problems, 'controller', given) ?? {};
  const within = problems.within('controller');
  if (props.listener === undefined) {
    problems.add('listener', 'must be given where CodeDeploy releases, which moves the traffic of a load balancer');
  }
  const { name: applicationName, application } = applicationOf<IEcsApplication>(scope, within, options, {
    make: (name) => new EcsApplication(scope, 'Application', { applicationName: name }),
    fromName: (name) => EcsApplication.fromEcsApplicationName(scope, 'ApplicationElsewhere', name),
  });
  const deploymentGroupName =
    checkLiteralName(within, 'deploymentGroupName', options.deploymentGroupName, LIMITS.codeDeployName) ??
    fixedName(scope, LIMITS.codeDeployName.max);
  const config = ecsDeploymentConfig(scope, problems.within('rollout'), parts.rollout);
  const waits = checkWaits(within, options);
  const hooks = bindHooks(scope, within, options.hooks, props.testListener !== undefined);
  const notifications = checkNotifications(scope, within, options.notifications);
  const appSpec = appSpecOf(scope, within, options, hooks, parts);
  const made = { application, deploymentGroupName, config, hooks, waits, notifications };
  const group = makeGroup(scope, made, parts);
  const { service, containers } = parts;
  return {
    applicationName,
    deploymentGroupName,
    deploymentConfigName: config.name,
    minutes: config.minutes + minutesOf(waits.confirm) + minutesOf(waits.terminate),
    group,
    files:
      service === undefined || containers === undefined || appSpec === undefined
        ? undefined
        : deploymentFiles(
            scope,
            taskDefinitionFile(scope, service.taskDefinition, containers.released),
            appSpec.content,
          ),
  };
}

interface GroupParts {
  readonly application: IEcsApplication;
  readonly deploymentGroupName: string;
  readonly config: NamedConfig<IEcsDeploymentConfig>;
  readonly hooks: BoundHooks;
  readonly waits: Waits;
  readonly notifications: CheckedNotifications;
}

function makeGroup(scope: Construct, made: GroupParts, parts: EcsReleaseParts): IEcsDeploymentGroup | undefined {
  const { problems, rollback, service, containers, traffic, taskRoleArns } = parts;
  const { hooks, notifications } = made;
  const given = rollback._parts.alarms ?? [];
  const alarms = checkAlarms(scope, problems.within('rollback'), [...given, ...parts.platformAlarms]);
  warnOfSlowAlarms(scope, alarms, made.config.minutes);
  if (service === undefined || containers === undefined || traffic === undefined) return undefined;
  const rolePolicy = parts.rolePolicy();
  rolePolicy.add(
    ...codeDeployPermissions(scope, { service, traffic, taskRoleArns, hookArns: hooks.arns, alarms }),
    ...notifications.permissions,
  );
  leadToBlue(scope, problems, 'Production', traffic);
  leadToBlue(scope, problems, 'Test', traffic);
  attachService(service, containers, traffic);
  const group = new EcsDeploymentGroup(scope, 'DeploymentGroup', {
    application: made.application,
    deploymentGroupName: made.deploymentGroupName,
    deploymentConfig: made.config.config,
    service: service.service,
    role: rolePolicy.frozen,
    blueGreenDeploymentConfig: {
      blueTargetGroup: traffic.blue,
      greenTargetGroup: traffic.green,
      listener: traffic.listeners.production,
      testListener: traffic.listeners.test,
    },
  });
  const resource = group.node.defaultChild;
  if (resource instanceof CfnDeploymentGroup) {
    resource.blueGreenDeploymentConfiguration = blueGreen(made.waits);
    resource.ecsServices = [{ clusterName: service.clusterName, serviceName: service.serviceName }];
    resource.alarmConfiguration = alarmConfiguration(scope, alarms);
    resource.autoRollbackConfiguration = autoRollbackConfiguration(rollbackEvents(rollback, alarms));
    resource.triggerConfigurations = triggerConfigurations(notifications.triggers);
    rolePolicy.applyBefore(resource);
    // By its name, which may be literal, so that nothing else says the order.
    resource.addResourceDependency(service.resource);
  }
  return group;
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentReadyOption.html */
function blueGreen({ confirm, terminate }: Waits): CfnDeploymentGroup.BlueGreenDeploymentConfigurationProperty {
  return {
    deploymentReadyOption:
      confirm === undefined
        ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
        : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: confirm.toMinutes() },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: terminate.toMinutes(),
    },
  };
}

function checkWaits(problems: Problems, options: CodeDeployControllerOptions): Waits {
  const { confirmWithin, terminateBlueAfter } = options;
  return {
    confirm: checkDuration(problems, 'confirmWithin', confirmWithin, LIMITS.containerConfirmation),
    terminate:
      checkDuration(problems, 'terminateBlueAfter', terminateBlueAfter, LIMITS.containerTermination) ?? BLUE_STAYS,
  };
}

function minutesOf(time: Duration | undefined): number {
  return time === undefined || time.isUnresolved() ? 0 : time.toMinutes();
}

function appSpecOf(
  scope: Construct,
  problems: Problems,
  options: CodeDeployControllerOptions,
  hooks: BoundHooks,
  { containers, props }: EcsReleaseParts,
): AppSpec | undefined {
  const given = checkChoice(problems, 'appSpec', options.appSpec, AppSpec);
  if (containers?.port === undefined) return undefined;
  const { name, port } = containers;
  given?._check(scope, problems.within('appSpec'), {
    platform: 'container',
    loadBalancer: true,
    blueGreen: true,
    container: { name, port },
    testTraffic: props.testListener !== undefined,
  });
  return given ?? AppSpec.forEcs({ containerName: name, containerPort: port, hooks: hooks.names });
}
