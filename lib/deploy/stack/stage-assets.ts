import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AssetManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import type { StageStack } from './stage-stacks';

/** What the manifests of a stage say of its assets, as statements of the stack of the pipeline may say it. */
export interface StageAssets {
  /** Whether there is anything to publish, be it templates alone. */
  readonly exist: boolean;

  /** Whether there are images, which Docker builds. */
  readonly hasImages: boolean;

  /** What publishes them needs. */
  readonly publishing: PolicyStatement[];

  /** What CloudFormation needs to read them, and the version of the bootstrap. */
  readonly reading: PolicyStatement[];
}

/** A place that assets go to. */
interface Destination {
  readonly assumeRoleArn?: string;
  readonly assumeRoleAdditionalOptions?: Record<string, unknown>;
  readonly bucketName?: string;
}

interface Asset {
  readonly destinations: Record<string, Destination>;
}

/** Reads the manifests of all stacks. A stack whose assets a build cannot publish is reported. */
export function stageAssets(scope: Construct, problems: Problems, stacks: StageStack[]): StageAssets {
  const here = (text: string): string => inPlaceOf(scope, text);
  const manifests = stacks.map(manifestsOf);
  const destinations = manifests.map((own, index) => destinationsOf(problems, stacks[index], own));
  const all = destinations.flat();
  const { partition } = Stack.of(scope);
  const buckets = distinct(all.map(({ bucketName }) => bucketName));
  const versions = distinct(stacks.map(({ artifact }) => artifact.bootstrapStackVersionSsmParameter)).map((name) =>
    Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }),
  );
  const tagged = all.filter(({ assumeRoleAdditionalOptions }) => assumeRoleAdditionalOptions?.Tags !== undefined);
  const rolesOf = (places: Destination[]): string[] => distinct(places.map((place) => place.assumeRoleArn)).map(here);
  return {
    exist: all.length > 0,
    hasImages: manifests.flat().some(({ dockerImages }) => Object.keys(dockerImages ?? {}).length > 0),
    publishing: [
      ...statement(PERMISSIONS.assumeRole, rolesOf(all)),
      ...statement(PERMISSIONS.sessionTags, rolesOf(tagged)),
      ...statement(PERMISSIONS.publishingVersion, versions),
    ],
    reading: [
      ...statement(PERMISSIONS.bootstrapVersion, versions),
      ...statement(
        PERMISSIONS.bootstrapAssets,
        buckets.map((name) => `arn:${partition}:s3:::${here(name)}/*`),
      ),
    ],
  };
}

/** A text of the cloud assembly in the account and region of the pipeline, which those of the stage are. */
export function inPlaceOf(scope: Construct, text: string): string {
  const { account, region, partition } = Stack.of(scope);
  return text
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::Partition}', partition);
}

function manifestsOf({ artifact }: StageStack): AssetManifest[] {
  return artifact.dependencies
    .filter((each) => AssetManifestArtifact.isAssetManifestArtifact(each))
    .map(({ contents }) => contents);
}

function destinationsOf(
  problems: Problems,
  { stack, artifact }: StageStack,
  manifests: AssetManifest[],
): Destination[] {
  const destinations = manifests
    .flatMap(({ files, dockerImages }): Asset[] => [
      ...Object.values(files ?? {}),
      ...Object.values(dockerImages ?? {}),
    ])
    .flatMap((asset) => Object.values(asset.destinations));
  const hasNoRole = destinations.some(({ assumeRoleArn }) => assumeRoleArn === undefined);
  // The old synthesizer writes no manifest: the CLI publishes what it finds in the metadata, and passes it as parameters.
  if (hasNoRole || (manifests.length === 0 && artifact.assets.length > 0)) {
    problems.add(
      `stage['${stack.stackName}']`,
      'must have a synthesizer that names the roles that publish its assets',
      {
        cure: 'use DefaultStackSynthesizer: the build has no credentials of yours',
      },
    );
  }
  return destinations;
}

function statement(permission: { readonly actions: string[] }, resources: string[]): PolicyStatement[] {
  return resources.length === 0 ? [] : [allow(permission, resources)];
}

function distinct(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}
