import type { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a variable becomes: its place in the project, and what the build's role needs. */
export interface BoundVariable {
  readonly variable: BuildEnvironmentVariable;
  readonly permissions: PolicyStatement[];
}
