import { type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { type LambdaClient } from '@aws-sdk/client-lambda';

/** Everything outside of this function. */
export interface Services {
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly lambda: LambdaClient;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
