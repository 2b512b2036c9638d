import { type CodeBuildClient } from '@aws-sdk/client-codebuild';
import { type CodeCommitClient } from '@aws-sdk/client-codecommit';

/** Everything outside of this function. */
export interface Services {
  readonly codeBuild: CodeBuildClient;
  readonly codeCommit: CodeCommitClient;
  readonly sleep: (milliseconds: number) => Promise<void>;
}
