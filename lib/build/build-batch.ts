import type { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkBoolean, checkDuration, checkRange } from '../core/checks';
import { checkAllOneOf } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { RolePolicy } from '../core/role-policy';
import { checkServiceRole } from '../core/service-role';
import { projectArn } from './build-permissions';

/**
 * A batch: a build that starts others, as the section `batch` of the buildspec says.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html
 */
export interface BuildBatch {
  /**
   * Whether what the builds of a batch put out becomes one artifact.
   *
   * @default false
   */
  readonly combineArtifacts?: boolean;

  /**
   * The longest time that a batch may take, 5 to 2160 minutes.
   *
   * @default - 8 hours
   */
  readonly timeout?: Duration;

  /**
   * How many builds a batch may have, 1 to 100.
   *
   * @default 100
   */
  readonly maximumBuilds?: number;

  /**
   * The compute that builds of a batch may ask for.
   *
   * @default - all
   */
  readonly computeTypes?: ComputeType[];

  /**
   * Whether the host of the source is told of each build, instead of the batch. At GitHub and Bitbucket only.
   *
   * @default false
   */
  readonly reportEachBuild?: boolean;

  /**
   * The role that starts the builds of a batch. Its policy is widened by that, unless the role is immutable.
   *
   * @default - a role of its own
   */
  readonly role?: IRole;
}

/** Where a batch is bound. */
export interface BatchContext {
  readonly projectName: string;
  readonly reportsBatches: boolean;
}

/** Binds a batch. */
export function bindBatch(
  scope: Construct,
  problems: Problems,
  batch: BuildBatch,
  { projectName, reportsBatches }: BatchContext,
): { config: CfnProject.ProjectBuildBatchConfigProperty; rolePolicy: RolePolicy } {
  const timeout = checkDuration(problems, 'timeout', batch.timeout, LIMITS.buildTimeout);
  const role = checkServiceRole(problems, 'role', scope, batch.role, 'codebuild.amazonaws.com');
  if (batch.reportEachBuild !== undefined && !reportsBatches) {
    problems.add('reportEachBuild', 'must not be given: only GitHub and Bitbucket are told of batches');
  }
  const rolePolicy = new RolePolicy(scope, 'BatchRole', 'codebuild.amazonaws.com', role);
  rolePolicy.add(allow(PERMISSIONS.batchBuilds, [projectArn(scope, projectName)]));
  const config = {
    serviceRole: rolePolicy.frozen.roleArn,
    combineArtifacts: checkBoolean(problems, 'combineArtifacts', batch.combineArtifacts),
    timeoutInMins: timeout?.toMinutes(),
    batchReportMode: batch.reportEachBuild === true ? 'REPORT_INDIVIDUAL_BUILDS' : undefined,
    restrictions: {
      maximumBuildsAllowed: checkRange(problems, 'maximumBuilds', batch.maximumBuilds, LIMITS.batchBuilds) ?? 100,
      computeTypesAllowed:
        batch.computeTypes === undefined
          ? undefined
          : checkAllOneOf(problems, 'computeTypes', batch.computeTypes, ComputeType, 'ComputeType', 1),
    },
  };
  return { config, rolePolicy };
}
