import type { Construct } from 'constructs';
import { Problems } from '../../core/problems';
import { deployAfter } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { checkOnce } from '../released-once';
import { ResourceTarget } from '../resource-target';
import { bindCodeDeployRelease } from './code-deploy-action';
import { bindEcsRelease } from './ecs-action';
import { EcsDeployment } from './ecs-deployment';
import type { IEcsDeployment } from './ecs-deployment-interface';
import type { EcsTargetOptions } from './ecs-target-options';

/** Releases an ECS service by the action that its controller has. */
export class EcsReleaseTarget extends ResourceTarget {
  constructor(
    private readonly given: IEcsDeployment | undefined,
    private readonly options: EcsTargetOptions,
  ) {
    super(given, options, 'Service');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.ecsService');
    const deployment = this.deploymentIn(scope, problems, context);
    const bound = { problems, deployment, options: this.options, targetName: this.targetName };
    return deployment.deploymentGroupName === undefined
      ? bindEcsRelease(scope, context, bound)
      : bindCodeDeployRelease(scope, context, bound);
  }

  private deploymentIn(scope: Construct, problems: Problems, context: DeployTargetContext): IEcsDeployment {
    const kind = { prop: 'deployment', what: 'an EcsDeployment', cure: 'make one of the service' };
    const given = this.checkKind(problems, scope, this.given, { ...kind, member: 'taskFamily' });
    if (given !== undefined) {
      checkOnce(problems, given, context);
      deployAfter(scope, given);
      return given;
    }
    const missing = { clusterName: 'missing', serviceName: 'missing', taskFamily: 'missing' };
    return EcsDeployment.fromEcsDeploymentAttributes(scope, 'Missing', missing);
  }
}
