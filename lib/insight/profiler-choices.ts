/**
 * Where the applications of a profiling group run.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_CreateProfilingGroup.html
 */
export enum ProfilerPlatform {
  /** Lambda functions. */
  LAMBDA = 'AWSLambda',

  /** EC2, ECS, servers on-premises, and everything else. */
  DEFAULT = 'Default',
}

/**
 * The language of an application, which decides on the agent.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/what-is-codeguru-profiler.html
 */
export enum ProfilerLanguage {
  /** Python. */
  PYTHON = 'Python',

  /** Java, and what else runs on its virtual machine. */
  JAVA = 'Java',
}

/**
 * What starts the agent of an application.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/setting-up-long.html
 */
export enum AgentStart {
  /** The environment of the application, whose code does not change. */
  ENVIRONMENT = 'environment',

  /** The code of the application, which brings the agent along and reads a parameter of Systems Manager. */
  CODE = 'code',
}
