import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { StackDeploymentOptions } from './stack-deployment-options';

/**
 * A stage of a CDK app that a pipeline deploys.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/stages.html
 */
export interface CdkStageOptions extends StackDeploymentOptions {
  /**
   * The folder of the cloud assembly in the artifact, e.g. `cdk.out`: where its `manifest.json` is. All of the assembly must be there.
   *
   * @default - the root of the artifact
   */
  readonly assemblyPath?: string;

  /**
   * The version of the CDK's CLI (`aws-cdk` at npm) that publishes the assets. It must be able to read what your version of aws-cdk-lib writes.
   *
   * @default '2.1148.1'
   */
  readonly cliVersion?: string;

  /**
   * Image and compute of the build that publishes the assets, e.g. of ARM where images are built for it. An image of AWS with Node.js 22.
   *
   * @default - a small Linux container of the image `aws/codebuild/standard:7.0`, privileged where the stage has images
   */
  readonly environment?: BuildEnvironment;

  /**
   * Takes the role of the bootstrap for CloudFormation (`cfn-exec-role`), that of each stack. Where nobody narrowed it by `cdk bootstrap
   * --cloudformation-execution-policies`, it is an administrator: whoever can change what the artifact holds can then do anything in the account. Not beside
   * `deploymentRole`, `statements` and `permissionsBoundary`.
   *
   * @default false
   */
  readonly useBootstrapRole?: boolean;
}
