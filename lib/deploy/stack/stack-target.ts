import type { Construct } from 'constructs';
import type { IDeliveryAccess } from '../../core/access';
import type { DeliveryArtifact } from '../../core/artifact';
import { Problems } from '../../core/problems';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { changeSetActions } from './change-set-actions';
import { deploymentRole } from './deployment-role';
import { stackSettings } from './stack-settings';
import type { StackTargetOptions } from './stack-target-options';

/** Deploys a stack by a change set. */
export class StackTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly artifact?: DeliveryArtifact;
  public readonly access?: IDeliveryAccess;
  public readonly worksByAccess = true;

  constructor(private readonly options: StackTargetOptions) {
    const { targetName, stackName } = options;
    this.targetName = targetName ?? (typeof stackName === 'string' ? stackName : 'Stack');
    this.artifact = options.artifact;
    this.access = options.access ?? undefined;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.stack');
    const settings = stackSettings(scope, problems, this.options, context.access);
    const name: unknown = this.targetName;
    return changeSetActions(scope, problems, context, {
      ...settings,
      actionName: typeof name === 'string' ? name : 'Stack',
      runOrder: context.runOrder,
      approval: this.options.approval,
      role: deploymentRole(scope, problems, this.options, context),
      access: context.access,
    });
  }
}
