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
 * How a pipeline deploys stacks: what they may make, who looks at their changes, and with which role.
 */
export interface StackDeploymentOptions extends DeployTargetOptions {
  /**
   * What a template may do beyond plain resources: make roles and policies, or expand macros.
   *
   * @default - nothing
   */
  readonly capabilities?: CfnCapabilities[];

  /**
   * Lets each change set wait for a person.
   *
   * @default - a change set is executed at once
   */
  readonly approval?: ChangeSetApproval;

  /**
   * The role that CloudFormation works with, which must be able to assume it. The role is let read the artifacts of the pipeline, and what a CDK stage needs of the bootstrap, unless it
   * is immutable.
   *
   * @default - a role that may do what `statements` say
   */
  readonly deploymentRole?: IRole;

  /**
   * What CloudFormation may do to make, change and delete the resources of the templates. Not beside `deploymentRole`.
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
