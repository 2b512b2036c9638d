import type { Ec2InstanceType, Ec2MaxInstances } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { DeployTargetOptions } from '../deploy-target-options';

/**
 * Instances that CodePipeline itself releases to, without CodeDeploy.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export interface InstancesTargetOptions extends DeployTargetOptions {
  /**
   * The key of the tag of the instances, 1 to 128 characters.
   */
  readonly tagKey: string;

  /**
   * The value of the tag, at most 256 characters.
   *
   * @default - any value
   */
  readonly tagValue?: string;

  /**
   * Whether the instances are those of EC2, or nodes that Systems Manager manages, also on-premises.
   *
   * @default Ec2InstanceType.EC2
   */
  readonly instanceType?: Ec2InstanceType;

  /**
   * The folder on the instances that the files of the artifact go to: an absolute path.
   */
  readonly targetDirectory: string;

  /**
   * A script that runs before the files are there: its absolute path on the instance.
   *
   * @default - no script
   */
  readonly preScript?: string;

  /**
   * A script that runs when the files are there: its path in the artifact.
   */
  readonly postScript: string;

  /**
   * Target groups that an instance is taken out of while it is released to.
   *
   * @default - traffic is not controlled
   */
  readonly targetGroups?: ITargetGroup[];

  /**
   * How many instances are released to at a time.
   *
   * @default - one
   */
  readonly maxBatch?: Ec2MaxInstances;

  /**
   * How many instances may fail before the action does.
   *
   * @default - none
   */
  readonly maxError?: Ec2MaxInstances;

  /**
   * The roles of the instances, or what has them. They are let fetch the artifacts of the pipeline and be managed by Systems Manager.
   *
   * @default - whoever made the instances has allowed that
   */
  readonly instances?: IGrantable[];
}
