import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IDeployTarget } from '../deploy/deploy-target-interface';

/**
 * Properties of a `DeliveryAccess`.
 */
export interface DeliveryAccessProps {
  /**
   * The account of the pipeline, 12 digits.
   */
  readonly pipelineAccount: string;

  /**
   * The name of the pipeline, known at synthesis. The roles are named by it, so that the pipeline knows them without asking.
   */
  readonly pipelineName: string;

  /**
   * The name of the bucket with the artifacts of the pipeline in this region: that of its foundation, or of one of its `otherFoundations`.
   */
  readonly artifactBucketName: string;

  /**
   * The ARN of the key of that bucket, in the account of the pipeline.
   *
   * @default - any key of that account and this region whose own policy lets the roles use it, and only by way of S3
   */
  readonly encryptionKeyArn?: string;

  /**
   * The role of the pipeline, the only one that may then take the action role.
   *
   * @default - whoever in the account of the pipeline may take it by their own policy: the role of the pipeline, and administrators
   */
  readonly pipelineRoleArn?: string;

  /**
   * The stacks that the pipeline may create and change, by their names; a `*` at the end stands for anything.
   *
   * @default - none
   */
  readonly stackNames?: string[];

  /**
   * What the pipeline may release to here beside stacks, as its stages have it: `DeployTarget.servers`, `.ecsService`, `.beanstalk`, `.lambdaAction`, `.site` and `.archive`
   * of what is in this account and region. The same targets go into the stages, or others of the same names.
   *
   * @default - none
   */
  readonly targets?: IDeployTarget[];

  /**
   * The CodeCommit repositories of this account and region that are sources of the pipeline, each with a literal name. Not in the account of the pipeline.
   *
   * @default - none
   */
  readonly repositories?: IRepository[];

  /**
   * Whether pushes to the `repositories` are sent to the default event bus of the account of the pipeline, so that they start it. One rule of a stack serves all
   * accesses of it for the same repository and account. Say `false` where another stack sends them already: each event that comes twice starts the pipeline twice.
   *
   * @default true
   */
  readonly forwardPushes?: boolean;

  /**
   * What CloudFormation may do to make, change and delete the resources of these stacks. Never everything.
   *
   * @default - nothing but to read artifacts
   */
  readonly deploymentStatements?: PolicyStatement[];

  /**
   * What the actions of the pipeline may do beside working with stacks: what targets need that you wrote yourself.
   *
   * @default - nothing
   */
  readonly actionStatements?: PolicyStatement[];

  /**
   * The most that both roles can ever do, whatever their statements say.
   *
   * @default - no boundary, but for one that the app puts on all roles
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * The path of both roles, with a `/` at both ends, as an organization may want it.
   *
   * @default - what `DeliveryConventions` say, else '/'
   */
  readonly rolePath?: string;
}

/**
 * What roles must look like that another team makes for a pipeline. Each is a document of IAM, as JSON.
 */
export interface DeliveryAccessDocuments {
  /** The name of the role that actions take. */
  readonly actionRoleName: string;

  /** Who may take that role. */
  readonly actionTrust: string;

  /** What that role may do. */
  readonly actionPolicy: string;

  /** The name of the role that CloudFormation takes. */
  readonly deploymentRoleName: string;

  /** Who may take that role. */
  readonly deploymentTrust: string;

  /** What that role may do. */
  readonly deploymentPolicy: string;
}

/**
 * Roles that exist already.
 */
export interface DeliveryAccessAttributes {
  /**
   * The ARN of the role that actions take. The role of the pipeline must be able to take it.
   */
  readonly actionRoleArn: string;

  /**
   * The ARN of the role that CloudFormation works with.
   *
   * @default - that of the actions, which CloudFormation must be able to take as well
   */
  readonly deploymentRoleArn?: string;

  /**
   * The region, e.g. `eu-west-1`.
   */
  readonly region: string;
}
