import type { Stage } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { orEmpty } from '../core/checks';
import { ActionTarget } from './action-target';
import type { IBeanstalkEnvironment } from './beanstalk/beanstalk-environment-interface';
import { BeanstalkTarget } from './beanstalk/beanstalk-target';
import type { IDeployTarget } from './deploy-target-interface';
import type { DeployTargetOptions } from './deploy-target-options';
import type { LambdaActionOptions } from './function/lambda-action-options';
import { LambdaActionTarget } from './function/lambda-action-target';
import type { IEcsDeployment } from './container/ecs-deployment-interface';
import { EcsReleaseTarget } from './container/ecs-release-target';
import type { EcsTargetOptions } from './container/ecs-target-options';
import { LambdaReleaseTarget } from './function/lambda-release-target';
import type { ILambdaDeployment } from './function/lambda-deployment-interface';
import { ArchiveTarget } from './site/archive-target';
import type { ArchiveTargetOptions } from './site/archive-target';
import { ImageTarget } from './container/image-target';
import type { ImageTargetOptions } from './container/image-target';
import { InstancesTarget } from './server/instances-target';
import type { InstancesTargetOptions } from './server/instances-target-options';
import type { IServerDeployment } from './server/server-deployment-interface';
import { ServerReleaseTarget } from './server/server-release-target';
import { SiteTarget } from './site/site-target';
import type { SiteTargetOptions } from './site/site-target-options';
import type { CdkStageOptions } from './stack/cdk-stage-options';
import { CdkStageTarget } from './stack/cdk-stage-target';
import type { StackTargetOptions } from './stack/stack-target-options';
import { StackTarget } from './stack/stack-target';

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
    return new LambdaReleaseTarget(deployment, orEmpty(options));
  }

  /**
   * A Lambda function, by CodePipeline itself, without CodeDeploy: it puts the artifact into the function, publishes a version and moves the alias. An
   * alarm that goes off meanwhile fails the action, and there are no hooks. Later actions get the version as `FunctionVersion`.
   *
   * @param alias the alias that callers use, at a version that is published.
   * @param options how traffic moves, and what stops it.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
   */
  public static lambdaAction(alias: IAlias, options: LambdaActionOptions = {}): IDeployTarget {
    return new LambdaActionTarget(alias, orEmpty(options));
  }

  /**
   * Servers, through a CodeDeploy deployment group: instances of EC2 and servers on-premises. The artifact is the revision, with `appspec.yml` at its
   * root.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
   */
  public static servers(deployment: IServerDeployment, options: DeployTargetOptions = {}): IDeployTarget {
    return new ServerReleaseTarget(deployment, orEmpty(options));
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
   * An environment of Elastic Beanstalk. The artifact is the source bundle, at most 512 MB zipped: the files at its root are the root of the
   * application. CodePipeline makes a version of it and lets the environment take it, as the rollout of the environment says.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
   */
  public static beanstalk(environment: IBeanstalkEnvironment, options: DeployTargetOptions = {}): IDeployTarget {
    return new BeanstalkTarget(environment, orEmpty(options));
  }

  /**
   * A stack of CloudFormation, from a template in the artifact: a change set is made, approved where you say so, and executed. Later actions get the
   * outputs of the stack as variables: `TargetVariables` names them.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
   */
  public static stack(options: StackTargetOptions): IDeployTarget {
    return new StackTarget(orEmpty(options));
  }

  /**
   * A stage of this CDK app, from the cloud assembly in the artifact: its assets are published, then its stacks are deployed in the order of their
   * dependencies, each by a change set. The artifact is what `cdk synth` writes of the same program. The stage is synthesized here, as `stage.synth()` does
   * it, so it must be complete. A stack that is added, removed or renamed, and the first image, change the pipeline: deploy its stack before the
   * next run.
   *
   * @param stage a stage in the account and region of the pipeline, with stacks that need no parameters.
   * @param options the role of CloudFormation, and what the stacks may make.
   * @see https://docs.aws.amazon.com/cdk/v2/guide/stages.html
   */
  public static cdkStage(stage: Stage, options: CdkStageOptions = {}): IDeployTarget {
    return new CdkStageTarget(stage, orEmpty(options));
  }

  /**
   * A bucket with the files of a web site, which are those of the artifact. Files that are no longer in the artifact stay in the bucket. The caches of a
   * distribution of CloudFront are emptied where you name one.
   *
   * @param bucket the bucket that the distribution, or a browser, reads.
   * @param options where the files go, and how long they may be cached.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
   */
  public static site(bucket: IBucket, options: SiteTargetOptions = {}): IDeployTarget {
    return new SiteTarget(bucket, orEmpty(options));
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

  /**
   * A bucket that gets the artifact as one ZIP archive, e.g. for downloads.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
   */
  public static archive(bucket: IBucket, options: ArchiveTargetOptions): IDeployTarget {
    return new ArchiveTarget(bucket, orEmpty(options));
  }

  /**
   * A repository of ECR that gets an image, which CodePipeline builds from a `Dockerfile` in the artifact, with a role that may do just that. Later actions get
   * `ECRImageDigestId` as a variable: `TargetVariables` names it.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html
   */
  public static image(repository: IRepository, options: ImageTargetOptions = {}): IDeployTarget {
    return new ImageTarget(repository, orEmpty(options));
  }

  /**
   * Any action of aws-cdk-lib. It runs where the target stands, whatever run order it says. One without a role gets a role of its own, to which its grants go.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html
   */
  public static action(action: IAction): IDeployTarget {
    return new ActionTarget(action);
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'DeployTarget';
}
