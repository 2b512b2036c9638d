import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentsCommand,
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';
import {
  CodePipelineClient,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  type PutJobFailureResultCommandInput,
  type PutJobSuccessResultCommandInput,
} from '@aws-sdk/client-codepipeline';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handle } from './handle';
import { type Services } from './services';

export const JOB_ID = '11111111-1111-4111-8111-111111111111';
export const LATER_JOB_ID = '22222222-2222-4222-8222-222222222222';
export const START = Date.UTC(2026, 10, 2, 9, 0, 0);
export const MARK = `CodePipeline job ${JOB_ID}: version 3 to 4`;
export const SECRETS = ['AKIASECRETACCESSKEY', 'the-secret-key', 'the-session-token'];

export const parameters = {
  functionName: 'orders',
  aliasName: 'live',
  applicationName: 'orders-app',
  deploymentGroupName: 'orders-group',
};

export const artifact = {
  name: 'Package',
  revision: null,
  location: { type: 'S3', s3Location: { bucketName: 'store', objectKey: 'orders/Package/abc.zip' } },
};

export interface EventOptions {
  readonly jobId?: string;
  readonly userParameters?: unknown;
  readonly inputArtifacts?: unknown;
  readonly continuationToken?: unknown;
}

export function jobEvent(options: EventOptions = {}): unknown {
  const [accessKeyId, secretAccessKey, sessionToken] = SECRETS;
  const { jobId = JOB_ID, userParameters = JSON.stringify(parameters), inputArtifacts = [artifact] } = options;
  return {
    'CodePipeline.job': {
      id: jobId,
      accountId: '111111111111',
      data: {
        actionConfiguration: { configuration: { FunctionName: 'release', UserParameters: userParameters } },
        inputArtifacts,
        outputArtifacts: [],
        artifactCredentials: { accessKeyId, secretAccessKey, sessionToken },
        continuationToken: options.continuationToken,
      },
    },
  };
}

const origin = { v: 1, originalJobId: JOB_ID, startedAt: START };

/** Token of each step, as this function writes it. */
export const tokens = {
  update: JSON.stringify({ ...origin, step: 'update' }),
  settle: JSON.stringify({ ...origin, step: 'settle', codeSha256: 'sha-4' }),
  publish: JSON.stringify({ ...origin, step: 'publish', codeSha256: 'sha-4' }),
  activate: JSON.stringify({ ...origin, step: 'activate', version: '4' }),
  deploy: JSON.stringify({ ...origin, step: 'deploy', version: '4' }),
  watch: JSON.stringify({ ...origin, step: 'watch', deploymentId: 'd-1', currentVersion: '3', version: '4' }),
};

/** Token of a step that failed with an error, for the first time in a row at `busySince`. */
export function busy(step: keyof typeof tokens, busySince = START): string {
  return JSON.stringify({ ...(JSON.parse(tokens[step]) as object), busySince });
}

export function awsError(name: string, message = `${name} happened`, extra: object = {}): Error {
  return Object.assign(new Error(message), { name }, extra);
}

export const lambda = mockClient(LambdaClient);
export const cloudWatch = mockClient(CloudWatchClient);
export const codeDeploy = mockClient(CodeDeployClient);
export const codePipeline = mockClient(CodePipelineClient);
export const sleeps: number[] = [];
export const clock = { now: START };
export const logged: string[] = [];

export const services: Services = {
  lambda: new LambdaClient({}),
  cloudWatch: new CloudWatchClient({}),
  codeDeploy: new CodeDeployClient({}),
  codePipeline: new CodePipelineClient({}),
  sleep: (milliseconds) => {
    sleeps.push(milliseconds);
    return Promise.resolve();
  },
  now: () => clock.now,
};

/** Version 3 is live, the new code becomes version 4, and its deployment d-1 is in progress. */
export function resetWorld(): void {
  for (const mock of [lambda, cloudWatch, codeDeploy, codePipeline]) mock.reset();
  sleeps.length = 0;
  logged.length = 0;
  clock.now = START;
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
  lambda.on(UpdateFunctionCodeCommand).resolves({ CodeSha256: 'sha-4' });
  lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'Successful', State: 'Active' });
  lambda.on(PublishVersionCommand).resolves({ Version: '4' });
  lambda.on(GetAliasCommand).resolves({ FunctionVersion: '3' });
  codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: [] });
  codeDeploy.on(BatchGetDeploymentsCommand).resolves({ deploymentsInfo: [] });
  codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-1' });
  codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { deploymentId: 'd-1', status: 'InProgress' } });
  codePipeline.on(PutJobSuccessResultCommand).resolves({});
  codePipeline.on(PutJobFailureResultCommand).resolves({});
}

export function deploymentIs(deploymentInfo: DeploymentInfo): void {
  codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { deploymentId: 'd-1', ...deploymentInfo } });
}

export function groupHas(...deploymentsInfo: DeploymentInfo[]): void {
  const deployments = deploymentsInfo.map(({ deploymentId = '' }) => deploymentId);
  codeDeploy.on(ListDeploymentsCommand).resolves({ deployments });
  codeDeploy.on(BatchGetDeploymentsCommand).resolves({ deploymentsInfo });
}

export function run(options: EventOptions = {}): Promise<void> {
  return handle(jobEvent(options), services);
}

export function successes(): PutJobSuccessResultCommandInput[] {
  return codePipeline.commandCalls(PutJobSuccessResultCommand).map((call) => call.args[0].input);
}

export function failures(): PutJobFailureResultCommandInput[] {
  return codePipeline.commandCalls(PutJobFailureResultCommand).map((call) => call.args[0].input);
}

/** The one answer that a job got, when it is a success. */
export function onlySuccess(): PutJobSuccessResultCommandInput {
  expect(failures()).toEqual([]);
  expect(successes()).toHaveLength(1);
  return successes()[0];
}

/** The one answer that a job got, when it is a failure. */
export function onlyFailure(): { type?: string; message: string; externalExecutionId?: string } {
  expect(successes()).toEqual([]);
  expect(failures()).toHaveLength(1);
  const { failureDetails } = failures()[0];
  return { ...failureDetails, type: failureDetails?.type, message: failureDetails?.message ?? '' };
}

export function stepOf(token: string | undefined): unknown {
  return (JSON.parse(token ?? '{}') as { step?: unknown }).step;
}
