import { writeYaml } from '../../core/yaml';
import type { EcsAppSpecProps } from './container-props';
import type { SpecMap } from './spec-context';
import { isMap, withoutGaps, writable } from './spec-map';

/** The events that invoke functions, in their order. */
export const CONTAINER_HOOKS = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;

/** What CodePipeline replaces by the ARN of the revision that it registered. */
export const TASK_DEFINITION_PLACEHOLDER = '<TASK_DEFINITION>';

/** How the props call what stands at a path of the file. */
export function propOfPath(path: string): string {
  const tail = path.replace(/^Resources\[0\]\.[^.]+\.Properties\./, '').replace(/^LoadBalancerInfo\./, '');
  const network = tail.replace(/^NetworkConfiguration(\.AwsvpcConfiguration)?/, 'network');
  const hook = network.replace(/^[Hh]ooks\[\d+\]\./, 'hooks.');
  return hook.replace(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => `${dot}${letter.toLowerCase()}`);
}

/** The mapping that the props mean. What has a wrong type stays as it is, for the rules to report. */
export function containerMapping(props: EcsAppSpecProps): SpecMap {
  const { containerName, containerPort, network, capacityProviderStrategy, platformVersion, hooks } = props;
  const properties = {
    TaskDefinition: props.taskDefinition ?? TASK_DEFINITION_PLACEHOLDER,
    LoadBalancerInfo: withoutGaps({ ContainerName: containerName, ContainerPort: containerPort }),
    PlatformVersion: platformVersion,
    NetworkConfiguration: isMap(network) ? { AwsvpcConfiguration: networkOf(network) } : network,
    CapacityProviderStrategy: Array.isArray(capacityProviderStrategy)
      ? capacityProviderStrategy.map((strategy: unknown) => (isMap(strategy) ? strategyOf(strategy) : strategy))
      : capacityProviderStrategy,
  };
  return withoutGaps({
    version: 0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: withoutGaps(properties) } }],
    Hooks: isMap(hooks) ? hooksOf(hooks) : hooks,
  });
}

/** The text of a mapping. */
export function containerText(mapping: SpecMap): string {
  return writeYaml(writable(mapping) as SpecMap, { version: 1 });
}

function networkOf({ subnets, securityGroups, assignPublicIp }: SpecMap): SpecMap {
  const publicIp = typeof assignPublicIp === 'boolean' ? (assignPublicIp ? 'ENABLED' : 'DISABLED') : assignPublicIp;
  return withoutGaps({ Subnets: subnets, SecurityGroups: securityGroups, AssignPublicIp: publicIp ?? 'DISABLED' });
}

function strategyOf({ base, capacityProvider, weight }: SpecMap): SpecMap {
  return withoutGaps({ Base: base, CapacityProvider: capacityProvider, Weight: weight });
}

function hooksOf(hooks: SpecMap): SpecMap[] | undefined {
  const given = CONTAINER_HOOKS.map((event) => [event, hooks[propOfPath(event)]] as const);
  const list = given
    .filter(([, name]) => (name ?? undefined) !== undefined)
    .map(([event, name]) => ({ [event]: name }));
  return list.length === 0 ? undefined : list;
}
