import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { IEcsDeployment } from './ecs-deployment-interface';
import type { EcsTargetOptions } from './ecs-target-options';
import { TO_TASKS } from './service-permissions';

/** A release in a pipeline. */
export interface BoundEcsRelease {
  readonly problems: Problems;
  readonly deployment: IEcsDeployment;
  readonly options: EcsTargetOptions;
  readonly targetName: string;

  /** A name as the pipeline says it. */
  readonly said: (name: string) => string;
}

/** What every release needs that registers a revision of the task definition, and starts tasks with it. */
export function registerPermissions(scope: IConstruct, deployment: IEcsDeployment): PolicyStatement[] {
  const revisions = Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'task-definition',
    resourceName: `${weak(scope, deployment.taskFamily)}:*`,
  });
  const roleArns = deployment.taskRoleArns.map((arn) => weak(scope, arn));
  return [
    allow(PERMISSIONS.registerTaskDefinition, [revisions]),
    allow(PERMISSIONS.tagTaskDefinition, [revisions], {
      StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' },
    }),
    ...(roleArns.length === 0 ? [] : [allow(PERMISSIONS.passRole, roleArns, TO_TASKS)]),
  ];
}
