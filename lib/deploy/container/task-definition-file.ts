import { Annotations } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { placeholderOf } from './released-containers';
import { travelingText } from './traveling-text';

/** What a task definition consists of, by the names that aws-cdk-lib and ECS agree on. */
const PROPERTIES = [
  'family',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'requiresCompatibilities',
  'cpu',
  'memory',
  'runtimePlatform',
  'ephemeralStorage',
  'ipcMode',
  'pidMode',
  'enableFaultInjection',
  'placementConstraints',
  'proxyConfiguration',
  'volumes',
  'containerDefinitions',
] as const;

/** Names that ECS writes in another way than aws-cdk-lib. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  filesystemId: 'fileSystemId',
  fSxWindowsFileServerVolumeConfiguration: 'fsxWindowsFileServerVolumeConfiguration',
  proxyConfigurationProperties: 'properties',
};

/** What holds names of the user, which stay as they are. */
const MAPS = ['dockerLabels', 'options', 'driverOpts', 'labels'];

type Json = Record<string, unknown>;

/**
 * The task definition of the template as ECS takes it in `RegisterTaskDefinition`, with placeholders for the images that are released.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export function taskDefinitionFile(scope: Construct, taskDefinition: TaskDefinition, released: string[]): string {
  warnOfOverrides(scope, taskDefinition);
  return travelingText((consumer) => {
    const definition = taskDefinition.node.defaultChild as CfnTaskDefinition;
    const values = Object.fromEntries(PROPERTIES.map((name) => [name, definition[name]]));
    const renamed = renamedIn(consumer.plain(taskDefinition, values)) as Json;
    const containers = (renamed.containerDefinitions ?? []) as Json[];
    const tags = Object.entries(definition.tags.tagValues()).map(([key, value]) => ({ key, value }));
    const file = {
      ...renamed,
      containerDefinitions: containers.map((container) => withPlaceholder(container, released)),
      ...(tags.length === 0 ? {} : { tags: consumer.plain(taskDefinition, tags) }),
    };
    return `${JSON.stringify(file, undefined, 2)}\n`;
  });
}

function withPlaceholder(container: Json, released: string[]): Json {
  const index = released.indexOf(String(container.name));
  return index < 0 ? container : { ...container, image: `<${placeholderOf(index)}>` };
}

function renamedIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamedIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      OTHER_NAMES[key] ?? key,
      MAPS.includes(key) ? (inner as unknown) : renamedIn(inner),
    ]),
  );
}

/** What `addPropertyOverride` says reaches the template alone. */
function warnOfOverrides(scope: Construct, taskDefinition: TaskDefinition): void {
  scope.node.addValidation({
    validate: () => {
      const { rawOverrides = {} } = taskDefinition.node.defaultChild as unknown as { readonly rawOverrides?: Json };
      if (Object.keys(rawOverrides).length > 0) {
        Annotations.of(scope).addWarningV2(
          'cdk-delivery:taskDefinitionOverrides',
          'The task definition has overrides, which are not in the file that releases register it from: set what they say by props',
        );
      }
      return [];
    },
  });
}
