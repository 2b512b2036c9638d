import { setTimeout as sleep } from 'node:timers/promises';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { handle } from './handle';
import { type Services } from './services';

const services: Services = {
  codeDeploy: new CodeDeployClient({ maxAttempts: 8, retryMode: 'adaptive' }),
  autoScaling: new AutoScalingClient({ maxAttempts: 8, retryMode: 'adaptive' }),
  loadBalancing: new ElasticLoadBalancingV2Client({ maxAttempts: 8, retryMode: 'adaptive' }),
  fetch: (...request) => fetch(...request),
  sleep,
  now: () => Date.now(),
};

export function handler(event: unknown): Promise<void> {
  return handle(event, services);
}
