import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { BaseService, CfnService, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IBaseService, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { checkResource } from '../../core/environments';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import { checkOnlyDeployment } from '../released-once';

/** A service that can be released. */
export interface CheckedService {
  readonly service: BaseService;
  readonly resource: CfnService;
  readonly taskDefinition: TaskDefinition;
  readonly clusterName: string;

  /** The name in the template where there is one: a reference would still read the same after a rename. */
  readonly serviceName: string;
}

/** What CloudFormation knows of a service, as far as it matters here. */
interface ServiceTemplate {
  readonly deploymentController?: { readonly type?: string };
  readonly deploymentConfiguration?: {
    readonly alarms?: { readonly enable?: unknown };
    readonly deploymentCircuitBreaker?: unknown;
  };
  readonly loadBalancers?: unknown[];
  readonly schedulingStrategy?: string;
}

/** The service; what cannot be released is reported, and nothing is given. */
export function checkService(
  scope: Construct,
  problems: Problems,
  given: IBaseService | undefined,
  controller: 'ECS' | 'CODE_DEPLOY',
): CheckedService | undefined {
  const service = checkResource(problems, 'service', scope, given, 'an ECS service', 'cluster');
  if (service === undefined) return undefined;
  const resource = service.node.defaultChild;
  if (!(service instanceof BaseService) || !(resource instanceof CfnService)) {
    problems.add('service', 'must be made in this app', {
      got: service.node.id,
      cure: 'for a service that exists, use EcsDeployment.fromEcsDeploymentAttributes',
    });
    return undefined;
  }
  if (Stack.of(service) !== Stack.of(scope)) {
    problems.add('service', 'must be in the stack of its deployment, which changes it', { got: service.node.path });
    return undefined;
  }
  const before = problems.count;
  checkOnlyDeployment(scope, problems, 'service', service);
  checkTemplate(problems, templateOf(resource), controller);
  if (!pinTaskDefinition(problems, service, resource) || problems.count > before) return undefined;
  const name = resource.serviceName;
  return {
    service,
    resource,
    taskDefinition: service.taskDefinition,
    clusterName: weak(scope, service.cluster.clusterName),
    serviceName: name !== undefined && !Token.isUnresolved(name) ? name : service.serviceName,
  };
}

function checkTemplate(problems: Problems, template: ServiceTemplate, controller: 'ECS' | 'CODE_DEPLOY'): void {
  const { deploymentConfiguration = {} } = template;
  const type = template.deploymentController?.type ?? 'ECS';
  if (type !== controller) {
    problems.add('service', `must have the deployment controller ${controller}`, {
      got: type,
      cure:
        controller === 'ECS'
          ? 'leave deploymentController out of the service, or set controller to EcsController.codeDeploy()'
          : 'set deploymentController of the service to { type: DeploymentControllerType.CODE_DEPLOY }',
    });
  } else if (controller === 'CODE_DEPLOY') {
    for (const [what, value] of [
      ['circuit breaker', deploymentConfiguration.deploymentCircuitBreaker],
      ['deployment alarms', deploymentConfiguration.alarms],
    ] as const) {
      if (value === undefined) continue;
      problems.add('service', `must have no ${what}, which ECS refuses where CodeDeploy releases`, {
        cure: 'leave it out of the service, and set rollback of the deployment',
      });
    }
  }
  if (controller === 'ECS' && deploymentConfiguration.alarms?.enable === true) {
    problems.add('service', 'must leave its deployment alarms to the rollback of its deployment', {
      cure: 'give them to Rollback.onAlarms',
    });
  }
  if ((template.loadBalancers ?? []).length > 0) {
    problems.add('service', 'must not be attached to a load balancer: the deployment does that', {
      cure: 'leave out what attaches it, e.g. addTargets of the listener',
    });
  }
  if (template.schedulingStrategy === 'DAEMON') {
    problems.add('service', 'must not be a daemon, whose tasks are replaced on each instance where they are');
  }
}

/**
 * The template names the family alone, so that a stack update does not take the service back to the task definition of the template; revisions stay, so
 * that a rollback finds them. https://github.com/aws/aws-cdk/issues/7040
 */
function pinTaskDefinition(problems: Problems, service: BaseService, resource: CfnService): boolean {
  const { taskDefinition } = service;
  const definition = taskDefinition.node.defaultChild;
  if (!(definition instanceof CfnTaskDefinition) || Token.isUnresolved(taskDefinition.family)) {
    problems.add('service', 'must have a task definition of this app whose family is known at synthesis', {
      got: taskDefinition.node.id,
      cure: 'give family a literal, or leave it out',
    });
    return false;
  }
  resource.taskDefinition = taskDefinition.family;
  service.node.addDependency(taskDefinition);
  definition.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return true;
}

function templateOf(resource: CfnService): ServiceTemplate {
  const { deploymentController, deploymentConfiguration, loadBalancers, schedulingStrategy } = resource;
  return Stack.of(resource).resolve({
    deploymentController,
    deploymentConfiguration,
    loadBalancers,
    schedulingStrategy,
  }) as ServiceTemplate;
}
