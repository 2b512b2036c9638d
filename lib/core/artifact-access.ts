import { Annotations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDeliveryFoundation } from './foundation-interface';
import { allow, PERMISSIONS } from './permissions';

/** How much of a pipeline's name the keys of its artifacts begin with. */
const FOLDER_LENGTH = 20;

const pipelinesByFolder = new WeakMap<IDeliveryFoundation, Map<string, string>>();

/**
 * The keys that the artifacts of a pipeline have: CodePipeline puts them below the first 20 characters of its name. That
 * a longer name's folder ends just there is not documented.
 *
 * @see https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA/code-pipeline-truncates-folder-names-in-output-artifact-s-3-bucket
 */
export function artifactKeys(pipelineName: string): string {
  return pipelineName.length > FOLDER_LENGTH ? `${pipelineName.slice(0, FOLDER_LENGTH)}*` : `${pipelineName}/*`;
}

/** Warns of two pipelines whose names are so alike that their roles reach each other's artifacts. */
export function warnOfSharedFolder(scope: Construct, foundation: IDeliveryFoundation, pipelineName: string): void {
  const folders = pipelinesByFolder.get(foundation) ?? new Map<string, string>();
  pipelinesByFolder.set(foundation, folders);
  const folder = pipelineName.slice(0, FOLDER_LENGTH);
  const other = folders.get(folder);
  folders.set(folder, pipelineName);
  if (other === undefined) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:sharedArtifactFolder',
    `The pipelines ${other} and ${pipelineName} share an artifact store, and their names do not differ in the first ` +
      `${FOLDER_LENGTH} characters: each reaches the artifacts of the other. Give them names that do`,
  );
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
