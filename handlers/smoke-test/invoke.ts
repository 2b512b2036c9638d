import { GetDeploymentCommand, type RevisionLocation } from '@aws-sdk/client-codedeploy';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { clip } from '../shared/errors';
import { property } from '../shared/property';
import { type HookEvent } from './configuration';
import { parsed } from './expectation';
import { type Answer, type Services } from './services';

const MAX_QUOTE = 1000;

interface Released {
  readonly functionName: string;
  readonly version: string;
}

function field(content: string, name: string): string | undefined {
  return new RegExp(`\\b${name}["']?\\s*:\\s*["']?([^"',}\\s]+)`, 'i').exec(content)?.[1];
}

/** Deployments of CloudFormation and of people may have their AppSpec in YAML or JSON, in upper or lower case. */
function releasedIn(revision: RevisionLocation | undefined): Released {
  // CloudFormation has used the older of the two, which the SDK calls deprecated.
  const older = property(property(revision, 'string'), 'content');
  const content = revision?.appSpecContent?.content ?? (typeof older === 'string' ? older : '');
  const functionName = field(content, 'Name');
  const version = field(content, 'TargetVersion');
  if (functionName === undefined || version === undefined) {
    throw new Error('The AppSpec of the deployment names no function and version.');
  }
  return { functionName, version };
}

function statusOf(body: string): number | undefined {
  const status = property(parsed(body), 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** Invokes the version that is released. */
export async function invoke(
  { deploymentId }: HookEvent,
  payload: string,
  services: Services,
  abortSignal: AbortSignal,
): Promise<Answer> {
  const { deploymentInfo } = await services.codeDeploy.send(new GetDeploymentCommand({ deploymentId }), {
    abortSignal,
  });
  const { functionName, version } = releasedIn(deploymentInfo?.revision);
  const { FunctionError, Payload } = await services.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Qualifier: version, Payload: Buffer.from(payload) }),
    { abortSignal },
  );
  const body = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError !== undefined) {
    throw new Error(`Version ${version} of ${functionName} ends with an error: ${clip(body, MAX_QUOTE)}`);
  }
  return { status: statusOf(body), body };
}
