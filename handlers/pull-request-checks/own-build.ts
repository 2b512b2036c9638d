import { BatchGetBuildsCommand, ListBuildsForProjectCommand, type Build } from '@aws-sdk/client-codebuild';
import { type Input } from './input';
import { fromVariables, type Revision } from './revision';
import { type Services } from './services';

/**
 * Whether this function has started the build. Whoever may start builds of the project may give them any variables, any
 * source and any buildspec, and would have a pull request approved with that: their builds do not count. A repetition
 * (RetryBuild) does not either. This is no defence against those who may change the project or take on the function's
 * role, nor against a pull request that changes what its own check runs.
 * CodeBuild names a role's session as `role/session`.
 */
export function isStartedBy(initiator: unknown, roleName: string): boolean {
  return typeof initiator === 'string' && initiator.startsWith(`${roleName}/`);
}

async function newestBuilds(projectName: string, { codeBuild }: Services): Promise<readonly Build[]> {
  const { ids = [] } = await codeBuild.send(new ListBuildsForProjectCommand({ projectName, sortOrder: 'DESCENDING' }));
  if (ids.length === 0) return [];
  return (await codeBuild.send(new BatchGetBuildsCommand({ ids }))).builds ?? [];
}

/** This check's build of the revision, among the newest 100 builds of the project. */
export async function findBuild({ check }: Input, revision: Revision, services: Services): Promise<Build | undefined> {
  const builds = await newestBuilds(check.projectName, services);
  return builds.find(({ initiator, environment }) => {
    const built = fromVariables(check, environment?.environmentVariables);
    return (
      isStartedBy(initiator, check.initiator) &&
      built?.repository === revision.repository &&
      built.pullRequestId === revision.pullRequestId &&
      built.revisionId === revision.revisionId
    );
  });
}
