import { App, Stack } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as cd from 'cdk-delivery';

export const app = new App();
const [account, pipelineName] = ['111111111111', 'OrdersDelivery'];
const stackNames = ['orders-beta', 'orders-gamma', 'orders-production'];
// What CloudFormation may do in each region: make the functions of the stacks, which run with a role that is there.
const functions = { actions: ['lambda:*'], resources: [`arn:aws:lambda:*:${account}:function:orders-*`] };
const conditions = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };
const role = { actions: ['iam:PassRole'], resources: [`arn:aws:iam::${account}:role/orders`], conditions };
const deploymentStatements = [functions, role].map((statement) => new PolicyStatement(statement));

// Each region has its artifacts, and the roles by which the pipeline works there.
const [europe, america, asia] = ['eu-west-1', 'us-east-1', 'ap-northeast-2'].map((region) => {
  const place = new Stack(app, `Orders-${region}`, { env: { account, region } });
  const artifactBucketName = `orders-artifacts-${account}-${region}`;
  const foundation = new cd.DeliveryFoundation(place, 'Foundation', { artifactBucketName });
  const known = { pipelineAccount: account, pipelineName, artifactBucketName, stackNames };
  const access = new cd.DeliveryAccess(place, 'Access', { ...known, deploymentStatements });
  return { region, place, foundation, access };
});
const to = (stackName: string, { region: targetName, access }: typeof europe): cd.IDeployTarget =>
  cd.DeployTarget.stack({ stackName, targetName, access });

const tool = { image: LinuxBuildImage.fromDockerRegistry('grafana/k6:1.0.0'), commands: ['k6 run load.js'] };
const load = ({ region }: typeof europe): cd.IVerification => {
  const targetUrl = cd.TargetVariables.of('Gamma', region).named('Url');
  return cd.Verification.loadTest({ verificationName: `Load-${region}`, ...tool, targetUrl, maximums: { p95: 300 } });
};
const gamma = [europe, america];
const others = [america, asia];
const waves = [{ targets: others.map((it) => to('orders-production', it)) }];
new cd.DeliveryStack(app, pipelineName, {
  env: { account, region: europe.region },
  foundation: europe.foundation,
  otherFoundations: others.map(({ foundation }) => foundation),
  sources: [cd.Source.codeCommit(new cd.SourceRepository(europe.place, 'Repository', { repositoryName: 'orders' }))],
  stages: [
    { stageName: 'Beta', targets: [to('orders-beta', europe)] },
    { stageName: 'Gamma', targets: gamma.map((it) => to('orders-gamma', it)), verifications: gamma.map(load) },
    // One region first; when all is well there, the others side by side.
    { stageName: 'Production', gates: [cd.Gate.approval()], targets: [to('orders-production', europe)], waves },
  ],
});
