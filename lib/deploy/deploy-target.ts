import { orEmpty } from '../core/checks';
import type { DeliveryArtifact } from '../core/artifact';
import type { IBeanstalkEnvironment } from './beanstalk/beanstalk-environment-interface';
import { BeanstalkTarget } from './beanstalk/beanstalk-target';
import type { IDeployTarget } from './deploy-target-interface';
import { LambdaReleaseTarget } from './function/lambda-release-target';
import type { ILambdaDeployment } from './function/lambda-deployment-interface';

/**
 * Options that every deployment target has.
 */
export interface DeployTargetOptions {
  /**
   * The name of the target, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default - the id of the deployment that the target is made of
   */
  readonly targetName?: string;

  /**
   * The artifact to release.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;
}

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
   * An environment of Elastic Beanstalk. The artifact is the source bundle, at most 512 MB zipped: the files at its root are the root of the
   * application. CodePipeline makes a version of it and lets the environment take it, as the rollout of the environment says.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
   */
  public static beanstalk(environment: IBeanstalkEnvironment, options: DeployTargetOptions = {}): IDeployTarget {
    return new BeanstalkTarget(environment, orEmpty(options).targetName, orEmpty(options).artifact);
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'DeployTarget';
}
