import { StartBuildCommand, type Build } from '@aws-sdk/client-codebuild';
import { isNamed } from '../shared/errors';
import { property } from '../shared/property';
import { type Input } from './input';
import { cloneUrl } from './links';
import { toVariables, type Revision } from './revision';
import { type Services } from './services';
import { tokenOf } from './token';

/** How long the account's limit of builds in the queue is waited for. The SDK does not repeat this answer. */
const PAUSES_MS = [20_000, 40_000];

async function patiently(command: StartBuildCommand, { codeBuild, sleep }: Services): Promise<Build | undefined> {
  for (const pause of PAUSES_MS) {
    try {
      return (await codeBuild.send(command)).build;
    } catch (error) {
      if (!isNamed(error, 'AccountLimitExceededException')) throw error;
      await sleep(pause);
    }
  }
  return (await codeBuild.send(command)).build;
}

export async function startBuild(
  input: Input,
  revision: Revision,
  commitId: string,
  services: Services,
): Promise<Build> {
  const { check } = input;
  const command = new StartBuildCommand({
    projectName: check.projectName,
    sourceTypeOverride: 'CODECOMMIT',
    sourceLocationOverride: cloneUrl(input, revision.repository),
    sourceVersion: commitId,
    // No branch leads to the commit, and nothing that it makes may be published, whatever the project says.
    gitCloneDepthOverride: 0,
    artifactsOverride: { type: 'NO_ARTIFACTS' },
    environmentVariablesOverride: toVariables(check, revision),
    idempotencyToken: tokenOf(check, revision, revision.sourceCommit, revision.destinationCommit),
  });
  const build = await patiently(command, services);
  if (build === undefined) throw new Error('CodeBuild did not tell the build that it started.');
  return build;
}

/** CodeBuild's answer to a token that came with other parameters before. It has no name of its own. */
export function isTokenTaken(error: unknown): boolean {
  return (
    isNamed(error, 'InvalidInputException') &&
    /idempoten|token|parameter mismatch/i.test(String(property(error, 'message')))
  );
}
