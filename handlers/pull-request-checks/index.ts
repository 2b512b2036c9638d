import { setTimeout as sleep } from 'node:timers/promises';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { handle } from './handle';
import { type Services } from './services';

const retries = { maxAttempts: 8, retryMode: 'adaptive' };

const services: Services = {
  codeBuild: new CodeBuildClient(retries),
  codeCommit: new CodeCommitClient(retries),
  sleep,
};

export function handler(event: unknown): Promise<void> {
  return handle(event, services);
}
