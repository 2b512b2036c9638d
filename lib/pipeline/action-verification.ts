import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { OwnRoleAction } from '../core/own-role-action';
import { Problems } from '../core/problems';
import type { IVerification, VerificationConfig, VerificationContext } from './verification-interface';

/** Any action of aws-cdk-lib. It has its own inputs, and takes nothing of the pipeline's. */
export class ActionVerification implements IVerification {
  public readonly verificationName: string;

  constructor(private readonly action: IAction | undefined) {
    this.verificationName = OwnRoleAction.nameOf(action) ?? 'Action';
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.action');
    return { actions: [OwnRoleAction.checked(scope, problems, context, this.action)], takesFullClone: true };
  }
}
