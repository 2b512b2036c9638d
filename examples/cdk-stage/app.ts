import { App, CfnOutput, Duration, Stack, Stage } from 'aws-cdk-lib';
import type { StageProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import * as cd from 'cdk-delivery';

/** All of the shop, once for each stage of the pipeline: a stack with the topic of orders, and one that listens to it. */
class Shop extends Stage {
  constructor(scope: Construct, id: string, props?: StageProps) {
    super(scope, id, props);
    const topic = new Topic(new Stack(this, 'Orders'), 'Topic', { enforceSSL: true });
    const billing = new Stack(this, 'Billing');
    const deadLetterQueue = { queue: new Queue(billing, 'Failed', { enforceSSL: true }), maxReceiveCount: 3 };
    const queue = new Queue(billing, 'Queue', { enforceSSL: true, deadLetterQueue, retentionPeriod: Duration.days(4) });
    topic.addSubscription(new SqsSubscription(queue));
    new CfnOutput(billing, 'QueueUrl', { value: queue.queueUrl });
  }
}

export const app = new App();
const delivery = new Stack(app, 'StagesDelivery');
const repository = new cd.SourceRepository(delivery, 'Repository', { repositoryName: 'shop' });

// The same program again: what it synthesizes is what is deployed.
const commands = ['npm ci', 'npx cdk synth --quiet'];
const synth = cd.Build.project({ buildName: 'Synth', commands, output: { baseDirectory: 'cdk.out' } });
const target = (id: string, approval?: cd.ChangeSetApproval): cd.IDeployTarget => {
  // CloudFormation may do this, and nothing else: all of both services on what the stacks of the stage name.
  const resources = ['sns', 'sqs'].map((service) => delivery.formatArn({ service, resource: `${id}-*` }));
  const statements = [new PolicyStatement({ actions: ['sns:*', 'sqs:*'], resources })];
  return cd.DeployTarget.cdkStage(new Shop(app, id), { statements, approval });
};
new cd.Delivery(delivery, 'Delivery', {
  sources: [cd.Source.codeCommit(repository)],
  builds: [synth],
  stages: [
    { stageName: 'Staging', targets: [target('Staging')] },
    { stageName: 'Production', targets: [target('Production', {})] },
  ],
});
