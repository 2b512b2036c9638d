import { LIMITS } from '../../core/limits';
import { checkName, checkRange } from '../../core/checks';
import { CONTAINER_HOOKS, TASK_DEFINITION_PLACEHOLDER } from './container-mapping';
import { checkKeys, choiceAt, eachIn, isMissing, isToken, listed, mapAt, requiredTextAt, textAt } from './spec-context';
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
  const { problems } = context;
  checkKeys(context, '', spec, ['version', 'Resources', 'Hooks']);
  if (spec.version !== 0) problems.add('version', 'must be the number 0.0', { got: spec.version });
  const services = Array.isArray(spec.Resources) ? (spec.Resources as unknown[]) : [];
  if (services.length !== 1) {
    problems.add('Resources', 'must be a list of one service', {
      got: Array.isArray(spec.Resources) ? services.length : spec.Resources,
    });
  }
  const [resource] = services;
  const named = mapAt(context, 'Resources[0]', resource);
  for (const [name, given] of Object.entries(named ?? {}).slice(0, 1)) {
    const service = mapAt(context, `Resources[0].${name}`, given);
    if (service !== undefined) checkService(context, `Resources[0].${name}`, service);
  }
  checkHooks(context, spec.Hooks);
}

function checkService(context: SpecContext, path: string, service: SpecMap): void {
  checkKeys(context, path, service, ['Type', 'Properties']);
  if (service.Type !== 'AWS::ECS::Service') {
    context.problems.add(`${path}.Type`, 'must be AWS::ECS::Service', { got: service.Type });
  }
  const inner = `${path}.Properties`;
  const properties = mapAt(context, inner, service.Properties) ?? {};
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
  if (name !== undefined && name !== released.name) {
    problems.add(namePath, 'must be the container that the load balancer leads to', {
      got: name,
      cure: `write ${released.name}`,
    });
  }
  if (number !== undefined && number !== released.port) {
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

function checkHooks(context: SpecContext, given: unknown): void {
  const seen = new Set<string>();
  eachIn(context, context.say('Hooks'), given, (member, path) => {
    const hook = mapAt(context, path, member) ?? {};
    for (const [event, name] of Object.entries(hook)) {
      const at = context.say(`${path}.${event}`);
      const known: readonly string[] = CONTAINER_HOOKS;
      if (!known.includes(event)) {
        context.problems.add(at, `must be ${listed(CONTAINER_HOOKS)}`, { got: event });
        continue;
      }
      requiredTextAt(context, at, name);
      if (seen.has(event)) context.problems.add(at, 'must not be given twice: an event has one function');
      seen.add(event);
      if (event === 'AfterAllowTestTraffic' && context.traits.testTraffic === false) {
        context.problems.add(at, 'needs a test listener: without one there is no test traffic', {
          cure: 'give the deployment a testListener',
        });
      }
    }
  });
}
