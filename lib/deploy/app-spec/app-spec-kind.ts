import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';

/**
 * The name that CodePipeline looks for in a release of ECS:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const PIPELINE_FILE_NAME = 'appspec.yaml';

/** What CodeDeploy deploys to. */
export type AppSpecPlatform = 'server' | 'function' | 'container';

/** What an AppSpec must fit. */
export interface DeploymentTraits {
  readonly platform: AppSpecPlatform;
  /** Whether the deployment takes instances from a load balancer and puts them back. */
  readonly loadBalancer: boolean;
  /** Whether the deployment moves to other instances, which it always does by a load balancer. */
  readonly blueGreen: boolean;
  /** Of a function: its name, and the alias that is moved. */
  readonly function?: { readonly name: string; readonly alias: string };
  /** Of an ECS service: the container that the load balancer leads to. */
  readonly container?: { readonly name: string; readonly port: number };
  /** Of an ECS service: whether there is a test listener. */
  readonly testTraffic?: boolean;
}

/** An AppSpec of one platform, however it came about. */
export interface AppSpecKind {
  readonly platform: AppSpecPlatform;
  /** The text of the file. Empty where it cannot be read or written, which `check` reports. */
  readonly text: string;
  /** Whether a bundle has it only when somebody puts the text there. */
  readonly isWritten: boolean;
  /** What the file is called, where it is not that of servers. */
  readonly fileName?: string;
  /** Reports everything that is wrong with it; what is doubtful is a warning at the construct. */
  check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void;
}
