import { Stack } from 'aws-cdk-lib';
import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionBindOptions, ActionConfig, ActionProperties, IAction, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRuleTarget, Rule, RuleProps } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageAccess } from './access';
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
      return runOrder === undefined ? action : new OwnRoleAction(action, at(runOrder));
    }
    const role = new Role(scope, 'ActionRole', {
      assumedBy: roleOfPipeline(scope, pipeline),
      description: `Runs the action ${actionName} of a pipeline of ${Stack.of(scope).stackName}`,
    });
    for (const statement of readWriteArtifacts(foundation, pipelineName)) role.addToPrincipalPolicy(statement);
    return new OwnRoleAction(action, { role, ...at(runOrder) });
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

  /** The action in another account or region, with the role that is there for it. A person approves where the pipeline is. */
  public static inAccess(action: IAction, { actionRole, region }: StageAccess, homeRegion: string): IAction {
    const { category, role } = action.actionProperties;
    if (category === ActionCategory.APPROVAL || role !== undefined) return action;
    const elsewhere = region === homeRegion ? undefined : region;
    return new OwnRoleAction(action, { role: actionRole, region: elsewhere, resource: undefined }, true);
  }

  private constructor(
    private readonly action: IAction,
    private readonly place: Partial<ActionProperties>,
    private readonly isElsewhere = false,
  ) {}

  public get actionProperties(): ActionProperties {
    return { ...this.action.actionProperties, ...this.place };
  }

  public bind(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    return this.action.bind(scope, stage, this.isElsewhere ? withoutGrants(scope, options) : options);
  }

  public onStateChange(name: string, target?: IRuleTarget, options?: RuleProps): Rule {
    return this.action.onStateChange(name, target, options);
  }
}

function at(runOrder: number | undefined): Partial<ActionProperties> {
  return runOrder === undefined ? {} : { runOrder };
}

/** To a role of another account aws-cdk-lib would open bucket and key by their policies, and wide. */
function withoutGrants(scope: Construct, options: ActionBindOptions): ActionBindOptions {
  return { ...options, bucket: Bucket.fromBucketName(scope, 'Store', options.bucket.bucketName) };
}
