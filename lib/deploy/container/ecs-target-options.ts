import type { DeliveryArtifact } from '../../core/artifact';
import type { DeployTargetOptions } from '../deploy-target-options';

/**
 * An image that a release takes, where CodeDeploy releases.
 */
export interface EcsReleasedImage {
  /**
   * The artifact with the file `imageDetail.json`: of a source that is an image of ECR, or of a build with `image`.
   */
  readonly artifact: DeliveryArtifact;

  /**
   * What stands for the image in the task definition file, between `<` and `>`: 1 to 100 letters, digits, `-` and `_`.
   *
   * @default - `IMAGE1_NAME` for the first image, `IMAGE2_NAME` for the second
   */
  readonly placeholder?: string;
}

/**
 * Options of a release of an ECS service.
 */
export interface EcsTargetOptions extends DeployTargetOptions {
  /**
   * The images that are released, in the order of the deployment's `releasedContainers`, at most 4. Only where CodeDeploy releases; ECS takes the images of
   * its containers from `imagedefinitions.json` in `artifact`.
   *
   * @default - the one that `imageDetail.json` in `artifact` says
   */
  readonly images?: EcsReleasedImage[];

  /**
   * The artifact with the task definition and the AppSpec, below 3 MB. Only where CodeDeploy releases.
   *
   * @default - `artifact`
   */
  readonly files?: DeliveryArtifact;

  /**
   * The name of a task definition file of your own, from the root of `files`. Only where CodeDeploy releases.
   *
   * @default - that of the deployment's `files`; `taskdef.json` for a deployment that exists already
   */
  readonly taskDefinitionFile?: string;

  /**
   * The name of an AppSpec of your own, from the root of `files`. Only where CodeDeploy releases.
   *
   * @default - that of the deployment's `files`; `appspec.yaml` for a deployment that exists already
   */
  readonly appSpecFile?: string;

  /**
   * The name of the file with the images, from the root of `artifact`. Only where ECS itself releases.
   *
   * @default 'imagedefinitions.json'
   */
  readonly imageDefinitionsFile?: string;
}
