import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { readArtifacts } from '../../core/artifact-access';
import { grantApart } from '../../core/grants';
import { Problems } from '../../core/problems';
import { deployAfter } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { checkOnce } from '../released-once';
import { AccessTarget, namesOf } from '../access-target';
import { bindCodeDeployRelease, codeDeployReleasePermissions } from './code-deploy-action';
import { bindEcsRelease, ecsReleasePermissions } from './ecs-action';
import { EcsDeployment } from './ecs-deployment';
import type { IEcsDeployment } from './ecs-deployment-interface';
import type { EcsTargetOptions } from './ecs-target-options';

const SERVICE = {
  prop: 'deployment',
  what: 'an EcsDeployment',
  cure: 'make one of the service',
  member: 'taskFamily',
} as const;

/** Releases an ECS service by the action that its controller has. */
export class EcsReleaseTarget extends AccessTarget {
  constructor(
    private readonly given: IEcsDeployment | undefined,
    private readonly options: EcsTargetOptions,
  ) {
    super(given, options, 'Service');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.ecsService');
    const deployment = this.deploymentIn(scope, problems, context);
    const said = (name: string): string => this.nameIn(problems, 'deployment', scope, context, name);
    const bound = { problems, deployment, options: this.options, targetName: this.targetName, said };
    const { foundation, pipelineName } = context;
    if (context.access === undefined) this.letRead(scope, () => readArtifacts(foundation, pipelineName));
    return deployment.deploymentGroupName === undefined
      ? bindEcsRelease(scope, context, bound)
      : bindCodeDeployRelease(scope, context, bound);
  }

  public allowed(scope: Construct, problems: Problems): PolicyStatement[] {
    const given = this.checkKind(problems, scope, this.given, SERVICE);
    if (given === undefined) return [];
    deployAfter(scope, given);
    return given.deploymentGroupName === undefined
      ? ecsReleasePermissions(scope, given)
      : codeDeployReleasePermissions(scope, given);
  }

  /** A rollback of CodeDeploy deploys the last good revision, which is in the store. */
  public override letRead(scope: Construct, statements: () => PolicyStatement[]): void {
    for (const role of this.readers) grantApart(scope, 'Revisions', role, statements());
  }

  public override get readers(): IRole[] {
    const { given } = this;
    if (!(given instanceof EcsDeployment) || given.deploymentGroupName === undefined) return [];
    return given.role === undefined ? [] : [given.role];
  }

  protected names(): string[] {
    return namesOf(this.given, 'clusterName', 'serviceName', 'taskFamily');
  }

  private deploymentIn(scope: Construct, problems: Problems, context: DeployTargetContext): IEcsDeployment {
    const given = this.checkKind(problems, scope, this.given, SERVICE, context);
    if (given !== undefined) {
      checkOnce(problems, given, context);
      deployAfter(scope, given);
      return given;
    }
    const missing = { clusterName: 'missing', serviceName: 'missing', taskFamily: 'missing' };
    return EcsDeployment.fromEcsDeploymentAttributes(scope, 'Missing', missing);
  }
}
