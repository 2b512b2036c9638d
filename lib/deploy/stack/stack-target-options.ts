import type { CfnCapabilities, Duration } from 'aws-cdk-lib';
import type { IManagedPolicy, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { DeployTargetOptions } from '../deploy-target-options';

/**
 * A person who looks at a change set before it is executed.
 */
export interface ChangeSetApproval {
  /**
   * A topic that is told when a change set waits.
   *
   * @default - nobody is told; the approval waits in the console
   */
  readonly notify?: ITopic;

  /**
   * What the approver should know, at most 1000 characters.
   *
   * @default - the names of the stack and the change set
   */
  readonly information?: string;

  /**
   * How long the approval waits before it fails the stage, 5 to 86400 whole minutes.
   *
   * @default Duration.days(7)
   */
  readonly timeout?: Duration;
}

/**
 * A stack that a pipeline deploys.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export interface StackTargetOptions extends DeployTargetOptions {
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

  /**
   * What the template may do beyond plain resources: make roles and policies, or expand macros.
   *
   * @default - nothing
   */
  readonly capabilities?: CfnCapabilities[];

  /**
   * Lets the change set wait for a person.
   *
   * @default - the change set is executed at once
   */
  readonly approval?: ChangeSetApproval;

  /**
   * The role that CloudFormation works with. It is let read the artifacts of the pipeline, unless it is immutable.
   *
   * @default - a role that may do what `statements` say
   */
  readonly deploymentRole?: IRole;

  /**
   * What CloudFormation may do to make, change and delete the resources of the template. Not beside `deploymentRole`.
   *
   * @default - the role is given
   */
  readonly statements?: PolicyStatement[];

  /**
   * The most that the role that is made can ever do, whatever its statements say. Not beside `deploymentRole`.
   *
   * @default - no boundary, but for one that the app puts on all roles
   */
  readonly permissionsBoundary?: IManagedPolicy;
}
