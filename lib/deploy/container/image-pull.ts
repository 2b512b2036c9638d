import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { grantApart } from '../../core/grants';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { EcsDeploymentProps } from './ecs-deployment-props';

/** Lets tasks pull what is released, which the template does not name. Gives the roles that whoever starts tasks passes on. */
export function allowPull(
  scope: Construct,
  problems: Problems,
  { imageRepositories }: EcsDeploymentProps,
  taskDefinition: TaskDefinition,
): string[] {
  const executionRole = taskDefinition.obtainExecutionRole();
  const arns: string[] = [];
  forEachMember(problems, 'imageRepositories', imageRepositories ?? [], 0, (member: IRepository, prop) => {
    const repository = checkResource(problems, prop, scope, member, 'an ECR repository', 'repositoryUri');
    if (repository === undefined) return;
    deployAfter(scope, repository);
    arns.push(weak(scope, repository.repositoryArn));
  });
  if (arns.length > 0) {
    grantApart(scope, 'Pull', executionRole, [
      allow(PERMISSIONS.imagePullToken, ['*']),
      allow(PERMISSIONS.imagePull, arns),
    ]);
  }
  return [...new Set([taskDefinition.taskRole.roleArn, executionRole.roleArn])];
}
