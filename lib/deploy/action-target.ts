import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { OwnRoleAction } from '../core/own-role-action';
import { Problems } from '../core/problems';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from './deploy-target-interface';

/** Any action of aws-cdk-lib. */
export class ActionTarget implements IDeployTarget {
  public readonly targetName: string;

  constructor(private readonly action: IAction | undefined) {
    this.targetName = OwnRoleAction.nameOf(action) ?? 'Action';
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    return { actions: [OwnRoleAction.checked(scope, Problems.of(scope, 'DeployTarget.action'), context, this.action)] };
  }
}
