import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as cd from 'cdk-delivery';

export const app = new App();
const tests = new Stack(app, 'OrdersTests');

// What a release must hold: here that its queue is in the stack that was just deployed. A real one calls functions, services and people.
const queue = new sfn.Pass(tests, 'Queue', { parameters: { 'url.$': '$.queueUrl', 'run.$': '$.run' } });
const isThere = sfn.Condition.stringMatches('$.url', 'https://sqs.*');
const release = new sfn.StateMachine(tests, 'Release', {
  definitionBody: sfn.DefinitionBody.fromChainable(
    queue.next(
      new sfn.Choice(tests, 'IsThere')
        .when(isThere, new sfn.Succeed(tests, 'Good'))
        .otherwise(new sfn.Fail(tests, 'NoQueue', { cause: 'The queue is elsewhere' })),
    ),
  ),
  tracingEnabled: true,
  logs: { destination: new LogGroup(tests, 'Logs'), level: sfn.LogLevel.ALL },
});

const deployed = cd.TargetVariables.of('Staging', 'orders-staging');
const input = cd.ExecutionInput.values({
  queueUrl: deployed.named('QueueUrl'),
  run: '#{codepipeline.PipelineExecutionId}',
});
const actions = ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes', 'sqs:SetQueueAttributes'];
const resources = [tests.formatArn({ service: 'sqs', resource: 'orders-staging' })];
const statements = [new PolicyStatement({ actions, resources })];
const verifications = [cd.Verification.stateMachine(release, { verificationName: 'Release', input })];
const targets = [cd.DeployTarget.stack({ stackName: 'orders-staging', statements })];

new cd.DeliveryStack(app, 'OrdersDelivery', {
  sources: [cd.Source.codeCommit(new cd.SourceRepository(tests, 'Repository', { repositoryName: 'orders' }))],
  stages: [{ stageName: 'Staging', targets, verifications }],
});
