import { Resource } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnDeploymentGroup, LambdaApplication, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { ILambdaApplication, ILambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnAlias } from 'aws-cdk-lib/aws-lambda';
import type { IAlias, IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkChoice, checkGiven, checkLiteralName, orEmpty } from '../../core/checks';
import { checkOptionalResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { fixedName } from '../../core/names';
import { Problems } from '../../core/problems';
import { RolePolicy } from '../../core/role-policy';
import { applicationOf } from '../deployment-application';
import {
  alarmConfiguration,
  autoRollbackConfiguration,
  checkAlarms,
  rollbackEvents,
} from '../deployment-group-settings';
import { Rollback } from '../rollback';
import { Rollout } from '../rollout';
import { functionAlarms } from './lambda-alarms';
import type { ILambdaDeployment, LambdaDeploymentAttributes } from './lambda-deployment-interface';
import {
  firstAlias,
  functionArnByName,
  functionArnOf,
  literalName,
  localFunction,
  servicePermissions,
} from './lambda-parts';
import { lambdaDeploymentConfig, LAMBDA_ALL_AT_ONCE } from './lambda-rollout';

/**
 * Properties of a `LambdaDeployment`.
 */
export interface LambdaDeploymentProps {
  /**
   * The function. Its code in the template is a placeholder: after the first release the pipeline alone moves code.
   */
  readonly function: IFunction;

  /**
   * The alias that callers use, made here: 1 to 128 letters, digits, `-` and `_`, not digits alone.
   *
   * @default 'live'
   */
  readonly aliasName?: string;

  /**
   * A published version that the alias starts at, for a function that has versions already: Lambda publishes no second
   * version of what has not changed.
   *
   * @default - a version is published, of the code in the template
   */
  readonly firstVersion?: IVersion;

  /**
   * How traffic moves to a new version.
   *
   * @default Rollout.allAtOnce()
   */
  readonly rollout?: Rollout;

  /**
   * When CodeDeploy takes a release back.
   *
   * @default Rollback.onFailure()
   */
  readonly rollback?: Rollback;

  /**
   * The CodeDeploy application that the deployment group belongs to.
   *
   * @default - an application of its own
   */
  readonly application?: ILambdaApplication;

  /**
   * The name of the application that is made, 1 to 100 characters. Not beside `application`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly applicationName?: string;

  /**
   * The name of the deployment group, unique in its application, 1 to 100 characters.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly deploymentGroupName?: string;

  /**
   * The role that CodeDeploy moves traffic with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own, which may move this alias and read the alarms
   */
  readonly role?: IRole;
}

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

  /** The alias that callers use. */
  public readonly alias: IAlias;

  /** The deployment group. */
  public readonly deploymentGroup: ILambdaDeploymentGroup;

  /** The role that CodeDeploy moves traffic with. */
  public readonly role: IRole;

  /** @internal */
  public readonly _minutes: number;

  constructor(scope: Construct, id: string, props: LambdaDeploymentProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'LambdaDeployment');
    const target = localFunction(this, problems, given.function);
    const rollback = checkChoice(problems, 'rollback', given.rollback, Rollback) ?? Rollback.onFailure();
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
    const role = checkOptionalResource(problems, 'role', this, given.role, 'a role', 'roleArn');
    const rolePolicy = new RolePolicy(this, 'ServiceRole', 'codedeploy.amazonaws.com', role);
    this.role = rolePolicy.role;
    const alarms = this.alarmsOf(problems.within('rollback'), rollback);
    rolePolicy.add(...servicePermissions(this, this.functionArn, alarms));

    const alias = firstAlias(this, target, this.aliasName, given.firstVersion);
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
      group.node.defaultChild.alarmConfiguration = alarmConfiguration(this, alarms);
      group.node.defaultChild.autoRollbackConfiguration = autoRollbackConfiguration(rollbackEvents(rollback, alarms));
      rolePolicy.applyBefore(group.node.defaultChild);
    }
    // With this policy of the L2, a stack update that touched the alias would deploy the version of the template.
    if (alias.node.defaultChild instanceof CfnAlias) alias.node.defaultChild.cfnOptions.updatePolicy = undefined;
  }

  private alarmsOf(problems: Problems, rollback: Rollback): IAlarm[] {
    const { alarms = [], platform } = rollback._parts;
    const made = platform === undefined ? [] : functionAlarms(this, problems, this, platform);
    return checkAlarms(this, problems, [...alarms, ...made]);
  }
}

class ImportedLambdaDeployment extends Resource implements ILambdaDeployment {
  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly aliasName: string;
  public readonly applicationName: string;
  public readonly deploymentGroupName: string;
  public readonly deploymentConfigName: string;

  constructor(scope: Construct, id: string, attributes: LambdaDeploymentAttributes) {
    super(scope, id);
    const problems = Problems.of(this, 'LambdaDeployment.fromLambdaDeploymentAttributes');
    for (const prop of ['functionName', 'applicationName', 'deploymentGroupName'] as const) {
      checkGiven(problems, prop, attributes[prop], 'given');
    }
    this.functionName = attributes.functionName;
    this.functionArn = functionArnByName(this, attributes.functionName);
    this.aliasName = attributes.aliasName ?? 'live';
    this.applicationName = attributes.applicationName;
    this.deploymentGroupName = attributes.deploymentGroupName;
    this.deploymentConfigName = attributes.deploymentConfigName ?? LAMBDA_ALL_AT_ONCE;
  }
}
