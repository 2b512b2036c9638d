import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

/** What all ways of writing it agree on, for the pipeline of one number. */
export interface Names {
  readonly repository: string;
  readonly pipeline: string;
  readonly staging: string;
  readonly production: string;
  readonly queues: string;
}

/** One way of writing the workload. */
export interface Workload {
  /** What the pipelines share, made before them. */
  shared?(app: App): unknown;

  /** One pipeline with its function, in a stack of its own. */
  add(stack: Stack, names: Names, shared: unknown): void;
}

export const PARAMETER = '/orders/api-url';
export const SECRET = 'orders/signing-key';
export const COMMANDS = ['npm ci', 'npm test', 'npm run build'];
export const BRANCH = 'main';
export const HANDLER = 'exports.handler = async () => ({ statusCode: 503 });';

/** What CloudFormation makes in the stacks of the pipeline. */
export const APPLICATION_ACTIONS = ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes'];

/** Makes so many pipelines, each in a stack of its own. */
export function make(workload: Workload, app: App, count: number): void {
  const shared = workload.shared?.(app);
  for (let index = 0; index < count; index += 1) {
    const pipeline = `orders-${String(index)}`;
    const stack = new Stack(app, `Orders${String(index)}`);
    const [staging, production] = ['staging', 'production'].map((stage) => `${pipeline}-${stage}`) as [string, string];
    const queues = stack.formatArn({ service: 'sqs', resource: `${pipeline}-*` });
    workload.add(stack, { repository: pipeline, pipeline, staging, production, queues }, shared);
  }
}

/** The function and its alarm, which the L2s and this library are given alike. */
export function application(stack: Stack): { readonly target: Function; readonly errors: Alarm } {
  const code = Code.fromInline(HANDLER);
  const target = new Function(stack, 'Function', { code, runtime: Runtime.NODEJS_22_X, handler: 'index.handler' });
  const errors = target.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  return { target, errors };
}
