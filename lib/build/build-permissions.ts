import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { BuildEnvironmentCertificate, BuildSpec, IBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { checkOptionalResource } from '../core/environments';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { secretPermissions } from './secret-variable';

/** A project by its name, so that a policy that the project waits for does not refer to it. */
export function projectArn(scope: Construct, projectName: string): string {
  return Stack.of(scope).formatArn({ service: 'codebuild', resource: 'project', resourceName: projectName });
}

/** What a build leaves in a bucket, below the name of its project. */
export function outputPermissions(scope: Construct, bucket: IBucket, projectName: string): PolicyStatement[] {
  const arn = weak(scope, bucket.bucketArn);
  return [
    allow(PERMISSIONS.buildBucket, [arn]),
    allow(PERMISSIONS.buildOutputObjects, [`${arn}/${projectName}/*`]),
    ...bucketKeyPermissions(scope, bucket),
  ];
}

/** The key of a bucket, where it is known to have one. */
export function bucketKeyPermissions(scope: Construct, { encryptionKey }: IBucket): PolicyStatement[] {
  if (encryptionKey === undefined) return [];
  return [allow(PERMISSIONS.bucketKey, [weak(scope, encryptionKey.keyArn)])];
}

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
  return [
    allow(PERMISSIONS.sourceObject, [`${weak(scope, bucket.bucketArn)}/${objectKey}`]),
    ...bucketKeyPermissions(scope, bucket),
  ];
}

/** A buildspec that is an asset, which is there once a project was made with it. */
export function assetPermissions(buildSpec: BuildSpec): PolicyStatement[] {
  const { asset } = buildSpec as { asset?: Asset };
  return asset === undefined ? [] : [allow(PERMISSIONS.sourceObject, [asset.bucket.arnForObjects(asset.s3ObjectKey)])];
}
