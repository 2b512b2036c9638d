import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { artifactKeys } from '../core/artifact-access';
import { forEachMember } from '../core/list-checks';
import { allow, PERMISSIONS, throughService } from '../core/permissions';
import type { Permission } from '../core/permissions';
import type { Problems } from '../core/problems';

/** What the roles of an access work with in the account of the pipeline. */
export interface AccessSurroundings {
  readonly pipelineName: string;
  readonly pipelineAccount: string;
  readonly bucketName: string;
  readonly encryptionKeyArn?: string;
}

/** What CloudFormation needs beside what the resources of the stacks do. */
export function deploymentStatementsOf(scope: Construct, surroundings: AccessSurroundings): PolicyStatement[] {
  return [
    allow(PERMISSIONS.artifactRead, [objectsOf(scope, surroundings)]),
    keyStatement(scope, surroundings, PERMISSIONS.artifactKeyDecrypt),
  ];
}

/** What the actions of the pipeline need: artifacts, the stacks, and to hand CloudFormation its role. */
export function actionStatementsOf(
  scope: Construct,
  problems: Problems,
  surroundings: AccessSurroundings,
  stackNames: string[] | undefined,
  deploymentRoleArn: string,
): PolicyStatement[] {
  const { bucketName } = surroundings;
  const stacks = stackArns(scope, problems, stackNames);
  return [
    allow(PERMISSIONS.artifactBucket, [bucketArn(scope, bucketName)]),
    allow(PERMISSIONS.artifactReadWrite, [objectsOf(scope, surroundings)]),
    keyStatement(scope, surroundings, PERMISSIONS.accessKey),
    ...(stacks.length === 0
      ? []
      : [
          allow(PERMISSIONS.stackState, stacks),
          allow(PERMISSIONS.stackChangeSet, stacks),
          allow(PERMISSIONS.passRole, [deploymentRoleArn], {
            StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
          }),
        ]),
  ];
}

/** What a source needs to put its artifact into the store. */
export function sourceStatementsOf(scope: Construct, surroundings: AccessSurroundings): PolicyStatement[] {
  return [allow(PERMISSIONS.artifactAcl, [objectsOf(scope, surroundings)])];
}

function objectsOf(scope: Construct, { bucketName, pipelineName }: AccessSurroundings): string {
  return bucketArn(scope, bucketName, `/${artifactKeys(pipelineName)}`);
}

function stackArns(scope: Construct, problems: Problems, given: string[] | undefined): string[] {
  const arns: string[] = [];
  forEachMember(problems, 'stackNames', given ?? [], 0, (name: unknown, prop) => {
    if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,127}\*?$/.test(name)) {
      const resourceName = name.endsWith('*') ? `${name}/*`.replace('*/*', '*') : `${name}/*`;
      arns.push(Stack.of(scope).formatArn({ service: 'cloudformation', resource: 'stack', resourceName }));
    } else {
      problems.add(
        prop,
        'must be 1 to 128 characters of letters, digits and -, a letter first, with at most one * at the end',
        {
          got: name,
        },
      );
    }
  });
  return arns;
}

function bucketArn(scope: Construct, bucketName: string, keys = ''): string {
  return `arn:${Stack.of(scope).partition}:s3:::${bucketName}${keys}`;
}

/** Through S3 where the key is not known: its own policy then says which roles it lets in. */
function keyStatement(
  scope: Construct,
  { encryptionKeyArn, pipelineAccount }: AccessSurroundings,
  permission: Permission,
): PolicyStatement {
  if (encryptionKeyArn !== undefined) return allow(permission, [encryptionKeyArn]);
  const { partition, region, urlSuffix } = Stack.of(scope);
  return allow(
    {
      ...permission,
      wildcard:
        'The id of the key is not known over here; its policy lets in the roles that it knows, by way of S3 alone.',
    },
    [`arn:${partition}:kms:${region}:${pipelineAccount}:key/*`],
    throughService('s3', region, urlSuffix),
  );
}
