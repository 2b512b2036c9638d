import { GetDeploymentCommand, type DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { describeTraffic } from './alias';
import { clip } from '../shared/errors';
import { JobFailure } from './errors';
import { type Job } from './job';
import { waiting, type Move } from './outcome';
import { type Services } from './services';
import { type Watch } from './state';

/** A message of CodeDeploy's: what follows it must still fit into the failure's message. */
const MAX_QUOTE = 1500;

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function describeError({ errorInformation }: DeploymentInfo): string {
  if (errorInformation === undefined) return 'CodeDeploy gives no reason.';
  const { code, message } = errorInformation;
  return sentence(`CodeDeploy: ${code ?? 'no code'}: ${clip(message ?? 'no message', MAX_QUOTE)}`);
}

function describeRollback({ rollbackInfo }: DeploymentInfo): string {
  const { rollbackDeploymentId, rollbackMessage } = rollbackInfo ?? {};
  const subject = rollbackDeploymentId === undefined ? 'No rollback' : `Rollback deployment ${rollbackDeploymentId}`;
  return sentence(rollbackMessage === undefined ? subject : `${subject}: ${clip(rollbackMessage, MAX_QUOTE)}`);
}

export async function watch({ target }: Job, state: Watch, services: Services): Promise<Move> {
  const { deploymentId, currentVersion, version } = state;
  const { deploymentInfo = {} } = await services.codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
  const { status } = deploymentInfo;
  const what = `${target.functionName}:${target.aliasName} from version ${currentVersion} to ${version}`;
  const subject = `Deployment ${deploymentId} of ${what}`;
  if (status === 'Succeeded') return { kind: 'done', deploymentId, version, summary: `${subject} succeeded.` };
  if (status !== 'Failed' && status !== 'Stopped') {
    return waiting(state, `Waiting: ${subject} is ${status ?? 'in an unknown state'}.`);
  }
  const sentences = [
    `${subject} ${status === 'Failed' ? 'failed' : 'was stopped'}.`,
    describeError(deploymentInfo),
    describeRollback(deploymentInfo),
    await describeTraffic(target, services),
  ];
  throw new JobFailure(sentences.join(' '), 'JobFailed', deploymentId);
}
