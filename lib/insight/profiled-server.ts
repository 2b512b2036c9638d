import { OperatingSystemType } from 'aws-cdk-lib/aws-ec2';
import type { UserData } from 'aws-cdk-lib/aws-ec2';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { ContainerDefinition, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { checkGiven, checkLiteralOneOf } from '../core/checks';
import type { Problems } from '../core/problems';
import { agentEnvironment, checkStart, joined } from './agent-environment';
import type { AgentGroup } from './agent-environment';
import type { ProfiledContainerOptions, ProfiledServerOptions } from './profiled-options';
import { ProfilerLanguage } from './profiler-choices';

const OWN_ENVIRONMENT = 'give the servers the environment of the profiler yourself, and grantPublish to their role';

const DROP_IN = '/etc/systemd/system.conf.d';

/** Tells the agent in a container, by its environment, where to report and how to work. */
export function profileContainer(
  problems: Problems,
  group: AgentGroup,
  task: TaskDefinition,
  options: ProfiledContainerOptions,
): void {
  const within = problems.within(`profileContainer(${task.node.id})`);
  const container = containerOf(within, task, options.containerName ?? undefined);
  if (container === undefined) return;
  const before = problems.count;
  // aws-cdk-lib keeps it to itself, and writes over it.
  const { environment = {} } = container as unknown as { readonly environment?: Record<string, unknown> };
  const added = joined(within, environment, environmentOf(problems, within, group, container.containerName, options));
  if (problems.count > before) return;
  for (const [name, value] of Object.entries(added)) container.addEnvironment(name, value);
}

function containerOf(
  problems: Problems,
  task: TaskDefinition,
  name: string | undefined,
): ContainerDefinition | undefined {
  const container = name === undefined ? task.defaultContainer : task.findContainer(name);
  if (container === undefined) {
    problems.add('containerName', 'must be the name of a container that the task definition has by now', { got: name });
  }
  return container;
}

/** Tells the agents on the servers of a group, by the environment of their services, where to report and how to work. */
export function profileFleet(
  problems: Problems,
  group: AgentGroup,
  fleet: IAutoScalingGroup,
  options: ProfiledServerOptions,
): void {
  const within = problems.within(`profileFleet(${fleet.node.id})`);
  const userData = userDataOf(within, fleet);
  if (userData === undefined) return;
  const before = problems.count;
  const variables = environmentOf(problems, within, group, fleet.node.id, options);
  if (problems.count > before) return;
  const assigned = Object.entries(variables).map(([name, value]) => `"${name}=${value}"`);
  // https://www.freedesktop.org/software/systemd/man/latest/systemd-system.conf.html
  userData.addCommands(
    `mkdir -p ${DROP_IN}`,
    `printf '%s\\n' '[Manager]' 'DefaultEnvironment=${assigned.join(' ')}' > ${DROP_IN}/codeguru-profiler.conf`,
    'systemctl daemon-reexec',
  );
}

/** A launch template of the user's may have no user data that can be added to. */
function userDataOf(problems: Problems, fleet: IAutoScalingGroup): UserData | undefined {
  const { osType } = fleet as { readonly osType?: OperatingSystemType };
  if (osType === OperatingSystemType.WINDOWS) {
    const rule = 'must have servers with Linux, whose services get the environment by systemd';
    problems.add('', rule, { cure: OWN_ENVIRONMENT });
    return undefined;
  }
  try {
    const { userData } = fleet as { readonly userData?: UserData };
    if (userData !== undefined) return userData;
  } catch {
    // aws-cdk-lib throws where the launch template keeps its user data to itself.
  }
  const rule = 'must be a group that the app makes, with user data that can be added to';
  problems.add('', rule, { cure: OWN_ENVIRONMENT });
  return undefined;
}

function environmentOf(
  problems: Problems,
  within: Problems,
  group: AgentGroup,
  name: string,
  { language: given, start, agentPath, heapSummary }: ProfiledServerOptions,
): Record<string, string> {
  checkGiven(within, 'language', given, 'given');
  const language = checkLiteralOneOf(within, 'language', given, ProfilerLanguage, 'ProfilerLanguage');
  return agentEnvironment(problems, within, group, {
    name,
    language: language ?? ProfilerLanguage.JAVA,
    start: checkStart(within, start ?? undefined),
    agentPath: agentPath ?? undefined,
    heapSummary: heapSummary ?? undefined,
  });
}
