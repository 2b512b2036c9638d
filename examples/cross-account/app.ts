import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as cd from 'cdk-delivery';

export const app = new App();
const region = 'eu-west-1';
const [tools, staging, production, code] = ['111111111111', '222222222222', '333333333333', '444444444444'];
const pipelineName = 'OrdersDelivery';
const artifactBucketName = `orders-artifacts-${tools}`;
const known = { pipelineAccount: tools, pipelineName, artifactBucketName };

// The account of the pipeline: artifacts, and a key that the roles of the other accounts may use.
const shared = new Stack(app, 'OrdersShared', { env: { account: tools, region } });
const foundation = new cd.DeliveryFoundation(shared, 'Foundation', {
  artifactBucketName,
  encryptionKey: new Key(shared, 'Key', { enableKeyRotation: true }),
  trustedAccounts: [staging, production, code],
});

// The account of the code: a repository, and the role that reads it for the pipeline. Its pushes are sent on.
const codeStack = new Stack(app, 'OrdersCode', { env: { account: code, region } });
const repository = new cd.SourceRepository(codeStack, 'Repository', { repositoryName: 'orders' });
const access = new cd.DeliveryAccess(codeStack, 'Access', { ...known, repositories: [repository] });

// Each other account: a stack with the two roles that the pipeline needs there. Whoever owns the account deploys it.
const accessTo = (account: string, name: string): cd.DeliveryAccess => {
  const stack = new Stack(app, `OrdersAccess-${name}`, { env: { account, region } });
  const actions = ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes', 'sqs:SetQueueAttributes'];
  const queues = stack.formatArn({ service: 'sqs', resource: `orders-${name}` });
  const deploymentStatements = [new PolicyStatement({ actions, resources: [queues] })];
  return new cd.DeliveryAccess(stack, 'Access', { ...known, stackNames: [`orders-${name}`], deploymentStatements });
};
const stageOf = (stageName: string, account: string, gates: cd.IGate[] = []): cd.DeliveryStage => {
  const name = stageName.toLowerCase();
  const targets = [cd.DeployTarget.stack({ stackName: `orders-${name}` })];
  return { stageName, access: accessTo(account, name), gates, targets };
};
new cd.DeliveryStack(app, pipelineName, {
  env: { account: tools, region },
  foundation,
  sources: [cd.Source.codeCommit(repository, { access })],
  builds: [cd.Build.project({ buildName: 'Package' })],
  stages: [stageOf('Staging', staging), stageOf('Production', production, [cd.Gate.approval()])],
});
