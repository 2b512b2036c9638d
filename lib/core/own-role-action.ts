import { Stack } from 'aws-cdk-lib';
import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionBindOptions, ActionConfig, ActionProperties, IAction, IStage } from 'aws-cdk-lib/aws-codepipeline';
import type { IRuleTarget, Rule, RuleProps } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StageAccess } from './access';

/**
 * An action of the user's with a role of its own, which the grants of aws-cdk-lib reach. The pipeline's role, which is the only one that may assume it,
 * is never widened by them.
 */
export class OwnRoleAction implements IAction {
  /** The action as it is, where it has a role; else with one of its own. */
  public static of(scope: Construct, action: IAction, pipelineRole: IRole): IAction {
    if (action.actionProperties.role !== undefined) return action;
    const role = new Role(scope, 'ActionRole', {
      assumedBy: new ArnPrincipal(pipelineRole.roleArn),
      description: `Runs the action ${action.actionProperties.actionName} of a pipeline of ${Stack.of(scope).stackName}`,
    });
    return new OwnRoleAction(action, { role });
  }

  /** The action in another account or region, with the role that is there for it. A person approves where the pipeline is. */
  public static inAccess(action: IAction, { actionRole, region }: StageAccess, homeRegion: string): IAction {
    const { category, role } = action.actionProperties;
    if (category === ActionCategory.APPROVAL || role !== undefined) return action;
    const elsewhere = region === homeRegion ? undefined : region;
    return new OwnRoleAction(action, { role: actionRole, region: elsewhere, resource: undefined });
  }

  private constructor(
    private readonly action: IAction,
    private readonly place: Partial<ActionProperties>,
  ) {}

  public get actionProperties(): ActionProperties {
    return { ...this.action.actionProperties, ...this.place };
  }

  public bind(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    return this.action.bind(scope, stage, options);
  }

  public onStateChange(name: string, target?: IRuleTarget, options?: RuleProps): Rule {
    return this.action.onStateChange(name, target, options);
  }
}
