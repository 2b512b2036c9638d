import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { AccountRootPrincipal, ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from './action';
import { writeActionLogs } from './action-logs';
import { readArtifacts } from './artifact-access';
import { checkOptionalResource } from './environments';
import type { Problems } from './problems';
import { weak } from './references';
import { RolePolicy } from './role-policy';
import { checkStatements } from './statements';

/** The role of commands, or what it may do beside reading the artifacts of the pipeline. */
export interface CommandRoleOptions {
  readonly role?: IRole;
  readonly statements: PolicyStatement[];
}

/**
 * The role of an action that runs somebody's commands, which is never that of the pipeline. It may do what `statements` say, read the artifacts of the
 * pipeline and write the log of its actions.
 */
export function commandRoleOf(
  scope: Construct,
  context: DeliveryActionContext,
  id: string,
  statements: PolicyStatement[],
  given?: IRole,
): RolePolicy {
  const rolePolicy = new RolePolicy(scope, id, roleOfPipeline(scope, context.pipeline), given);
  rolePolicy.add(
    ...statements,
    writeActionLogs(scope, context.pipelineName),
    ...readArtifacts(context.foundation, context.pipelineName),
  );
  return rolePolicy;
}

/** CodePipeline takes the role of an action or a rule by way of that of the pipeline. */
export function roleOfPipeline(scope: Construct, pipeline: IPipeline): IPrincipal {
  return pipeline instanceof Pipeline
    ? new ArnPrincipal(weak(scope, pipeline.role.roleArn))
    : new AccountRootPrincipal();
}

/**
 * The role that the user gives for commands, else one of their own that may do what `statements` say, else the one that all commands of the pipeline share. All of them
 * may do what `needed` says. Grants of aws-cdk-lib do not reach it.
 */
export function chosenCommandRole(
  scope: Construct,
  context: DeliveryActionContext,
  { role, statements }: CommandRoleOptions,
  needed: PolicyStatement[] = [],
): IRole {
  if (role === undefined && statements.length === 0) return context.roles._commandsOfActions(...needed);
  return commandRoleOf(scope, context, 'CommandRole', [...statements, ...needed], role).frozen;
}

/** What the user says about the role of commands: a role, or what theirs may do. */
export function checkCommandRole(
  scope: Construct,
  problems: Problems,
  options: Partial<CommandRoleOptions>,
): CommandRoleOptions {
  const role = checkOptionalResource(problems, 'role', scope, options.role ?? undefined, 'a role', 'roleArn');
  const statements = checkStatements(problems, 'statements', options.statements, 'name what the commands need');
  if (role === undefined || statements.length === 0) return { role, statements };
  problems.add('statements', 'must not be given beside role', { cure: 'add them to the role' });
  return { role, statements: [] };
}
