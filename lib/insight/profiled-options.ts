import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { AgentStart, ProfilerLanguage } from './profiler-choices';

/**
 * How a Lambda function is profiled.
 */
export interface ProfiledFunctionOptions {
  /**
   * What starts the agent.
   *
   * @default AgentStart.ENVIRONMENT
   */
  readonly start?: AgentStart;

  /**
   * The layer with the agent.
   *
   * @default - the one that AWS names for the runtime: of Python 3.8 and 3.9, and of Java 8 on Amazon Linux 2, 11 and 17. Other runtimes need one of yours; none where code starts the agent
   */
  readonly layer?: ILayerVersion;

  /**
   * Whether profiles show what is on the heap. Only for Java; AWS does not recommend it in production.
   *
   * @default false
   */
  readonly heapSummary?: boolean;
}

/**
 * How an application on servers is profiled.
 */
export interface ProfiledServerOptions {
  /**
   * The language of the application.
   */
  readonly language: ProfilerLanguage;

  /**
   * What starts the agent. The environment starts it in Python where the command of the application is run by `python -m codeguru_profiler_agent`, and in Java where there is `agentPath`,
   * or `-javaagent` in your own command.
   *
   * @default AgentStart.ENVIRONMENT
   */
  readonly start?: AgentStart;

  /**
   * The path of the agent's JAR, which is there already. The variable `JAVA_TOOL_OPTIONS` then starts it, in all of Java that sees the variable. Only for Java.
   *
   * @default - your own command names the agent
   */
  readonly agentPath?: string;

  /**
   * Whether profiles show what is on the heap. Only for Java; AWS does not recommend it in production.
   *
   * @default false
   */
  readonly heapSummary?: boolean;
}

/**
 * How a container is profiled.
 */
export interface ProfiledContainerOptions extends ProfiledServerOptions {
  /**
   * The name of the container.
   *
   * @default - the default container of the task definition
   */
  readonly containerName?: string;
}
