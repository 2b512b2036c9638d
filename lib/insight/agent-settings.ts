import { Duration } from 'aws-cdk-lib';
import { checkLiteralDuration, checkLiteralRange, checkStruct } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { AgentStart, ProfilerLanguage } from './profiler-choices';

/**
 * How agents work. AWS has no setting of a profiling group for it: the service tells agents what it wants, and an agent of Python takes what its application says
 * instead. An agent of Java takes it from the service alone, so that every setting is refused for Java.
 *
 * AWS publishes no ranges. The defaults are those of the agent of Python, and the service may say others.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_AgentConfiguration.html
 */
export interface AgentSettings {
  /**
   * The time between two samples, in whole milliseconds: `SamplingIntervalInMilliseconds`. A shorter interval takes more samples, and more of the processor.
   *
   * Python: a variable of the environment, or the parameter where code starts the agent.
   *
   * @default - as the service says, else 1 second
   */
  readonly samplingInterval?: Duration;

  /**
   * The time between two reports, in whole milliseconds, not below `minimumTimeForReporting`: `ReportingIntervalInMilliseconds`. The agent then ignores the period that the service
   * says.
   *
   * Python: a variable of the environment, or the parameter where code starts the agent.
   *
   * @default - as the service says, else 5 minutes
   */
  readonly reportingInterval?: Duration;

  /**
   * The least time between two reports, in whole milliseconds: `MinimumTimeForReportingInMilliseconds`.
   *
   * Python: the parameter, so that code must start the agent.
   *
   * @default - as the service says, else 30 seconds
   */
  readonly minimumTimeForReporting?: Duration;

  /**
   * The most calls of a stack that a profile shows, 1 or more: `MaxStackDepth`.
   *
   * Python: the parameter, so that code must start the agent.
   *
   * @default - as the service says, else 1000
   */
  readonly maxStackDepth?: number;

  /**
   * The most that the agent may use, 1 to 100 percent: `MemoryUsageLimitPercent`. The agent of Python takes it for its share of the processor, whatever its name.
   *
   * Python: the parameter, so that code must start the agent.
   *
   * @default - as the service says, else 10
   */
  readonly memoryUsageLimitPercent?: number;
}

/** Settings as agents get them: in milliseconds, calls and percent, by the names that the API of the service has. */
export type CheckedSettings = Partial<Record<keyof AgentSettings, number>>;

const INTERVALS = ['samplingInterval', 'reportingInterval', 'minimumTimeForReporting'] as const;

const NUMBERS = [
  ['maxStackDepth', LIMITS.agentStackDepth],
  ['memoryUsageLimitPercent', LIMITS.agentLimitPercent],
] as const;

/** https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_AgentConfiguration.html */
const API_NAMES: Record<keyof AgentSettings, string> = {
  samplingInterval: 'SamplingIntervalInMilliseconds',
  reportingInterval: 'ReportingIntervalInMilliseconds',
  minimumTimeForReporting: 'MinimumTimeForReportingInMilliseconds',
  maxStackDepth: 'MaxStackDepth',
  memoryUsageLimitPercent: 'MemoryUsageLimitPercent',
};

/** https://github.com/aws/amazon-codeguru-profiler-python-agent/blob/main/codeguru_profiler_agent/profiler_builder.py */
const VARIABLES: CheckedNames = {
  samplingInterval: 'AWS_CODEGURU_PROFILER_SAMPLING_INTERVAL_MS',
  reportingInterval: 'AWS_CODEGURU_PROFILER_REPORTING_INTERVAL_MS',
};

type CheckedNames = Partial<Record<keyof AgentSettings, string>>;

/** https://github.com/aws/amazon-codeguru-profiler-python-agent/blob/main/codeguru_profiler_agent/profiler.py */
const LEAST_REPORTING = Duration.seconds(30);

/** The settings in the units of the service. What is out of range is reported. */
export function checkAgentSettings(problems: Problems, given: AgentSettings | undefined): CheckedSettings {
  const settings = checkStruct(problems, 'agentSettings', given) ?? {};
  const within = problems.within('agentSettings');
  const checked: CheckedSettings = {};
  for (const name of INTERVALS) {
    const interval = checkLiteralDuration(within, name, settings[name] ?? undefined, LIMITS.agentInterval);
    if (interval !== undefined) checked[name] = interval.toMilliseconds();
  }
  for (const [name, limit] of NUMBERS) {
    const value = checkLiteralRange(within, name, settings[name] ?? undefined, limit);
    if (value !== undefined) checked[name] = value;
  }
  checkReporting(within, checked);
  return checked;
}

/** The agent does not start with an interval below the least: its `AgentConfiguration` refuses that. */
function checkReporting(problems: Problems, settings: CheckedSettings): void {
  const { reportingInterval, minimumTimeForReporting = LEAST_REPORTING.toMilliseconds() } = settings;
  if (reportingInterval === undefined || reportingInterval >= minimumTimeForReporting) return;
  const rule = `must be at least minimumTimeForReporting, ${minimumTimeForReporting} milliseconds: the agent would not start`;
  problems.add('reportingInterval', rule, { got: reportingInterval });
}

/** Reports the settings that do not reach an application. */
export function checkReach(
  problems: Problems,
  settings: CheckedSettings,
  application: string,
  language: ProfilerLanguage,
  start: AgentStart,
): void {
  for (const name of Object.keys(settings) as (keyof AgentSettings)[]) {
    if (language === ProfilerLanguage.JAVA) {
      problems.add(
        `agentSettings.${name}`,
        `does not reach ${application}: an agent of Java takes it from the service alone`,
        {
          cure: 'leave it out, or give the application a profiler of its own',
        },
      );
    } else if (start === AgentStart.ENVIRONMENT && VARIABLES[name] === undefined) {
      problems.add(
        `agentSettings.${name}`,
        `does not reach ${application}: the agent has no environment variable for it`,
        {
          cure: 'use AgentStart.CODE, and let the code read the parameter',
        },
      );
    }
  }
}

/** The environment variables of the settings that have one. */
export function variablesOf(settings: CheckedSettings): Record<string, string> {
  return renamed(settings, VARIABLES);
}

/** The settings as lines of a parameter. */
export function linesOf(settings: CheckedSettings): string[] {
  return Object.entries(renamed(settings, API_NAMES)).map(([name, value]) => `${name}=${value}`);
}

function renamed(settings: CheckedSettings, names: CheckedNames): Record<string, string> {
  const entries = Object.entries(settings) as [keyof AgentSettings, number | undefined][];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const other = names[name];
      return other === undefined ? [] : [[other, String(value)]];
    }),
  );
}
