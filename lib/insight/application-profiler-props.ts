import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { AgentSettings } from './agent-settings';
import type { ProfilerPlatform } from './profiler-choices';

/**
 * Properties of an `ApplicationProfiler`.
 */
export interface ApplicationProfilerProps {
  /**
   * Whether there is profiling at all. Without it nothing is made, and what is profiled is left as it is: no group, no environment, no grant.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The name of the profiling group, 1 to 255 letters, digits, `-` and `_`. Another name is another group.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly profilingGroupName?: string;

  /**
   * Where the applications run. It cannot change later: give the group another name with it.
   *
   * @default ProfilerPlatform.LAMBDA
   */
  readonly platform?: ProfilerPlatform;

  /**
   * Whether agents profile, which the service tells them within minutes: a switch that needs no release of an application. CloudFormation has no property for it: a function of
   * this library sets it, so that the environment must be bootstrapped. Whoever leaves it out later turns the agents on again.
   *
   * @default - agents profile, and no function is made
   */
  readonly profilingEnabled?: boolean;

  /**
   * Roles and users that may report profiles by the policy of the group, at most 50: for servers on-premises and for other accounts. Roles of applications that you hand to
   * `profile` and its like need not be here.
   *
   * @default - nobody by the policy of the group
   */
  readonly agents?: IPrincipal[];

  /**
   * Topics that are told of anomalies, at most 2, in the account and region of the group.
   *
   * @default - nobody is told
   */
  readonly notify?: ITopic[];

  /**
   * How agents work. What does not reach an application is refused when it is profiled.
   *
   * @default - as the service says
   */
  readonly agentSettings?: AgentSettings;

  /**
   * What becomes of the group, and of its profiles, when it leaves the stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}
