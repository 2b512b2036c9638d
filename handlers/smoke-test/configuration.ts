import { property } from '../shared/property';
import { type HttpRequest } from './services';

/** What the answer must be. */
export interface Expectation {
  readonly status?: number;
  readonly bodyContains?: string;
  readonly json?: Readonly<Record<string, string>>;
}

interface Common {
  readonly expect: Expectation;
  readonly timeoutMs: number;
}

export type Configuration =
  (Common & { readonly kind: 'invoke'; readonly payload: string }) | (Common & HttpRequest & { readonly kind: 'url' });

/** What the construct has written into the environment. */
export function readConfiguration(text: string | undefined): Configuration {
  const parsed: unknown = JSON.parse(text ?? 'null');
  const kind = property(parsed, 'kind');
  if (kind !== 'invoke' && kind !== 'url') throw new Error('The variable SMOKE_TEST must say what to do.');
  return parsed as Configuration;
}

/** What CodeDeploy asks. */
export interface HookEvent {
  readonly deploymentId: string;
  readonly lifecycleEventHookExecutionId: string;
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
export function readEvent(event: unknown): HookEvent {
  const deploymentId = property(event, 'DeploymentId');
  const lifecycleEventHookExecutionId = property(event, 'LifecycleEventHookExecutionId');
  if (typeof deploymentId !== 'string' || typeof lifecycleEventHookExecutionId !== 'string') {
    throw new Error('The event is none of CodeDeploy: it has no DeploymentId or no LifecycleEventHookExecutionId.');
  }
  return { deploymentId, lifecycleEventHookExecutionId };
}
