import { Duration } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

const CODE = `
const { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } = require('@aws-sdk/client-codedeploy');
exports.handler = async ({ DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId }) => {
  const works = await fetch(process.env.URL, { signal: AbortSignal.timeout(10000) }).then(({ ok }) => ok, () => false);
  const status = works ? 'Succeeded' : 'Failed';
  const report = new PutLifecycleEventHookExecutionStatusCommand({ deploymentId, lifecycleEventHookExecutionId, status });
  await new CodeDeployClient().send(report);
};
`;

/** A function that asks the new tasks for a page, before users do, and tells CodeDeploy how that went. */
export function newCheck(scope: Construct, vpc: IVpc, url: string): Function {
  return new Function(scope, 'Check', {
    code: Code.fromInline(CODE),
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    timeout: Duration.minutes(1),
    environment: { URL: url },
    vpc,
  });
}
