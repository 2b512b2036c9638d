import { Resource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkGiven, orEmpty } from '../../core/checks';
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
    this.applicationName = checkGiven(problems, 'applicationName', names.applicationName, 'given') ?? 'missing';
    this.deploymentGroupName =
      checkGiven(problems, 'deploymentGroupName', names.deploymentGroupName, 'given') ?? 'missing';
    this.deploymentConfigName = names.deploymentConfigName ?? SERVER_ONE_AT_A_TIME;
  }
}
