import { setTimeout as sleep } from 'node:timers/promises';
import { handle } from './handle';
import { signedProfiler } from './profiler';
import { type Services } from './services';

const { AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = process.env;

const credentials = {
  accessKeyId: AWS_ACCESS_KEY_ID,
  secretAccessKey: AWS_SECRET_ACCESS_KEY,
  sessionToken: AWS_SESSION_TOKEN,
};

const services: Services = {
  profiler: signedProfiler(AWS_REGION, credentials, () => Date.now()),
  fetch: (...request) => fetch(...request),
  sleep,
  now: () => Date.now(),
};

export function handler(event: unknown): Promise<void> {
  return handle(event, services);
}
