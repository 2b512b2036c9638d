import { DeploymentLifecycleStage } from 'aws-cdk-lib/aws-ecs';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { EcsLifecycleHook } from './ecs-controller-options';

/** A function that ECS invokes, and when. */
export interface BoundLifecycleHook {
  readonly functionArn: string;
  readonly stages: string[];
}

const TEST_STAGES: string[] = [
  DeploymentLifecycleStage.TEST_TRAFFIC_SHIFT,
  DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT,
];

/** Checks the functions of a deployment by ECS. */
export function checkLifecycleHooks(
  scope: Construct,
  problems: Problems,
  given: EcsLifecycleHook[] | undefined,
  hasTestListener: boolean,
): BoundLifecycleHook[] {
  const known: string[] = Object.values(DeploymentLifecycleStage);
  const hooks: BoundLifecycleHook[] = [];
  forEachMember(problems, 'hooks', given ?? [], 0, (hook, prop) => {
    const checked = checkResource(
      problems,
      `${prop}.function`,
      scope,
      hook.function,
      'a Lambda function',
      'functionArn',
    );
    const stages = new Set<string>();
    forEachMember<string>(problems, `${prop}.stages`, hook.stages, 1, (stage, stageProp) => {
      stages.add(stage);
      if (!known.includes(stage)) {
        problems.add(stageProp, `must be one of ${known.join(', ')}`, {
          got: stage,
          cure: 'use DeploymentLifecycleStage',
        });
      } else if (TEST_STAGES.includes(stage) && !hasTestListener) {
        problems.add(stageProp, 'needs a test listener: without one there is no test traffic', {
          got: stage,
          cure: 'give the deployment a testListener',
        });
      }
    });
    if (checked === undefined) return;
    deployAfter(scope, checked);
    hooks.push({ functionArn: weak(scope, checked.functionArn), stages: [...stages] });
  });
  return hooks;
}

/** What ECS needs to invoke them. */
export function hookPermissions(hooks: BoundLifecycleHook[]): PolicyStatement[] {
  if (hooks.length === 0) return [];
  return [allow(PERMISSIONS.hookInvocation, [...new Set(hooks.map(({ functionArn }) => functionArn))])];
}

/** The same for CloudFormation. */
export function lifecycleHooks(
  hooks: BoundLifecycleHook[],
  role: IRole,
): CfnService.DeploymentLifecycleHookProperty[] | undefined {
  if (hooks.length === 0) return undefined;
  return hooks.map(({ functionArn, stages }) => ({
    hookTargetArn: functionArn,
    roleArn: role.roleArn,
    lifecycleStages: stages,
  }));
}
