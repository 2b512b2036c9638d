import { Stack } from 'aws-cdk-lib';
import type { CfnCapabilities } from 'aws-cdk-lib';
import {
  CloudFormationCreateReplaceChangeSetAction,
  CloudFormationExecuteChangeSetAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StageAccess } from '../../core/access';
import { variablesNamespace } from '../../core/artifact';
import { LIMITS } from '../../core/limits';
import { suffixedName } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { checkNameOnce } from '../released-once';
import { approvalOf } from './change-set-approval';
import type { ChangeSetApproval } from './stack-deployment-options';

/** A stack that is deployed by a change set, with every default decided. */
export interface DeployedStack {
  /** The name of the last action, which the names of the others begin with. */
  readonly actionName: string;
  readonly runOrder: number;
  readonly stackName: string;
  readonly templatePath: string;
  readonly templateConfigurationPath?: string;
  readonly parameters?: Record<string, string>;
  readonly capabilities?: CfnCapabilities[];
  readonly approval?: ChangeSetApproval;
  readonly role: DeploymentRole;

  /** The way into another account or region, whose roles have their policies over there. */
  readonly access?: StageAccess;
}

/** The role of CloudFormation, as users see it and as L2s may have it. */
export interface DeploymentRole {
  readonly role: IRole;
  readonly frozen: IRole;
}

/** The actions of one stack, and what the pipeline needs for them. */
export function changeSetActions(
  scope: Construct,
  problems: Problems,
  context: DeployTargetContext,
  deployed: DeployedStack,
): Required<Pick<DeployTargetConfig, 'actions' | 'permissions'>> {
  const { actionName, runOrder, stackName, templatePath, templateConfigurationPath, role } = deployed;
  // CloudFormation makes one change of a stack at a time.
  checkNameOnce(problems, stackName, context, 'stackName', 'must be deployed once in a stage');
  const named = (suffix: string): string => suffixedName(actionName, suffix, LIMITS.actionName.max);
  const changeSetName = suffixedName(context.pipelineName, `-${context.stageName}`, LIMITS.stackName.max);
  const input = context.artifacts.input(context.artifact);
  const changes = new CloudFormationCreateReplaceChangeSetAction({
    actionName: named('-Changes'),
    runOrder,
    stackName,
    changeSetName,
    templatePath: input.atPath(templatePath),
    templateConfiguration:
      templateConfigurationPath === undefined ? undefined : input.atPath(templateConfigurationPath),
    parameterOverrides: deployed.parameters,
    cfnCapabilities: deployed.capabilities,
    adminPermissions: false,
    deploymentRole: role.frozen,
  });
  const approval = approvalOf(scope, problems, deployed.approval, {
    actionName: named('-Approve'),
    runOrder: runOrder + 1,
    stackName,
    changeSetName,
  });
  const execution = new CloudFormationExecuteChangeSetAction({
    actionName,
    runOrder: runOrder + 1 + approval.actions.length,
    stackName,
    changeSetName,
    variablesNamespace: variablesNamespace(context.stageName, actionName),
  });
  return {
    actions: [changes, ...approval.actions, execution],
    permissions: [
      ...(deployed.access === undefined ? stackPermissions(scope, stackName, changeSetName, role.role) : []),
      ...approval.permissions,
    ],
  };
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
