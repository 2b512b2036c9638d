import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS, throughService } from '../core/permissions';
import { weak } from '../core/references';

/** Decryption with a customer-managed key, through one service only. */
export function decryptThrough(scope: Construct, service: string, key: IKey | undefined): PolicyStatement[] {
  if (key === undefined) return [];
  const { region, urlSuffix } = Stack.of(scope);
  const conditions = throughService(service, region, urlSuffix);
  return [allow(PERMISSIONS.variableKey, [weak(scope, key.keyArn)], conditions)];
}
