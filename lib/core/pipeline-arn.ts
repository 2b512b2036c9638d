import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The ARN of a pipeline in the account and region of a construct, or of what is in the pipeline: `STAGE`, or `STAGE/ACTION`. */
export function pipelineArn(scope: IConstruct, pipelineName: string, within?: string): string {
  return Stack.of(scope).formatArn({ service: 'codepipeline', resource: pipelineName, resourceName: within });
}
