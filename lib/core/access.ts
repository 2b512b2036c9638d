import type { IResource, ResourceEnvironment } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Problems } from './problems';

/**
 * The way of a pipeline into another account or region: the roles that its actions have there. `DeliveryAccess` makes them.
 */
export interface IDeliveryAccess extends IResource {
  /**
   * The ARN of the role that the actions of the pipeline have there, known at synthesis.
   */
  readonly actionRoleArn: string;

  /**
   * The ARN of the role that CloudFormation works with there, known at synthesis.
   */
  readonly deploymentRoleArn: string;

  /**
   * The stacks that the roles may work with, by their names; a `*` at the end stands for anything.
   *
   * @default - not known: whoever made the roles decided
   */
  readonly stackNames?: string[];

  /**
   * The CodeCommit repositories that the roles may read, by their names.
   *
   * @default - not known: whoever made the roles decided
   */
  readonly repositoryNames?: string[];
}

/**
 * The other account or region that a stage, a target or a source is in.
 */
export interface StageAccess {
  /** The account, 12 digits. */
  readonly account: string;

  /** The region. */
  readonly region: string;

  /** The role that actions have there. It is not widened from here. */
  readonly actionRole: IRole;

  /** The role that CloudFormation works with there. It is not widened from here. */
  readonly deploymentRole: IRole;

  /**
   * The stacks that the roles may work with.
   *
   * @default - not known
   */
  readonly stackNames?: string[];

  /**
   * The CodeCommit repositories that the roles may read.
   *
   * @default - not known
   */
  readonly repositoryNames?: string[];
}

/** An access as the stack of the pipeline may refer to it. */
export function bindAccess(scope: Construct, id: string, access: IDeliveryAccess): StageAccess {
  const roles = new Construct(scope, id);
  const role = (name: string, arn: string): IRole => Role.fromRoleArn(roles, name, arn, { mutable: false });
  return {
    account: access.env.account,
    region: access.env.region,
    actionRole: role('ActionRole', access.actionRoleArn),
    deploymentRole: role('DeploymentRole', access.deploymentRoleArn),
    stackNames: access.stackNames,
    repositoryNames: access.repositoryNames,
  };
}

/** Whether something is where an access leads; else it is reported. */
export function checkAccessPlace(
  problems: Problems,
  prop: string,
  { account, region }: StageAccess,
  env: ResourceEnvironment,
): boolean {
  if (env.account === account && env.region === region) return true;
  problems.add(prop, `must be where the access leads, to ${account} and ${region}`, {
    got: `${env.account} and ${env.region}`,
  });
  return false;
}
