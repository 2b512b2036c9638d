import { Resource } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnDeploymentGroup, LambdaApplication, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { ILambdaApplication, ILambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnAlias } from 'aws-cdk-lib/aws-lambda';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkChoice, checkGiven, checkLiteralName, orEmpty } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { fixedName } from '../../core/names';
import { Problems } from '../../core/problems';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import { AppSpec } from '../app-spec/app-spec';
import { codeDeployArns } from '../code-deploy-arns';
import { applicationOf } from '../deployment-application';
import { alarmConfiguration, autoRollbackConfiguration } from '../deployment-group-settings';
import { triggerConfigurations } from '../notification-settings';
import { warnOfSlowAlarms } from '../slow-alarms';
import { Rollout } from '../rollout';
import { ImportedLambdaDeployment } from './imported-lambda-deployment';
import type { ILambdaDeployment, LambdaDeploymentAttributes } from './lambda-deployment-interface';
import type { LambdaDeploymentProps } from './lambda-deployment-props';
import { functionArnOf, literalName, localFunction, servicePermissions } from './lambda-parts';
import { lambdaDeploymentConfig } from './lambda-rollout';
import { lambdaSettings } from './lambda-settings';
import { aliasOf, checkWay, setUpdatePolicy, versionOfStack } from './release-way';
import type { ReleaseWay } from './release-way';
import { checkHooks, hookArns, permitHooks } from './traffic-hooks';

/**
 * The releases of one Lambda function: an alias for its callers, and a CodeDeploy deployment group that moves the alias
 * from version to version. Give it to `DeployTarget.lambdaFunction`.
 *
 * The alias starts at a first version, of the code in the template. From then on the alias belongs to CodeDeploy: a stack
 * update touches neither alias nor versions. A changed configuration (environment, memory) goes live with the next run of
 * the pipeline, under the same rollout.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-lambda.html
 */
export class LambdaDeployment extends Resource implements ILambdaDeployment {
  /**
   * Uses a function, an alias and a deployment group that exist already.
   */
  public static fromLambdaDeploymentAttributes(
    scope: Construct,
    id: string,
    attributes: LambdaDeploymentAttributes,
  ): ILambdaDeployment {
    return new ImportedLambdaDeployment(scope, id, attributes);
  }

  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly aliasName: string;
  public readonly applicationName: string;
  public readonly deploymentGroupName: string;
  public readonly deploymentConfigName: string;
  public readonly beforeTrafficFunctionName?: string;
  public readonly afterTrafficFunctionName?: string;
  public readonly versionAlarmName?: string;

  /** The alias that callers use. */
  public readonly alias: IAlias;

  /** The deployment group. */
  public readonly deploymentGroup: ILambdaDeploymentGroup;

  /** The role that CodeDeploy moves traffic with. */
  public readonly role: IRole;

  /** The alarms that were made for `Rollback.onPlatformAlarms`. */
  public readonly platformAlarms: IAlarm[];

  /** @internal */
  public readonly _minutes: number;

  /** @internal */
  public readonly _way: ReleaseWay;

  private readonly problems: Problems;

  constructor(scope: Construct, id: string, props: LambdaDeploymentProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'LambdaDeployment');
    this.problems = problems;
    const target = localFunction(this, problems, given.function);
    const rollout = checkChoice(problems, 'rollout', given.rollout, Rollout) ?? Rollout.allAtOnce();
    this.functionName = literalName(target) ?? target.functionName;
    this.functionArn = functionArnOf(this, target);
    this.aliasName = checkLiteralName(problems, 'aliasName', given.aliasName, LIMITS.aliasName) ?? 'live';
    this.deploymentGroupName =
      checkLiteralName(problems, 'deploymentGroupName', given.deploymentGroupName, LIMITS.codeDeployName) ??
      fixedName(this, LIMITS.codeDeployName.max);
    const config = lambdaDeploymentConfig(this, problems.within('rollout'), rollout);
    this.deploymentConfigName = config.name;
    this._minutes = config.minutes;
    const application = applicationOf<ILambdaApplication>(this, problems, given, {
      make: (applicationName) => new LambdaApplication(this, 'Application', { applicationName }),
      fromName: (name) => LambdaApplication.fromLambdaApplicationName(this, 'ApplicationElsewhere', name),
    });
    this.applicationName = application.name;
    const role = checkServiceRole(problems, 'role', this, given.role, 'codedeploy.amazonaws.com');
    const rolePolicy = RolePolicy.inside(this, 'ServiceRole', 'codedeploy.amazonaws.com', role);
    this.role = rolePolicy.role;
    this._way = checkWay(problems, given.releasedBy);
    const version = versionOfStack(this, problems, this._way, given);
    const settings = lambdaSettings(this, problems, given, {
      functionName: this.functionName,
      aliasName: this.aliasName,
      version: version?.version,
    });
    this.platformAlarms = settings.platformAlarms;
    warnOfSlowAlarms(this, settings.alarms, config.minutes);
    this.versionAlarmName = version === undefined ? settings.versionAlarm?.alarmName : undefined;
    const hooks = checkHooks(this, problems, given, given.function);
    this.beforeTrafficFunctionName = hooks.before?.name;
    this.afterTrafficFunctionName = hooks.after?.name;
    rolePolicy.add(...servicePermissions(this, this.functionArn, settings.alarms, hookArns(hooks)));
    rolePolicy.add(...settings.notifications.permissions);
    permitHooks(this, hooks, { groupArn: codeDeployArns(this, this).group, functionArn: this.functionArn });

    const alias = aliasOf(this, target, this.aliasName, { version, firstVersion: given.firstVersion });
    this.alias = alias;
    const group = new LambdaDeploymentGroup(this, 'DeploymentGroup', {
      alias,
      application: application.application,
      deploymentGroupName: this.deploymentGroupName,
      deploymentConfig: config.config,
      role: rolePolicy.frozen,
    });
    this.deploymentGroup = group;
    this.node.defaultChild = group.node.defaultChild;
    if (group.node.defaultChild instanceof CfnDeploymentGroup) {
      group.node.defaultChild.alarmConfiguration = alarmConfiguration(this, settings.alarms, settings.treatment);
      group.node.defaultChild.autoRollbackConfiguration = autoRollbackConfiguration(settings.events);
      group.node.defaultChild.triggerConfigurations = triggerConfigurations(settings.notifications.triggers);
      rolePolicy.applyBefore(group.node.defaultChild);
    }
    if (alias.node.defaultChild instanceof CfnAlias) {
      setUpdatePolicy(alias.node.defaultChild, this._way, this, hooks);
      // They watch the new version before it has traffic.
      if (version !== undefined) alias.node.addDependency(...settings.platformAlarms);
    }
  }

  /**
   * The AppSpec of a deployment by hand, e.g. back to an older version, with the hooks of this deployment. What is wrong with it is reported
   * when the app is synthesized.
   *
   * @param currentVersion the version that the alias is on.
   * @param targetVersion the version that it moves to.
   */
  public appSpec(currentVersion: string, targetVersion: string): AppSpec {
    const { functionName, aliasName, beforeTrafficFunctionName, afterTrafficFunctionName } = this;
    const spec = AppSpec.forLambda({
      functionName,
      aliasName,
      currentVersion,
      targetVersion,
      beforeTraffic: beforeTrafficFunctionName,
      afterTraffic: afterTrafficFunctionName,
    });
    this.checkAppSpec(spec);
    return spec;
  }

  /**
   * Checks an AppSpec that you give CodeDeploy yourself, e.g. that of `AppSpec.fromLambdaFile`, before it does so in the middle of a release. What is wrong with it is
   * reported when the app is synthesized: also another function or alias than that of this deployment, where their names are known.
   *
   * @param appSpec an AppSpec of a function.
   */
  public checkAppSpec(appSpec: AppSpec): void {
    const { problems, functionName: name, aliasName: alias } = this;
    const given = checkChoice(problems, 'appSpec', checkGiven(problems, 'appSpec', appSpec, 'given'), AppSpec);
    const released = { platform: 'function', function: { name, alias } } as const;
    given?._check(this, problems.within('appSpec'), { ...released, loadBalancer: false, blueGreen: false });
  }
}
