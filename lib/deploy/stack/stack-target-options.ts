import type { StackDeploymentOptions } from './stack-deployment-options';

/**
 * A stack that a pipeline deploys.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export interface StackTargetOptions extends StackDeploymentOptions {
  /**
   * The name of the stack, 1 to 128 letters, digits and `-`. It is created if it does not exist. Not the stack of the pipeline.
   */
  readonly stackName: string;

  /**
   * The template, in JSON or YAML: its path in the artifact.
   *
   * @default 'template.json'
   */
  readonly templatePath?: string;

  /**
   * A template configuration file with parameters, tags and a stack policy: its path in the artifact.
   *
   * @default - no file
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
   */
  readonly templateConfigurationPath?: string;

  /**
   * Parameters of the template, over those of the configuration file, at most 1000 characters together as JSON. Values may be variables, such as those of
   * `TargetVariables`.
   *
   * @default - those of the configuration file, and the defaults of the template
   */
  readonly parameters?: Record<string, string>;
}
