import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { BuildEnvironmentCertificate, BuildSpec, IBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { checkOptionalResource } from '../core/environments';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { secretPermissions } from './secret-variable';

/** Logs: streams below the name of the project, in one log group. */
export function logPermissions(scope: Construct, logGroup: ILogGroup, projectName: string): PolicyStatement[] {
  const streams = Stack.of(scope).formatArn({
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

/** The image, where the build's own role pulls it: from an ECR repository, or with the credentials of a registry. */
export function imagePermissions(
  scope: Construct,
  problems: Problems,
  image: IBuildImage | undefined,
): PolicyStatement[] {
  const repository = checkOptionalResource(
    problems,
    'buildImage.repository',
    scope,
    image?.repository,
    'a repository',
    'repositoryArn',
  );
  const credentials = image?.secretsManagerCredentials;
  return [
    ...(repository === undefined
      ? []
      : [
          allow(PERMISSIONS.imagePull, [weak(scope, repository.repositoryArn)]),
          allow(PERMISSIONS.imagePullToken, ['*']),
        ]),
    ...(credentials === undefined ? [] : secretPermissions(scope, credentials, credentials.encryptionKey)),
  ];
}

/** The certificate of the servers that a build trusts. */
export function certificatePermissions(
  scope: Construct,
  certificate: BuildEnvironmentCertificate | undefined,
): PolicyStatement[] {
  if (certificate === undefined) return [];
  const { bucket, objectKey } = certificate;
  const key = bucket.encryptionKey;
  return [
    allow(PERMISSIONS.sourceObject, [`${weak(scope, bucket.bucketArn)}/${objectKey}`]),
    ...(key === undefined ? [] : [allow(PERMISSIONS.bucketKey, [weak(scope, key.keyArn)])]),
  ];
}

/** A buildspec that is an asset, which is there once a project was made with it. */
export function assetPermissions(buildSpec: BuildSpec): PolicyStatement[] {
  const { asset } = buildSpec as { asset?: Asset };
  return asset === undefined ? [] : [allow(PERMISSIONS.sourceObject, [asset.bucket.arnForObjects(asset.s3ObjectKey)])];
}
