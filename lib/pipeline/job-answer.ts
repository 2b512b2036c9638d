import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { grantInStack } from '../core/grants';
import { allow, PERMISSIONS } from '../core/permissions';

/** Lets a function say how a job went, once for all that asks it, where its role is known. */
export function letAnswer(scope: Construct, { role }: IFunction): void {
  if (role !== undefined) grantInStack(scope, 'Answer', role, [allow(PERMISSIONS.pipelineJobResult, ['*'])]);
}
