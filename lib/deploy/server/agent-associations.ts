import { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { checkGiven, checkName, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { shortHash } from '../../core/names';
import type { Problems } from '../../core/problems';
import type { AgentOptions } from './deployment-agent';
import { checkTagGroups, managedNodesOf } from './tag-groups';
import type { ManagedNodeTarget, TagGroup } from './tag-groups';

/** Sundays at 2 o'clock UTC. */
const WEEKLY = 'cron(0 2 ? * SUN *)';

/** The servers of a deployment, as Systems Manager can find them. */
export interface AgentServers {
  readonly scalingGroups: string[];
  readonly tagGroups: TagGroup[][];
}

/** Lets State Manager install the agent on the servers, now and on those that come later. */
export function makeAgentAssociations(
  scope: Construct,
  problems: Problems,
  given: AgentOptions,
  servers: AgentServers,
): void {
  const options = checkStruct(problems, 'agent', given) ?? {};
  const parameters = parametersOf(problems, options);
  const scheduleExpression = scheduleOf(problems, options);
  const lists =
    options.tags === undefined
      ? [...scalingGroupTargets(servers.scalingGroups), ...servers.tagGroups.flatMap(managedNodesOf)]
      : managedNodesOf(checkTagGroups(problems, 'agent.tags', options.tags));
  const seen = new Set<string>();
  for (const targets of lists) {
    const identity = JSON.stringify(targets);
    if (targets.length === 0 || seen.has(identity)) continue;
    seen.add(identity);
    new CfnAssociation(scope, idOf(targets), {
      name: 'AWS-ConfigureAWSPackage',
      parameters,
      scheduleExpression,
      targets,
    });
  }
}

function parametersOf(problems: Problems, { version }: AgentOptions): Record<string, string[]> {
  const named = checkName(problems, 'agent.version', version, LIMITS.agentVersion);
  return {
    action: ['Install'],
    name: ['AWSCodeDeployAgent'],
    ...(named === undefined ? {} : { version: [named] }),
  };
}

function scheduleOf(problems: Problems, { schedule }: AgentOptions): string {
  if (schedule === undefined) return WEEKLY;
  const expression = checkGiven(problems, 'agent.schedule', schedule, 'a Schedule')?.expressionString as unknown;
  if (typeof expression === 'string') return expression;
  problems.add('agent.schedule', 'must be a Schedule', { got: schedule, cure: 'use Schedule.cron of aws-events' });
  return WEEKLY;
}

/** Instances carry the name of their Auto Scaling group as a tag of AWS. */
function scalingGroupTargets(names: string[]): ManagedNodeTarget[][] {
  return names.length === 0 ? [] : [[{ key: 'tag:aws:autoscaling:groupName', values: names }]];
}

/** By what is asked for, not by its position. */
function idOf(targets: ManagedNodeTarget[]): string {
  if (targets[0].key === 'tag:aws:autoscaling:groupName') return 'AgentOfGroups';
  return `Agent${shortHash(targets.map(({ key, values }) => `${key}=${values.join()}`).join('&'))}`;
}
