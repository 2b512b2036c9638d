import type { Schedule } from 'aws-cdk-lib/aws-events';
import { orEmpty } from '../../core/checks';

/**
 * How Systems Manager keeps the CodeDeploy agent on the servers.
 */
export interface AgentOptions {
  /**
   * When the agent is brought up to date. New servers get it as soon as they are there. State Manager takes rates of at least 30 minutes.
   *
   * @default - Sundays at 2 o'clock UTC
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
   */
  readonly schedule?: Schedule;

  /**
   * The version of the agent, e.g. `1.7.0`.
   *
   * @default - the newest
   */
  readonly version?: string;

  /**
   * The tags by which Systems Manager finds the servers, as tag groups: at most three, AND between groups and OR inside of one. A key without
   * values matches any.
   *
   * @default - the tags and Auto Scaling groups of the deployment
   */
  readonly tags?: Record<string, string[]>[];
}

/**
 * How the CodeDeploy agent comes to the servers.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/codedeploy-agent-operations-install-ssm.html
 */
export class DeploymentAgent {
  /**
   * An association of Systems Manager installs it and keeps it up to date, on Amazon Linux 2 and 2023, Ubuntu, Red Hat Enterprise Linux and
   * Windows Server. The servers must be managed by Systems Manager: `grantInstance` allows that; the images of Amazon Linux, Ubuntu and Windows have its
   * agent, one of Red Hat needs it installed.
   *
   * On-premises servers are found by their tags in Systems Manager: give them the same ones there as in CodeDeploy.
   */
  public static bySystemsManager(options: AgentOptions = {}): DeploymentAgent {
    return new DeploymentAgent(orEmpty(options));
  }

  /**
   * It is there: the image of the servers has it, or somebody else brings it.
   */
  public static installed(): DeploymentAgent {
    return new DeploymentAgent();
  }

  private constructor(
    /** @internal */
    public readonly _options?: AgentOptions,
  ) {}
}
