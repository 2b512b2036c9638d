import { Stack } from 'aws-cdk-lib';
import type { ActionBindOptions, ActionConfig, ActionProperties, IAction, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRuleTarget, Rule, RuleProps } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from './action';
import { readWriteArtifacts } from './artifact-access';
import { roleOfPipeline } from './command-role';
import type { Problems } from './problems';

/**
 * An action of the user's with a role of its own, which the grants of aws-cdk-lib reach. The pipeline's role, which is the only one that may assume it,
 * is never widened by them.
 */
export class OwnRoleAction implements IAction {
  /**
   * The action with the role that it has, else with one of its own that may read and write the artifacts of the pipeline. Its run order is its own, or what is
   * said here.
   */
  public static of(
    scope: Construct,
    { pipeline, foundation, pipelineName }: DeliveryActionContext,
    action: IAction,
    runOrder?: number,
  ): IAction {
    const { actionName, role: given, owner = 'AWS' } = action.actionProperties;
    // Only AWS's own actions take a role.
    if (given !== undefined || owner !== 'AWS') {
      return runOrder === undefined ? action : new OwnRoleAction(action, given, runOrder);
    }
    const role = new Role(scope, 'ActionRole', {
      assumedBy: roleOfPipeline(scope, pipeline),
      description: `Runs the action ${actionName} of a pipeline of ${Stack.of(scope).stackName}`,
    });
    for (const statement of readWriteArtifacts(foundation, pipelineName)) role.addToPrincipalPolicy(statement);
    return new OwnRoleAction(action, role, runOrder);
  }

  /** The same in the place of the context, for what users may have written instead of an action. */
  public static checked(
    scope: Construct,
    problems: Problems,
    context: DeliveryActionContext,
    given: IAction | undefined,
  ): IAction {
    const actionName = OwnRoleAction.nameOf(given);
    if (given !== undefined && actionName !== undefined) {
      return OwnRoleAction.of(scope, context, given, context.runOrder);
    }
    problems.add('action', 'must be an action of aws-cdk-lib', { got: given });
    return new ManualApprovalAction({ actionName: 'Action', runOrder: context.runOrder });
  }

  /** The name of what is an action. */
  public static nameOf(given: IAction | undefined): string | undefined {
    const action = given as Partial<IAction> | null | undefined;
    return typeof action?.bind === 'function' ? action.actionProperties?.actionName : undefined;
  }

  private constructor(
    private readonly action: IAction,
    private readonly role: IRole | undefined,
    private readonly runOrder: number | undefined,
  ) {}

  public get actionProperties(): ActionProperties {
    const properties = this.action.actionProperties;
    return { ...properties, role: this.role, runOrder: this.runOrder ?? properties.runOrder };
  }

  public bind(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    return this.action.bind(scope, stage, options);
  }

  public onStateChange(name: string, target?: IRuleTarget, options?: RuleProps): Rule {
    return this.action.onStateChange(name, target, options);
  }
}
