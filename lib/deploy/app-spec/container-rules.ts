import { LIMITS } from '../../core/limits';
import { checkName, checkRange } from '../../core/checks';
import { CONTAINER_HOOKS, TASK_DEFINITION_PLACEHOLDER } from './container-mapping';
import { checkResourceSpec } from './resource-rules';
import { checkKeys, choiceAt, eachIn, isMissing, isToken, mapAt, requiredTextAt, textAt } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

const PROPERTIES = [
  'TaskDefinition',
  'LoadBalancerInfo',
  'PlatformVersion',
  'NetworkConfiguration',
  'CapacityProviderStrategy',
];

/**
 * Reports what is wrong with an AppSpec of an ECS service, before CodeDeploy does so in the middle of a release.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html#reference-appspec-file-structure-resources-ecs
 */
export function checkContainerSpec(context: SpecContext, spec: SpecMap): void {
  checkResourceSpec(context, spec, {
    what: 'service',
    type: 'AWS::ECS::Service',
    events: CONTAINER_HOOKS,
    checkProperties: checkService,
    checkHook: checkTestTraffic,
  });
}

function checkService(context: SpecContext, inner: string, properties: SpecMap): void {
  checkKeys(context, inner, properties, PROPERTIES);
  checkTaskDefinition(context, `${inner}.TaskDefinition`, properties.TaskDefinition);
  checkContainer(context, `${inner}.LoadBalancerInfo`, properties.LoadBalancerInfo);
  textAt(context, context.say(`${inner}.PlatformVersion`), properties.PlatformVersion);
  checkNetwork(context, `${inner}.NetworkConfiguration`, properties.NetworkConfiguration);
  eachIn(context, context.say(`${inner}.CapacityProviderStrategy`), properties.CapacityProviderStrategy, (it, at) => {
    const strategy = mapAt(context, at, it);
    if (strategy === undefined) return;
    checkKeys(context, at, strategy, ['Base', 'CapacityProvider', 'Weight']);
    requiredTextAt(context, `${at}.${context.say('CapacityProvider')}`, strategy.CapacityProvider);
  });
}

function checkTaskDefinition(context: SpecContext, path: string, given: unknown): void {
  const at = context.say(path);
  const text = requiredTextAt(context, at, given);
  if (text === undefined || text === TASK_DEFINITION_PLACEHOLDER) return;
  context.problems.add(at, `must be ${TASK_DEFINITION_PLACEHOLDER}, which each release replaces by its own revision`, {
    got: text,
  });
}

function checkContainer(context: SpecContext, path: string, given: unknown): void {
  const { problems, say, traits } = context;
  const info = mapAt(context, path, given) ?? {};
  checkKeys(context, path, info, ['ContainerName', 'ContainerPort']);
  const [namePath, portPath] = [say(`${path}.ContainerName`), say(`${path}.ContainerPort`)];
  const { ContainerName: container, ContainerPort: port } = info;
  for (const [at, value] of [
    [namePath, container],
    [portPath, port],
  ] as const) {
    if (isMissing(value)) problems.add(at, 'must be given', { got: value });
  }
  if (isMissing(container) || isMissing(port)) return;
  const name = checkName(problems, namePath, container, LIMITS.containerName);
  const number = checkRange(problems, portPath, port, LIMITS.containerPort);
  const { container: released } = traits;
  if (released === undefined) return;
  if (name !== undefined && !isToken(name) && name !== released.name) {
    problems.add(namePath, 'must be the container that the load balancer leads to', {
      got: name,
      cure: `write ${released.name}`,
    });
  }
  if (number !== undefined && !isToken(number) && number !== released.port) {
    problems.add(portPath, 'must be the port that the load balancer leads to', {
      got: number,
      cure: `write ${released.port}`,
    });
  }
}

/** All of a network or nothing of it. */
function checkNetwork(context: SpecContext, path: string, given: unknown): void {
  const at = context.say(path);
  const outer = mapAt(context, at, given);
  if (outer === undefined) return;
  const network = mapAt(context, at, outer.AwsvpcConfiguration) ?? {};
  for (const [key, most] of [
    ['Subnets', 16],
    ['SecurityGroups', 5],
  ] as const) {
    const prop = context.say(`${path}.AwsvpcConfiguration.${key}`);
    const list = network[key];
    const count = Array.isArray(list) ? list.length : 0;
    if (isToken(list) || (count >= 1 && count <= most)) continue;
    context.problems.add(prop, `must be a list of 1 to ${most}`, { got: Array.isArray(list) ? count : list });
  }
  const publicIp = context.say(`${path}.AwsvpcConfiguration.AssignPublicIp`);
  choiceAt(context, publicIp, network.AssignPublicIp, ['ENABLED', 'DISABLED']);
}

function checkTestTraffic({ problems, traits }: SpecContext, path: string, event: string): void {
  if (event !== 'AfterAllowTestTraffic' || traits.testTraffic !== false) return;
  problems.add(path, 'needs a test listener: without one there is no test traffic', {
    cure: 'give the deployment a testListener',
  });
}
