import type { ISource } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CheckedTrigger } from '../source/trigger-checks';

/** A source as a project takes it. */
export interface BoundBuildSource {
  readonly source: ISource;
  readonly triggers: CheckedTrigger[];

  /** What the build's role needs. */
  readonly permissions: PolicyStatement[];

  /** What the build's role must have before CodeBuild makes the project. */
  readonly permissionsBefore: PolicyStatement[];

  /** Whether the host can be told of batches. */
  readonly reportsBatches: boolean;

  /** Starts a build at a push, where a rule of EventBridge does it. */
  readonly pushes?: { readonly repository: IRepository; readonly branch: string };
}
