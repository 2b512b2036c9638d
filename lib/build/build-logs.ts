import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkRetention } from '../core/cdk-choices';
import { logRetentionOf } from '../core/conventions';
import { checkOptionalResource } from '../core/environments';
import { localKey, localLogGroup } from '../core/local';
import { namesOfStack } from '../core/names';
import { allow, PERMISSIONS, throughService } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { logPermissions, outputPermissions } from './build-permissions';

/**
 * Where the logs of a build go.
 */
export interface BuildLogSettings {
  /**
   * The log group of the builds. The project writes to streams below its own name.
   *
   * @default - a log group of the project's own, which outlives its stack
   */
  readonly logGroup?: ILogGroup;

  /**
   * How long the project's own log group keeps logs.
   *
   * @default - what `DeliveryConventions` say, else RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * A customer-managed key for the project's own log group. A key of the app is told to let CloudWatch Logs use it; the policy of an
   * imported one must say so.
   *
   * @default - a key that AWS manages
   */
  readonly logEncryptionKey?: IKey;
}

/** Logs as a project takes them. */
export interface BoundLogs {
  readonly logGroup: ILogGroup;
  readonly permissions: PolicyStatement[];
  readonly logBucket?: IBucket;
}

/** Binds the logs of a project. */
export function bindLogs(
  scope: Construct,
  problems: Problems,
  projectName: string,
  settings: BuildLogSettings & { readonly logBucket?: IBucket },
): BoundLogs {
  const given = checkOptionalResource(problems, 'logGroup', scope, settings.logGroup, 'a log group', 'logGroupName');
  const keyGiven = settings.logEncryptionKey;
  const key = checkOptionalResource(problems, 'logEncryptionKey', scope, keyGiven, 'a key', 'keyArn');
  if (settings.logGroup !== undefined) refuseOwn(problems, settings);
  const logGroup = localLogGroup(scope, 'LogsOfAnotherStack', given) ?? ownLogGroup(scope, problems, settings, key);
  const bucket = checkOptionalResource(problems, 'logBucket', scope, settings.logBucket, 'a bucket', 'bucketArn');
  if (bucket !== undefined) deployAfter(scope, bucket);
  return {
    logGroup,
    permissions: [
      ...logPermissions(scope, logGroup, projectName),
      ...keyPermissions(scope, key),
      ...(bucket === undefined ? [] : outputPermissions(scope, bucket, projectName)),
    ],
    // By its name: the grants of aws-cdk-lib on the bucket would be wider than ours.
    logBucket: bucket && Bucket.fromBucketName(scope, 'LogBucket', weak(scope, bucket.bucketName)),
  };
}

function refuseOwn(problems: Problems, settings: BuildLogSettings): void {
  for (const prop of ['logRetention', 'logEncryptionKey'] as const) {
    if (settings[prop] === undefined) continue;
    problems.add(prop, 'must not be given beside logGroup', { cure: 'say it where the log group is made' });
  }
}

function ownLogGroup(
  scope: Construct,
  problems: Problems,
  settings: BuildLogSettings,
  key: IKey | undefined,
): LogGroup {
  if (key !== undefined) letLogsUse(scope, key);
  return new LogGroup(scope, 'Logs', {
    retention: logRetentionOf(scope, checkRetention(problems, settings.logRetention)),
    encryptionKey: localKey(scope, 'LogKey', key),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function letLogsUse(scope: Construct, key: IKey): void {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    // CloudFormation begins the name of a group with that of its stack.
    resourceName: `${namesOfStack(scope)}*`,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: PERMISSIONS.logKey.actions,
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
    }),
    true,
  );
}

function keyPermissions(scope: Construct, key: IKey | undefined): PolicyStatement[] {
  if (key === undefined) return [];
  const { region, urlSuffix } = Stack.of(scope);
  return [allow(PERMISSIONS.logKey, [weak(scope, key.keyArn)], throughService('logs', region, urlSuffix))];
}
