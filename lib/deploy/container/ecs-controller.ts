import { orEmpty } from '../../core/checks';
import type { CodeDeployControllerOptions, EcsControllerOptions } from './ecs-controller-options';

/**
 * Who moves a service from one release to the next: its deployment controller.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-codedeploy-to-ecs-bluegreen.html
 */
export class EcsController {
  /**
   * ECS itself. The image travels with the release; everything else in the task definition is the template's.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
   */
  public static ecs(options: EcsControllerOptions = {}): EcsController {
    return new EcsController('ECS', orEmpty(options), {});
  }

  /**
   * CodeDeploy. The whole task definition travels with the release. The service is made with `DeploymentControllerType.CODE_DEPLOY`.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html
   */
  public static codeDeploy(options: CodeDeployControllerOptions = {}): EcsController {
    return new EcsController('CODE_DEPLOY', {}, orEmpty(options));
  }

  private constructor(
    /** @internal */
    public readonly _type: 'ECS' | 'CODE_DEPLOY',
    /** @internal */
    public readonly _ecs: EcsControllerOptions,
    /** @internal */
    public readonly _codeDeploy: CodeDeployControllerOptions,
  ) {}
}
