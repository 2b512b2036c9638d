import { Resource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkGiven, checkName, orEmpty } from '../../core/checks';
import { checkList } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import { Problems } from '../../core/problems';
import type { EcsDeploymentAttributes, IEcsDeployment } from './ecs-deployment-interface';
import { ECS_ALL_AT_ONCE } from './ecs-rollout';

/** An ECS service, and its deployment group, that exist already. */
export class ImportedEcsDeployment extends Resource implements IEcsDeployment {
  public readonly clusterName: string;
  public readonly serviceName: string;
  public readonly taskFamily: string;
  public readonly taskRoleArns: string[];
  public readonly applicationName?: string;
  public readonly deploymentGroupName?: string;
  public readonly deploymentConfigName?: string;

  constructor(scope: Construct, id: string, attributes: EcsDeploymentAttributes) {
    const { account, region, ...names } = orEmpty(attributes);
    super(scope, id, { account, region });
    const problems = Problems.of(this, 'EcsDeployment.fromEcsDeploymentAttributes');
    const named = (prop: 'clusterName' | 'serviceName' | 'taskFamily'): string => {
      const limit = prop === 'taskFamily' ? LIMITS.taskFamily : LIMITS.ecsName;
      checkGiven(problems, prop, names[prop], 'given');
      return checkName(problems, prop, names[prop], limit) ?? 'missing';
    };
    this.clusterName = named('clusterName');
    this.serviceName = named('serviceName');
    this.taskFamily = named('taskFamily');
    this.taskRoleArns = checkList(problems, 'taskRoleArns', names.taskRoleArns);
    const { applicationName, deploymentGroupName } = names;
    if ((applicationName === undefined) !== (deploymentGroupName === undefined)) {
      const missing = applicationName === undefined ? 'applicationName' : 'deploymentGroupName';
      problems.add(missing, 'must be given beside the other: both name the deployment group');
    }
    if (applicationName === undefined || deploymentGroupName === undefined) return;
    this.applicationName = checkName(problems, 'applicationName', applicationName, LIMITS.codeDeployName);
    this.deploymentGroupName = checkName(problems, 'deploymentGroupName', deploymentGroupName, LIMITS.codeDeployName);
    this.deploymentConfigName = names.deploymentConfigName ?? ECS_ALL_AT_ONCE;
  }
}
