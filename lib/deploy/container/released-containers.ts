import { NetworkMode, Protocol } from 'aws-cdk-lib/aws-ecs';
import type { ContainerDefinition, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { checkRange } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { EcsDeploymentProps } from './ecs-deployment-props';

/** The containers of a task definition that matter to a release. */
export interface ReleasedContainers {
  /** The container that gets traffic. */
  readonly name: string;

  /** Its port; nothing where there is no load balancer. */
  readonly port?: number;

  /** The containers whose images are released, in the order of their images. */
  readonly released: string[];
}

/** The containers that are released. What does not fit the task definition is reported, and nothing is given. */
export function releasedContainers(
  problems: Problems,
  props: EcsDeploymentProps,
  taskDefinition: TaskDefinition,
): ReleasedContainers | undefined {
  const container = containerOf(problems, props, taskDefinition);
  if (container === undefined) return undefined;
  const before = problems.count;
  const port = props.listener === undefined ? undefined : portOf(problems, props, container);
  if (props.listener !== undefined && taskDefinition.networkMode === NetworkMode.NONE) {
    problems.add('service', 'must have a network for its tasks, so that a listener can lead to them', { got: 'none' });
  }
  const released = releasedOf(problems, props, taskDefinition) ?? [container.containerName];
  return problems.count > before ? undefined : { name: container.containerName, port, released };
}

/** What stands in the place of an image in a task definition file, without its brackets. */
export function placeholderOf(index: number): string {
  return `IMAGE${index + 1}_NAME`;
}

function containerOf(
  problems: Problems,
  { containerName }: EcsDeploymentProps,
  taskDefinition: TaskDefinition,
): ContainerDefinition | undefined {
  if (containerName === undefined) {
    const { defaultContainer } = taskDefinition;
    if (defaultContainer !== undefined) return defaultContainer;
    problems.add('service', 'must have a task definition with an essential container', {
      cure: 'add the container before the deployment is made',
    });
    return undefined;
  }
  return findContainer(problems, 'containerName', containerName, taskDefinition);
}

function findContainer(
  problems: Problems,
  prop: string,
  name: unknown,
  taskDefinition: TaskDefinition,
): ContainerDefinition | undefined {
  const found = typeof name === 'string' ? taskDefinition.findContainer(name) : undefined;
  if (found === undefined) problems.add(prop, 'must be a container of the task definition', { got: name });
  return found;
}

function portOf(
  problems: Problems,
  { containerPort }: EcsDeploymentProps,
  container: ContainerDefinition,
): number | undefined {
  const [first] = container.portMappings;
  const port = containerPort ?? (first as { readonly containerPort?: number } | undefined)?.containerPort;
  if (port === undefined) {
    problems.add('service', 'must have a port at the container that the listener leads to', {
      got: container.containerName,
      cure: 'give the container portMappings',
    });
    return undefined;
  }
  if (checkRange(problems, 'containerPort', port, LIMITS.containerPort) === undefined) return undefined;
  if (container.findPortMapping(port, Protocol.TCP) !== undefined) return port;
  problems.add('containerPort', `must be a port of the container ${container.containerName}`, { got: port });
  return undefined;
}

function releasedOf(
  problems: Problems,
  { releasedContainers: given }: EcsDeploymentProps,
  taskDefinition: TaskDefinition,
): string[] | undefined {
  if (given === undefined) return undefined;
  const names: string[] = [];
  forEachMember(problems, 'releasedContainers', given, 1, (name, prop) => {
    findContainer(problems, prop, name, taskDefinition);
    if (names.includes(name)) problems.add(prop, 'must not be given twice', { got: name });
    names.push(name);
  });
  checkRange(problems, 'releasedContainers', Math.max(names.length, 1), LIMITS.imagesPerRelease);
  return names;
}
