import { setTimeout as sleep } from 'node:timers/promises';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { handle } from './handle';
import { type Services } from './services';

const services: Services = {
  codeCommit: new CodeCommitClient({ maxAttempts: 8, retryMode: 'adaptive' }),
  fetch: (...request) => fetch(...request),
  sleep,
  now: () => Date.now(),
};

export function handler(event: unknown): Promise<void> {
  return handle(event, services);
}
