import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IDeliveryFoundation } from './foundation-interface';
import { allow, PERMISSIONS } from './permissions';

/**
 * The keys that the artifacts of a pipeline have: CodePipeline puts them below the first 20 characters of its name.
 *
 * @see https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA/code-pipeline-truncates-folder-names-in-output-artifact-s-3-bucket
 */
export function artifactKeys(pipelineName: string): string {
  return `${pipelineName.slice(0, 20)}/*`;
}

/** What the pipeline itself, and builds that read and write artifacts, need. */
export function readWriteArtifacts(foundation: IDeliveryFoundation, pipelineName: string): PolicyStatement[] {
  const { artifactBucket, encryptionKey } = foundation;
  return [
    allow(PERMISSIONS.artifactBucket, [artifactBucket.bucketArn]),
    allow(PERMISSIONS.artifactReadWrite, [artifactBucket.arnForObjects(artifactKeys(pipelineName))]),
    ...(encryptionKey === undefined ? [] : [allow(PERMISSIONS.artifactKey, [encryptionKey.keyArn])]),
  ];
}

/** What a reader of artifacts needs. */
export function readArtifacts(foundation: IDeliveryFoundation, pipelineName: string): PolicyStatement[] {
  const { artifactBucket, encryptionKey } = foundation;
  return [
    allow(PERMISSIONS.artifactRead, [artifactBucket.arnForObjects(artifactKeys(pipelineName))]),
    ...(encryptionKey === undefined ? [] : [allow(PERMISSIONS.artifactKeyDecrypt, [encryptionKey.keyArn])]),
  ];
}
