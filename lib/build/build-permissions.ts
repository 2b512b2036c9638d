import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS } from '../core/permissions';

/** Logs: streams below the name of the project, in one log group. */
export function logPermissions(logGroup: ILogGroup, projectName: string): PolicyStatement[] {
  const streams = Stack.of(logGroup).formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: `${logGroup.logGroupName}:log-stream:${projectName}/*`,
  });
  return [allow(PERMISSIONS.buildLogs, [streams])];
}

/** Reports: report groups that begin with the name of the project, as CodeBuild names those of a buildspec. */
export function reportPermissions(scope: Construct, projectName: string): PolicyStatement[] {
  const groups = Stack.of(scope).formatArn({
    service: 'codebuild',
    resource: 'report-group',
    resourceName: `${projectName}-*`,
  });
  return [allow(PERMISSIONS.buildReports, [groups])];
}
