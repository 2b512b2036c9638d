import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkBoolean, checkLiteralName, checkLiteralOneOf } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { checkReach, variablesOf } from './agent-settings';
import type { CheckedSettings } from './agent-settings';
import { AgentStart, ProfilerLanguage } from './profiler-choices';

/** The variable with the name of the parameter, for code that starts an agent. */
export const PARAMETER_VARIABLE = 'CODEGURU_PROFILER_PARAMETER';

const TOOL_OPTIONS = 'JAVA_TOOL_OPTIONS';

/** What applications of one profiling group have in common. */
export interface AgentGroup {
  readonly scope: Construct;
  readonly groupName: string;
  readonly settings: CheckedSettings;

  /** The name of the parameter, which is made when the first one asks for it. */
  readonly parameterName: () => string;
}

/** How one application is profiled, with every default decided. */
export interface Profiled {
  /** The application, for messages. */
  readonly name: string;
  readonly language: ProfilerLanguage;
  readonly start: AgentStart;
  readonly agentPath?: string;
  readonly heapSummary?: boolean;
}

/** Where agents report to. */
export function locationOf(scope: Construct, groupName: string): Record<string, string> {
  return {
    AWS_CODEGURU_PROFILER_GROUP_NAME: groupName,
    AWS_CODEGURU_PROFILER_TARGET_REGION: Stack.of(scope).region,
    AWS_CODEGURU_PROFILER_ENABLED: 'TRUE',
  };
}

/** A start that is one; anything else is reported. */
export function checkStart(problems: Problems, given: AgentStart | undefined): AgentStart {
  return checkLiteralOneOf(problems, 'start', given, AgentStart, 'AgentStart') ?? AgentStart.ENVIRONMENT;
}

/** The environment that tells an agent where to report and how to work. What does not reach the application is reported. */
export function agentEnvironment(
  problems: Problems,
  within: Problems,
  group: AgentGroup,
  app: Profiled,
): Record<string, string> {
  checkReach(problems, group.settings, app.name, app.language, app.start);
  const isJava = app.language === ProfilerLanguage.JAVA;
  const byCode = app.start === AgentStart.CODE;
  return {
    ...locationOf(group.scope, group.groupName),
    ...(byCode ? { [PARAMETER_VARIABLE]: group.parameterName() } : {}),
    ...(byCode || isJava ? {} : variablesOf(group.settings)),
    ...heapVariables(within, app, isJava),
    ...javaVariables(within, app, isJava && !byCode),
  };
}

function heapVariables(problems: Problems, { heapSummary }: Profiled, isJava: boolean): Record<string, string> {
  const given = checkBoolean(problems, 'heapSummary', heapSummary);
  if (given !== undefined && !isJava) problems.add('heapSummary', 'must not be given: only the agent of Java has it');
  return given === true ? { AWS_CODEGURU_PROFILER_HEAP_SUMMARY_ENABLED: 'true' } : {};
}

function javaVariables(problems: Problems, { agentPath }: Profiled, isStarted: boolean): Record<string, string> {
  if (agentPath === undefined) return {};
  if (!isStarted) {
    problems.add('agentPath', 'must not be given: only an agent of Java that the environment starts has it');
    return {};
  }
  const path = checkLiteralName(problems, 'agentPath', agentPath, LIMITS.agentPath);
  return path === undefined ? {} : { [TOOL_OPTIONS]: `-javaagent:${path}` };
}

/**
 * Joins the environment of an application with that of the agent. The options of Java stand beside those that are there; what else is there already is reported.
 */
export function joined(
  problems: Problems,
  existing: Readonly<Record<string, unknown>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(added).flatMap(([name, value]) => {
    const before = existing[name];
    if (before === undefined) return [[name, value]];
    if (name === TOOL_OPTIONS && typeof before === 'string') return [[name, `${before} ${value}`]];
    problems.add('', `must have no variable ${name} of its own`, {
      cure: 'remove it, or what else profiles the application',
    });
    return [];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
