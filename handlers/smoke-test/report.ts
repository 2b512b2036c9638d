import { PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { describe, isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { type HookEvent } from './configuration';
import { type Services } from './services';

/**
 * Tells CodeDeploy the result. Throws when CodeDeploy cannot be told: Lambda then delivers the same event again, and the whole test is
 * taken once more.
 */
export async function report(event: HookEvent, isGood: boolean, { codeDeploy }: Services): Promise<void> {
  try {
    await codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({ ...event, status: isGood ? 'Succeeded' : 'Failed' }),
    );
  } catch (error) {
    log({ ...event, notTold: describe(error) });
    // Somebody has told it before, or the deployment is over.
    if (isNamed(error, 'LifecycleEventAlreadyCompletedException', 'DeploymentDoesNotExistException')) return;
    throw error;
  }
}
