import { orEmpty } from '../core/checks';
import type { IDeployTarget } from './deploy-target-interface';
import type { DeployTargetOptions } from './deploy-target-options';
import type { IEcsDeployment } from './container/ecs-deployment-interface';
import { EcsReleaseTarget } from './container/ecs-release-target';
import type { EcsTargetOptions } from './container/ecs-target-options';
import { LambdaReleaseTarget } from './function/lambda-release-target';
import type { ILambdaDeployment } from './function/lambda-deployment-interface';
import { InstancesTarget } from './server/instances-target';
import type { InstancesTargetOptions } from './server/instances-target-options';
import type { IServerDeployment } from './server/server-deployment-interface';
import { ServerReleaseTarget } from './server/server-release-target';

/**
 * The things that a stage can release to.
 */
export class DeployTarget {
  /**
   * A Lambda function, through a CodeDeploy deployment group. The artifact is the deployment package of the function: its
   * files at the root. A handler in the pipeline's stack puts it into the function, publishes a version, starts the
   * deployment and waits until CodeDeploy is done.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
   */
  public static lambdaFunction(deployment: ILambdaDeployment, options: DeployTargetOptions = {}): IDeployTarget {
    return new LambdaReleaseTarget(deployment, orEmpty(options).targetName, orEmpty(options).artifact);
  }

  /**
   * Servers, through a CodeDeploy deployment group: instances of EC2 and servers on-premises. The artifact is the revision, with `appspec.yml` at its
   * root.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
   */
  public static servers(deployment: IServerDeployment, options: DeployTargetOptions = {}): IDeployTarget {
    return new ServerReleaseTarget(deployment, orEmpty(options).targetName, orEmpty(options).artifact);
  }

  /**
   * Linux instances with a tag, by CodePipeline itself, without CodeDeploy: it copies the artifact and runs scripts by Systems Manager, on at most 500
   * instances. Nothing is rolled back, and an instance that is launched later gets nothing until the next release.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
   */
  public static instances(options: InstancesTargetOptions): IDeployTarget {
    return new InstancesTarget(orEmpty(options));
  }

  /**
   * An ECS service. Where ECS itself releases, the artifact has `imagedefinitions.json`, and CodePipeline puts its images into the task definition that the
   * service has. Where CodeDeploy does, the artifact has `imageDetail.json`, and the deployment's `files`.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
   */
  public static ecsService(deployment: IEcsDeployment, options: EcsTargetOptions = {}): IDeployTarget {
    return new EcsReleaseTarget(deployment, orEmpty(options));
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'DeployTarget';
}
