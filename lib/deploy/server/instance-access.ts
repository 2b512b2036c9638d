import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';

/**
 * What a server needs that is managed by Systems Manager and has the CodeDeploy agent, beside the revisions that it fetches.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export function serverPermissions(scope: IConstruct): PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  const bucket = `arn:${partition}:s3:::aws-codedeploy-${region}`;
  return [
    ...managedNodePermissions(scope),
    allow(PERMISSIONS.deploymentAgent, ['*']),
    allow(PERMISSIONS.agentBucket, [bucket]),
    allow(PERMISSIONS.agentObjects, [`${bucket}/*`]),
  ];
}

/** What a server needs that is managed by Systems Manager. */
export function managedNodePermissions(scope: IConstruct): PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  const documentsOfAws = `arn:${partition}:ssm:${region}::document/*`;
  return [
    allow(PERMISSIONS.managedNodeChannels, ['*']),
    allow(PERMISSIONS.managedNode, [
      inAccount(scope, 'ec2', 'instance'),
      inAccount(scope, 'ssm', 'association'),
      inAccount(scope, 'ssm', 'managed-instance'),
      documentsOfAws,
    ]),
    allow(PERMISSIONS.managedNodeDocuments, [documentsOfAws, inAccount(scope, 'ssm', 'document')]),
  ];
}

function inAccount(scope: IConstruct, service: string, resource: string): string {
  const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service, resource, resourceName: '*', arnFormat });
}
