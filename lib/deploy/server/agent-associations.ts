import { Stack } from 'aws-cdk-lib';
import type { Schedule } from 'aws-cdk-lib/aws-events';
import { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { checkName, checkStruct } from '../../core/checks';
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
  agent: AgentOptions,
  servers: AgentServers,
): void {
  const options = checkStruct(problems, 'agent', agent) ?? {};
  const parameters = parametersOf(problems, options);
  const scheduleExpression = scheduleOf(problems, options);
  const associations = new Map<string, ManagedNodeTarget[]>();
  if (options.tags === undefined && servers.scalingGroups.length > 0) {
    associations.set('AgentOfGroups', scalingGroupTargets(servers.scalingGroups));
  }
  const given = options.tags === undefined ? servers.tagGroups : [checkTagGroups(problems, 'agent.tags', options.tags)];
  checkKeys(problems, options.tags === undefined ? 'agent' : 'agent.tags', given);
  for (const targets of given.flatMap(managedNodesOf)) associations.set(idOf(scope, targets), targets);
  for (const [id, targets] of associations) {
    new CfnAssociation(scope, id, {
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
  const expression: unknown = (schedule as Partial<Schedule> | null)?.expressionString;
  if (typeof expression === 'string') return expression;
  problems.add('agent.schedule', 'must be a Schedule', { got: schedule, cure: 'use Schedule.cron of aws-events' });
  return WEEKLY;
}

/** Instances carry the name of their Auto Scaling group as a tag of AWS. */
function scalingGroupTargets(names: string[]): ManagedNodeTarget[] {
  return [{ key: 'tag:aws:autoscaling:groupName', values: names }];
}

/** Servers that Systems Manager cannot find would wait for the agent in vain. */
function checkKeys(problems: Problems, prop: string, given: TagGroup[][]): void {
  if (!given.flat().some((group) => '' in group)) return;
  problems.add(prop, 'must name tags by their keys: Systems Manager finds no server by a value alone', {
    cure: 'use DeploymentAgent.bySystemsManager with tags that have keys, or DeploymentAgent.installed()',
  });
}

/** By what is asked for, not by its position; what is known at deployment only, by where it comes from. */
function idOf(scope: Construct, targets: ManagedNodeTarget[]): string {
  return `Agent${shortHash(JSON.stringify(Stack.of(scope).resolve(targets)))}`;
}
