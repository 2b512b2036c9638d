import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { describe, isNamed } from '../shared/errors';
import { JobFailure } from './errors';
import { type Job } from './job';
import { advance, waiting, type Move } from './outcome';
import { type Services } from './services';
import { originOf, type Published, type Update, type Uploaded } from './state';

const POLLS = 6;
const POLL_INTERVAL_MS = 2500;

async function poll(
  services: Services,
  read: () => Promise<FunctionConfiguration>,
  isPending: (configuration: FunctionConfiguration) => boolean,
): Promise<FunctionConfiguration> {
  let configuration = await read();
  for (let polls = 1; polls < POLLS && isPending(configuration); polls += 1) {
    await services.sleep(POLL_INTERVAL_MS);
    configuration = await read();
  }
  return configuration;
}

export async function update({ target, code }: Job, state: Update, services: Services): Promise<Move> {
  const { CodeSha256: codeSha256 } = await services.lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: target.functionName,
      S3Bucket: code.bucket,
      S3Key: code.key,
      Publish: false,
    }),
  );
  if (codeSha256 === undefined) throw new Error('Lambda did not tell the CodeSha256 of the code that it took.');
  return advance({ ...originOf(state), step: 'settle', codeSha256 });
}

export async function settle({ target }: Job, state: Uploaded, services: Services): Promise<Move> {
  const { functionName } = target;
  const { LastUpdateStatus, LastUpdateStatusReasonCode, LastUpdateStatusReason } = await poll(
    services,
    () => services.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
    (configuration) => configuration.LastUpdateStatus === 'InProgress',
  );
  if (LastUpdateStatus === 'Failed') {
    const reason = `${LastUpdateStatusReasonCode ?? 'no code'}: ${LastUpdateStatusReason ?? 'no reason given'}`;
    throw new JobFailure(`Lambda could not update the code of ${functionName}: ${reason}`);
  }
  return LastUpdateStatus === 'InProgress'
    ? waiting(state, `Waiting for Lambda to update the code of ${functionName}.`)
    : advance({ ...state, step: 'publish' });
}

/** The text is Lambda's: "CodeSHA256 (…) is different from current CodeSHA256 in $LATEST". */
function isCodeMoved(error: unknown): boolean {
  return (
    isNamed(error, 'PreconditionFailedException') ||
    (isNamed(error, 'InvalidParameterValueException') && /CodeSha256/i.test(describe(error)))
  );
}

/**
 * Without a description: Lambda then answers with the last version when neither code nor configuration changed.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export async function publish({ target }: Job, state: Uploaded, services: Services): Promise<Move> {
  const { functionName } = target;
  const { codeSha256 } = state;
  try {
    const { Version: version } = await services.lambda.send(
      new PublishVersionCommand({ FunctionName: functionName, CodeSha256: codeSha256 }),
    );
    if (version === undefined) throw new Error('Lambda did not tell the number of the version that it published.');
    return advance({ ...originOf(state), step: 'activate', version });
  } catch (error) {
    if (!isCodeMoved(error)) throw error;
    throw new JobFailure(
      `Somebody else changed the code of ${functionName} after this release had uploaded its own (CodeSha256 ` +
        `${codeSha256}), so no version was published. ${describe(error)}`,
    );
  }
}

/**
 * A version of a function with SnapStart, for one, cannot be invoked while it is Pending.
 * https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html
 */
export async function activate({ target }: Job, state: Published, services: Services): Promise<Move> {
  const { functionName } = target;
  const { version } = state;
  const { State, StateReasonCode, StateReason } = await poll(
    services,
    () => services.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version })),
    (configuration) => configuration.State === 'Pending',
  );
  if (State === 'Failed') {
    const reason = `${StateReasonCode ?? 'no code'}: ${StateReason ?? 'no reason given'}`;
    throw new JobFailure(`Lambda could not make version ${version} of ${functionName} ready: ${reason}`);
  }
  return State === 'Pending'
    ? waiting(state, `Waiting for version ${version} of ${functionName} to become ready.`)
    : advance({ ...state, step: 'deploy' });
}
