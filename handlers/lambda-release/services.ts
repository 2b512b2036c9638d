import { type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { type LambdaClient } from '@aws-sdk/client-lambda';

/** Everything outside of this function. */
export interface Services {
  readonly cloudWatch: CloudWatchClient;
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly lambda: LambdaClient;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
