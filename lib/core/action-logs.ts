import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS } from './permissions';

/** What an action needs whose log is in the log group that CodePipeline has for the pipeline. */
export function writeActionLogs(scope: Construct, pipelineName: string): PolicyStatement {
  const logGroup = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/codepipeline/${pipelineName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return allow(PERMISSIONS.actionLogs, [logGroup, `${logGroup}:*`]);
}
