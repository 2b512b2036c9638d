import { EcrBuildAndPublishAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../../core/artifact';
import { checkLiteralName, checkName, checkText } from '../../core/checks';
import { mapMembers } from '../../core/list-checks';
import { commandRoleOf } from '../../core/command-role';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { ResourceTarget } from '../resource-target';

/** Unique to a run, and known to all of its actions. */
const RUN = '#{codepipeline.PipelineExecutionId}';

/**
 * How an image is built and published.
 */
export interface ImageTargetOptions extends DeployTargetOptions {
  /**
   * The folder of the artifact that has the `Dockerfile`.
   *
   * @default - the root of the artifact
   */
  readonly directory?: string;

  /**
   * The tags of the image, at least one. They may be variables of earlier actions.
   *
   * @default - the id of the run, so that it fits a repository whose tags do not change
   */
  readonly imageTags?: string[];
}

/** Builds an image and publishes it, by CodePipeline itself. */
export class ImageTarget extends ResourceTarget {
  constructor(
    private readonly given: IRepository | undefined,
    private readonly options: ImageTargetOptions,
  ) {
    super(given, options, 'Image');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.image');
    const what = 'an ECR repository';
    const repository = checkResource(problems, 'repository', scope, this.given, what, 'repositoryUri');
    if (repository !== undefined) deployAfter(scope, repository);
    const push = repository && allow(PERMISSIONS.imagePublish, [weak(scope, repository.repositoryArn)]);
    // The Dockerfile has commands of the user.
    const role = commandRoleOf(scope, context, 'ImageRole', [
      allow(PERMISSIONS.imagePullToken, ['*']),
      ...(push === undefined ? [] : [push]),
    ]);
    const action = new EcrBuildAndPublishAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      repositoryName: repository === undefined ? 'missing' : weak(scope, repository.repositoryName),
      dockerfileDirectoryPath: checkLiteralName(
        problems,
        'directory',
        this.options.directory ?? undefined,
        LIMITS.artifactPath,
      ),
      imageTags: this.tags(problems),
      role: role.frozen,
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
    });
    return { actions: [action] };
  }

  private tags(problems: Problems): string[] {
    const given = this.options.imageTags ?? undefined;
    if (given === undefined) return [RUN];
    const tags = mapMembers(
      problems,
      'imageTags',
      given,
      (tag, prop) => {
        const isVariable = typeof tag === 'string' && tag.includes('#{') && !tag.includes(',');
        return isVariable ? tag : checkName(problems, prop, tag, LIMITS.imageTag);
      },
      1,
    );
    if (tags.length > 0) checkText(problems, 'imageTags', tags.join(','), LIMITS.actionConfigurationValue);
    return tags.length === 0 ? [RUN] : tags;
  }
}
