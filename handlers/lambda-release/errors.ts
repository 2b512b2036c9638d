import { type FailureType } from '@aws-sdk/client-codepipeline';

/** The release cannot go on: what CodePipeline is told. */
export class JobFailure extends Error {
  constructor(
    message: string,
    public readonly type: FailureType = 'JobFailed',
    public readonly externalExecutionId?: string,
  ) {
    super(message);
    this.name = 'JobFailure';
  }
}
