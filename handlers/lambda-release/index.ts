import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { handle } from './handle';
import { type Services } from './services';

const retries = { maxAttempts: 8, retryMode: 'adaptive' };

const services: Services = {
  cloudWatch: new CloudWatchClient(retries),
  codeDeploy: new CodeDeployClient(retries),
  codePipeline: new CodePipelineClient(retries),
  lambda: new LambdaClient(retries),
  sleep,
  now: () => Date.now(),
};

export function handler(event: unknown): Promise<void> {
  return handle(event, services);
}
