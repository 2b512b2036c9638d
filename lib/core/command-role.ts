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
 * The role of commands that CodePipeline runs: it logs, reads the artifacts of its pipeline, and does what the statements say. It is not that of the
 * pipeline, which may release.
 */
export function commandRole(
  scope: Construct,
  id: string,
  { pipeline, pipelineName, foundation }: DeliveryActionContext,
  statements: PolicyStatement[],
  given?: IRole,
): IRole {
  const rolePolicy = new RolePolicy(scope, id, roleOfPipeline(scope, pipeline), given);
  rolePolicy.add(...statements, writeActionLogs(scope, pipelineName), ...readArtifacts(foundation, pipelineName));
  return rolePolicy.frozen;
}

/** CodePipeline takes the role of an action or a rule by way of that of the pipeline. */
function roleOfPipeline(scope: Construct, pipeline: IPipeline): IPrincipal {
  return pipeline instanceof Pipeline
    ? new ArnPrincipal(weak(scope, pipeline.role.roleArn))
    : new AccountRootPrincipal();
}
