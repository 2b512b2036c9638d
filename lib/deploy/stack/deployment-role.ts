import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageAccess } from '../../core/access';
import { readArtifacts } from '../../core/artifact-access';
import { checkManagedPolicy } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import { checkStatements } from '../../core/statements';
import type { DeployTargetContext } from '../deploy-target-interface';
import type { StackDeploymentOptions } from './stack-deployment-options';

const SERVICE = 'cloudformation.amazonaws.com';
const NAME_THEM = 'name what the resources of the template need';

/** The role that CloudFormation works with: the user's, or one with the user's statements. It is never an administrator of our making. */
export function deploymentRole(
  scope: Construct,
  problems: Problems,
  options: StackDeploymentOptions,
  { foundation, pipelineName, access }: DeployTargetContext,
): Pick<RolePolicy, 'role' | 'frozen' | 'add'> {
  if (access !== undefined) return roleOfAccess(problems, options, access);
  const role = checkServiceRole(problems, 'deploymentRole', scope, options.deploymentRole ?? undefined, SERVICE);
  const statements = statementsOf(problems, options);
  const rolePolicy = isShort(statements)
    ? RolePolicy.inside(scope, 'DeploymentRole', SERVICE, role)
    : new RolePolicy(scope, 'DeploymentRole', SERVICE, role);
  rolePolicy.add(...statements, ...readArtifacts(foundation, pipelineName));
  limit(problems, options, rolePolicy.role);
  return rolePolicy;
}

/** It is made over there, with its policy. */
function roleOfAccess(
  problems: Problems,
  options: StackDeploymentOptions,
  { deploymentRole: role }: StageAccess,
): Pick<RolePolicy, 'role' | 'frozen' | 'add'> {
  for (const prop of ['deploymentRole', 'statements', 'permissionsBoundary'] as const) {
    if ((options[prop] ?? undefined) === undefined) continue;
    problems.add(prop, 'must not be given in a stage with access, which has the role', {
      cure: 'give it to the DeliveryAccess',
    });
  }
  return { role, frozen: role, add: () => undefined };
}

function statementsOf(
  problems: Problems,
  { deploymentRole: isGiven, statements }: StackDeploymentOptions,
): PolicyStatement[] {
  const members = checkStatements(problems, 'statements', statements, NAME_THEM);
  if (isGiven) {
    if (members.length > 0) {
      problems.add('statements', 'must not be given beside deploymentRole', { cure: 'add them to the role' });
    }
    return [];
  }
  if (members.length === 0) {
    problems.add(
      'statements',
      'must have at least one: CloudFormation may do nothing with a role that may do nothing',
      {
        cure: 'say what the resources of the template need, or give deploymentRole',
      },
    );
  }
  return members;
}

/** Whether statements of the user surely fit inside of a role, with what is added to them. */
function isShort(statements: PolicyStatement[]): boolean {
  const texts = statements.flatMap(({ actions, resources, conditions }) => [
    ...actions,
    ...resources,
    JSON.stringify(conditions),
  ]);
  return texts.length <= 40 && texts.join('').length <= 4000;
}

function limit(problems: Problems, options: StackDeploymentOptions, role: IRole): void {
  const boundary = options.permissionsBoundary ?? undefined;
  if (boundary === undefined) return;
  if (options.deploymentRole) {
    problems.add('permissionsBoundary', 'must not be given beside deploymentRole', { cure: 'put it on the role' });
  } else if (checkManagedPolicy(problems, 'permissionsBoundary', boundary) !== undefined) {
    PermissionsBoundary.of(role).apply(boundary);
  }
}
