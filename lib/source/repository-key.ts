import { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS, throughService } from '../core/permissions';
import { weak } from '../core/references';

/** What it takes to use the key of a repository, where the repository knows one. */
export function repositoryKey(scope: Construct, repository: IRepository): PolicyStatement[] {
  const { encryptionKey } = repository as { encryptionKey?: IKey };
  if (encryptionKey === undefined) return [];
  const { region, urlSuffix } = Stack.of(scope);
  const conditions = throughService('codecommit', region, urlSuffix);
  return [allow(PERMISSIONS.repositoryKey, [weak(scope, encryptionKey.keyArn)], conditions)];
}
