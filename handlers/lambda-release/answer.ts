import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { clip, describe, isNamed, isTransient } from '../shared/errors';
import { JobFailure } from './errors';
import { log } from '../shared/log';
import { type Done, type Verdict, type Waiting } from './outcome';
import { type Services } from './services';
import { writeToken, type State } from './state';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureDetails.html */
const MAX_MESSAGE = 5000;
/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ExecutionDetails.html */
const MAX_SUMMARY = 2048;

const PERCENT: Readonly<Record<State['step'], number>> = {
  update: 0,
  settle: 10,
  publish: 20,
  activate: 30,
  deploy: 40,
  watch: 50,
};

/** Output variables are allowed only without a continuation token. */
function success(jobId: string, verdict: Waiting | Done): PutJobSuccessResultCommand {
  const summary = clip(verdict.summary, MAX_SUMMARY);
  if (verdict.kind === 'done') {
    const { deploymentId, version } = verdict;
    return new PutJobSuccessResultCommand({
      jobId,
      executionDetails: { summary, externalExecutionId: deploymentId, percentComplete: 100 },
      outputVariables: { DeploymentId: deploymentId ?? 'none', FunctionVersion: version },
    });
  }
  const { state } = verdict;
  const externalExecutionId = state.step === 'watch' ? state.deploymentId : undefined;
  return new PutJobSuccessResultCommand({
    jobId,
    continuationToken: writeToken(state),
    executionDetails: { summary, externalExecutionId, percentComplete: PERCENT[state.step] },
  });
}

function failure(jobId: string, { type, message, externalExecutionId }: JobFailure): PutJobFailureResultCommand {
  return new PutJobFailureResultCommand({
    jobId,
    failureDetails: { type, message: clip(message, MAX_MESSAGE), externalExecutionId },
  });
}

async function put(jobId: string, verdict: Verdict, { codePipeline }: Services): Promise<void> {
  if (verdict.kind === 'failed') await codePipeline.send(failure(jobId, verdict.failure));
  else await codePipeline.send(success(jobId, verdict));
}

/**
 * Throws only when the job stays without an answer: Lambda then delivers the same event again.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function answer(jobId: string, verdict: Verdict, services: Services): Promise<void> {
  const text = verdict.kind === 'failed' ? verdict.failure.message : verdict.summary;
  try {
    await put(jobId, verdict, services);
    log({ jobId, answer: verdict.kind, text });
  } catch (error) {
    log({ jobId, answer: verdict.kind, text, error: describe(error) });
    if (isNamed(error, 'InvalidJobStateException', 'JobNotFoundException')) return;
    if (verdict.kind === 'failed' || isTransient(error)) throw error;
    const refused = new JobFailure(`CodePipeline refused the result of the release (${text}). ${describe(error)}`);
    await answer(jobId, { kind: 'failed', failure: refused }, services);
  }
}
