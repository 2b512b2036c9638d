import { Annotations } from 'aws-cdk-lib';
import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionBindOptions, ActionConfig, Artifact, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { Action } from 'aws-cdk-lib/aws-codepipeline-actions';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkName } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { ISource, SourceConfig } from './source-interface';
import { PipelineStarter } from './start-rule';
import type { Trigger } from './trigger';

/**
 * Options of a source that is an image of ECR.
 */
export interface ImageSourceOptions {
  /**
   * The tag of the image, 1 to 128 characters.
   *
   * @default 'latest'
   */
  readonly imageTag?: string;

  /**
   * What starts the pipeline: `Trigger.push` stands for a push of the image, without filters.
   *
   * @default - a push of the image
   */
  readonly triggers?: Trigger[];

  /**
   * The name of the source, unique in a pipeline, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Source'
   */
  readonly sourceName?: string;
}

/** An image of ECR. Its artifact is the file `imageDetail.json`. */
export class ImageSource implements ISource {
  public readonly sourceName: string;
  public readonly artifact: DeliveryArtifact;

  constructor(
    private readonly given: IRepository,
    private readonly options: ImageSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.artifact = DeliveryArtifact.named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    const problems = Problems.of(scope, 'Source.ecr');
    const given = checkResource(problems, 'repository', scope, this.given, 'an ECR repository', 'repositoryUri');
    if (given !== undefined) {
      deployAfter(scope, given);
      warnOfTags(scope, given);
    }
    const imageTag = checkName(problems, 'imageTag', this.options.imageTag, LIMITS.imageTag) ?? 'latest';
    const repositoryName = given === undefined ? 'missing' : weak(scope, given.repositoryName);
    this.start(scope, context, problems, repositoryName, imageTag);
    const output = context.artifacts.output(this.artifact);
    return {
      action: new ImageAction(this.sourceName, context, { RepositoryName: repositoryName, ImageTag: imageTag }, output),
      permissions: given === undefined ? [] : [allow(PERMISSIONS.sourceImage, [weak(scope, given.repositoryArn)])],
    };
  }

  private start(
    scope: Construct,
    context: DeliveryActionContext,
    problems: Problems,
    repositoryName: string,
    imageTag: string,
  ): void {
    const starter = new PipelineStarter(scope, context);
    const reason = 'an image has neither branches nor pull requests';
    starter.startBy(problems, this.options.triggers, reason, () => {
      starter.onEvent('OnImage', `the image ${imageTag} is pushed`, {
        source: ['aws.ecr'],
        detailType: ['ECR Image Action'],
        detail: {
          'action-type': ['PUSH'],
          result: ['SUCCESS'],
          'repository-name': [repositoryName],
          'image-tag': [imageTag],
        },
      });
    });
  }
}

function warnOfTags(scope: Construct, repository: IRepository): void {
  const resource = repository.node.defaultChild;
  if (!(resource instanceof CfnRepository) || resource.imageTagMutability !== 'IMMUTABLE') return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:immutableSourceTag',
    'The tags of this repository never change: the tag that the pipeline waits for can be pushed once. Let the tag change, ' +
      'in an ImageRepository by mutableTags',
  );
}

/** The action of aws-cdk-lib brings a rule of its own, which listens to CloudTrail. */
class ImageAction extends Action {
  constructor(
    actionName: string,
    context: DeliveryActionContext,
    private readonly configuration: Record<string, string>,
    output: Artifact,
  ) {
    super({
      actionName,
      runOrder: context.runOrder,
      category: ActionCategory.SOURCE,
      provider: 'ECR',
      artifactBounds: { minInputs: 0, maxInputs: 0, minOutputs: 1, maxOutputs: 1 },
      outputs: [output],
      variablesNamespace: variablesNamespace(context.stageName, actionName),
    });
  }

  protected bound(_scope: Construct, _stage: IStage, _options: ActionBindOptions): ActionConfig {
    return { configuration: this.configuration };
  }
}
