import { Resource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkGiven, checkName, orEmpty } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { Problems } from '../../core/problems';
import type { IServerDeployment, ServerDeploymentAttributes } from './server-deployment-interface';
import { SERVER_ONE_AT_A_TIME } from './server-rollout';

/** A deployment group of servers that exists already. */
export class ImportedServerDeployment extends Resource implements IServerDeployment {
  public readonly applicationName: string;
  public readonly deploymentGroupName: string;
  public readonly deploymentConfigName: string;

  constructor(scope: Construct, id: string, attributes: ServerDeploymentAttributes) {
    const { account, region, ...names } = orEmpty(attributes);
    super(scope, id, { account, region });
    const problems = Problems.of(this, 'ServerDeployment.fromServerDeploymentAttributes');
    this.applicationName = nameOf(problems, 'applicationName', names) ?? 'missing';
    this.deploymentGroupName = nameOf(problems, 'deploymentGroupName', names) ?? 'missing';
    this.deploymentConfigName =
      checkName(problems, 'deploymentConfigName', names.deploymentConfigName, LIMITS.codeDeployName) ??
      SERVER_ONE_AT_A_TIME;
  }
}

function nameOf(
  problems: Problems,
  prop: 'applicationName' | 'deploymentGroupName',
  names: ServerDeploymentAttributes,
): string | undefined {
  const name = checkGiven(problems, prop, names[prop], 'given');
  return checkName(problems, prop, name, LIMITS.codeDeployName);
}
