import type { ResourceEnvironment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DeliveryArtifact } from '../../core/artifact';
import { checkResource } from '../../core/environments';
import { Problems } from '../../core/problems';
import { deployAfter } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { checkOnce } from '../released-once';
import { bindCodeDeployRelease } from './code-deploy-action';
import { bindEcsRelease } from './ecs-action';
import { EcsDeployment } from './ecs-deployment';
import type { IEcsDeployment } from './ecs-deployment-interface';
import type { EcsTargetOptions } from './ecs-target-options';

/** Releases an ECS service by the action that its controller has. */
export class EcsReleaseTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly targetEnv?: ResourceEnvironment;
  public readonly artifact?: DeliveryArtifact;

  constructor(
    private readonly given: IEcsDeployment | undefined,
    private readonly options: EcsTargetOptions,
  ) {
    const resource = Construct.isConstruct(given) ? given : undefined;
    this.targetName = options.targetName ?? resource?.node.id ?? 'Service';
    this.targetEnv = resource?.env;
    this.artifact = options.artifact;
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
    const given = checkResource(problems, 'deployment', scope, this.given, 'an EcsDeployment', 'env');
    if (given !== undefined && typeof (given as Partial<IEcsDeployment>).taskFamily === 'string') {
      checkOnce(problems, given, context);
      deployAfter(scope, given);
      return given;
    }
    if (given !== undefined) {
      problems.add('deployment', 'must be an EcsDeployment', { got: given, cure: 'make one of the service' });
    }
    const missing = { clusterName: 'missing', serviceName: 'missing', taskFamily: 'missing' };
    return EcsDeployment.fromEcsDeploymentAttributes(scope, 'Missing', missing);
  }
}
