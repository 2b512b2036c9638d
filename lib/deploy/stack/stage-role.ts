import { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkBoolean } from '../../core/checks';
import { shortHash } from '../../core/names';
import type { Problems } from '../../core/problems';
import type { DeployTargetContext } from '../deploy-target-interface';
import type { CdkStageOptions } from './cdk-stage-options';
import type { DeploymentRole } from './change-set-actions';
import { deploymentRole } from './deployment-role';
import { inPlaceOf } from './stage-assets';
import type { StageAssets } from './stage-assets';
import type { StageStack } from './stage-stacks';

/** The role of each stack of a stage: one for all, or that of the bootstrap where the user says so. */
export function stageRoles(
  scope: Construct,
  problems: Problems,
  options: CdkStageOptions,
  context: DeployTargetContext,
  assets: StageAssets,
): (stack: StageStack) => DeploymentRole {
  if (checkBoolean(problems, 'useBootstrapRole', options.useBootstrapRole ?? undefined) !== true) {
    const rolePolicy = deploymentRole(scope, problems, options, context);
    rolePolicy.add(...assets.reading);
    return () => rolePolicy;
  }
  for (const prop of ['deploymentRole', 'statements', 'permissionsBoundary'] as const) {
    if ((options[prop] ?? undefined) === undefined) continue;
    problems.add(prop, 'must not be given beside useBootstrapRole', { cure: 'leave one of them out' });
  }
  return ({ stack, artifact }) => {
    const arn = artifact.cloudFormationExecutionRoleArn;
    if (arn === undefined) {
      problems.add('useBootstrapRole', `must not be given: the synthesizer of ${stack.stackName} names no such role`);
    }
    const role = bootstrapRole(scope, arn ?? 'arn:aws:iam::111122223333:role/missing');
    return { role, frozen: role };
  };
}

function bootstrapRole(scope: Construct, arn: string): ReturnType<typeof Role.fromRoleArn> {
  const id = `BootstrapRole${shortHash(arn)}`;
  const made = scope.node.tryFindChild(id) as ReturnType<typeof Role.fromRoleArn> | undefined;
  return made ?? Role.fromRoleArn(scope, id, inPlaceOf(scope, arn), { mutable: false });
}
