import { Stack } from 'aws-cdk-lib';
import {
  CloudFormationCreateReplaceChangeSetAction,
  CloudFormationExecuteChangeSetAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryArtifact } from '../../core/artifact';
import { variablesNamespace } from '../../core/artifact';
import { LIMITS } from '../../core/limits';
import { suffixedName } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { checkNameOnce } from '../released-once';
import { approvalOf } from './change-set-approval';
import { deploymentRole } from './deployment-role';
import { stackSettings } from './stack-settings';
import type { StackTargetOptions } from './stack-target-options';

/** Deploys a stack by a change set. */
export class StackTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly artifact?: DeliveryArtifact;

  constructor(private readonly options: StackTargetOptions) {
    const { targetName, stackName } = options;
    this.targetName = targetName ?? (typeof stackName === 'string' ? stackName : 'Stack');
    this.artifact = options.artifact;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.stack');
    const settings = stackSettings(scope, problems, this.options);
    const { stackName, templatePath, templateConfigurationPath } = settings;
    // CloudFormation makes one change of a stack at a time.
    checkNameOnce(problems, stackName, context, 'stackName', 'must be deployed once in a stage');
    const role = deploymentRole(scope, problems, this.options, context);
    const changeSetName = suffixedName(context.pipelineName, `-${context.stageName}`, LIMITS.stackName.max);
    const input = context.artifacts.input(context.artifact);
    const changes = new CloudFormationCreateReplaceChangeSetAction({
      actionName: this.nameWith('-Changes'),
      runOrder: context.runOrder,
      stackName,
      changeSetName,
      templatePath: input.atPath(templatePath),
      templateConfiguration:
        templateConfigurationPath === undefined ? undefined : input.atPath(templateConfigurationPath),
      parameterOverrides: settings.parameters,
      cfnCapabilities: settings.capabilities,
      adminPermissions: false,
      deploymentRole: role.frozen,
    });
    const approval = approvalOf(scope, problems, this.options.approval, {
      actionName: this.nameWith('-Approve'),
      runOrder: context.runOrder + 1,
      stackName,
      changeSetName,
    });
    const execution = new CloudFormationExecuteChangeSetAction({
      actionName: this.targetName,
      runOrder: context.runOrder + 1 + approval.actions.length,
      stackName,
      changeSetName,
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
    });
    return {
      actions: [changes, ...approval.actions, execution],
      permissions: [...stackPermissions(scope, stackName, changeSetName, role.role), ...approval.permissions],
    };
  }

  private nameWith(suffix: string): string {
    const name: unknown = this.targetName;
    return suffixedName(typeof name === 'string' ? name : 'Stack', suffix, LIMITS.actionName.max);
  }
}

function stackPermissions(scope: Construct, stackName: string, changeSetName: string, role: IRole): PolicyStatement[] {
  const stackArn = Stack.of(scope).formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${stackName}/*`,
  });
  return [
    allow(PERMISSIONS.stackState, [stackArn]),
    allow(PERMISSIONS.stackChangeSet, [stackArn], {
      StringEqualsIfExists: { 'cloudformation:ChangeSetName': changeSetName },
    }),
    allow(PERMISSIONS.passRole, [weak(scope, role.roleArn)], {
      StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    }),
  ];
}
