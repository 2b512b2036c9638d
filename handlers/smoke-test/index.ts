import { setTimeout } from 'node:timers/promises';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { handle } from './handle';
import { send } from './request';
import { type Services } from './services';

const services: Services = {
  codeDeploy: new CodeDeployClient({ maxAttempts: 8, retryMode: 'adaptive' }),
  // A second invocation could do twice what the first one has done.
  lambda: new LambdaClient({ maxAttempts: 1 }),
  request: send,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};

export function handler(event: unknown): Promise<void> {
  return handle(event, process.env.SMOKE_TEST, services);
}
