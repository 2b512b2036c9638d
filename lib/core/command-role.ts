import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { AccountRootPrincipal, ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from './action';
import { writeActionLogs } from './action-logs';
import { readArtifacts } from './artifact-access';
import { weak } from './references';
import { RolePolicy } from './role-policy';

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
