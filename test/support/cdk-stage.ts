import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import type { StackProps, StageProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeployTarget } from '../../lib';
import type { CdkStageOptions } from '../../lib';
import { newPipeline, newStack } from './fixtures';

/** What tests say of a stage. */
export interface StageFixture {
  readonly stage?: StageProps;
  readonly stack?: () => StackProps;
}

/** A stage with a shared stack, one that refers to it, with a file as an asset, and one that knows neither. */
export class ShopStage extends Stage {
  public readonly orders: Stack;
  public readonly alone: Stack;

  constructor(beside: Stack, { stage, stack = () => ({}) }: StageFixture = {}) {
    super(appOf(beside), 'Shop', stage);
    const shared = new Stack(this, 'Shared', stack());
    const queue = new Queue(shared, 'Queue');
    this.orders = new Stack(this, 'Orders', stack());
    new Topic(this.orders, 'Topic', { displayName: queue.queueName });
    new Asset(this.orders, 'Readme', { path: join(__dirname, '..', '..', 'README.md') });
    this.alone = new Stack(this, 'Alone', stack());
    new Topic(this.alone, 'Topic');
  }
}

/** The same, for tests that change nothing in it. */
export function newStage(beside: Stack, fixture?: StageFixture): ShopStage {
  return new ShopStage(beside, fixture);
}

/** The app of a stack. */
export function appOf(stack: Stack): Stage {
  const app = Stage.of(stack);
  if (app === undefined) throw new Error('the stack is in no app');
  return app;
}

/** What the deployment role may do in tests. */
export function topics(): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['sns:CreateTopic'], resources: ['arn:aws:sns:*:*:Shop-*'] })];
}

/** A stack with a pipeline that deploys a stage. */
export function deployStage(
  make: (stack: Stack) => Stage = newStage,
  options: (stack: Stack) => Partial<CdkStageOptions> = () => ({}),
  stack = newStack(),
): Stack {
  const own = options(stack);
  const said = own.deploymentRole === undefined && own.useBootstrapRole === undefined ? topics() : undefined;
  const target = DeployTarget.cdkStage(make(stack), { statements: said, ...own });
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  return stack;
}
