import { Resource, Stack } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { IDeliveryFoundation } from './foundation-interface';
import { weak } from './references';

/** A key of another stack, as this stack may hand it to an L2: referred to weakly. */
export function localKey(scope: Construct, id: string, key: IKey | undefined): IKey | undefined {
  // What is no key at all is reported where it was given.
  if (key === undefined || !Construct.isConstruct(key)) return undefined;
  if (isHere(scope, key)) return key;
  return Key.fromKeyArn(scope, id, weak(scope, key.keyArn));
}

/** The same for a log group. */
export function localLogGroup(scope: Construct, id: string, logGroup: ILogGroup | undefined): ILogGroup | undefined {
  if (logGroup === undefined || isHere(scope, logGroup)) return logGroup;
  return LogGroup.fromLogGroupName(scope, id, weak(scope, logGroup.logGroupName));
}

/** The same for a foundation. */
export function localFoundation(scope: Construct, id: string, foundation: IDeliveryFoundation): IDeliveryFoundation {
  return isHere(scope, foundation) ? foundation : new LocalFoundation(scope, id, foundation);
}

class LocalFoundation extends Resource implements IDeliveryFoundation {
  public readonly artifactBucket: IBucket;
  public readonly encryptionKey?: IKey;
  public readonly artifactExpiration?: Duration;
  public readonly buildLogGroup?: ILogGroup;

  constructor(scope: Construct, id: string, foundation: IDeliveryFoundation) {
    super(scope, id);
    this.encryptionKey = localKey(this, 'Key', foundation.encryptionKey);
    this.artifactBucket = Bucket.fromBucketAttributes(this, 'Artifacts', {
      bucketName: weak(this, foundation.artifactBucket.bucketName),
      encryptionKey: this.encryptionKey,
    });
    this.artifactExpiration = foundation.artifactExpiration;
    this.buildLogGroup = localLogGroup(this, 'BuildLogs', foundation.buildLogGroup);
  }
}

function isHere(scope: IConstruct, resource: IConstruct): boolean {
  return Stack.of(scope) === Stack.of(resource);
}
