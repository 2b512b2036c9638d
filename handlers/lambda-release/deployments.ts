import { CreateDeploymentCommand, type DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { appSpec } from './app-spec';
import { type Services } from './services';
import { type Target } from './user-parameters';

/** A deployment that this action has made. */
export interface OwnDeployment {
  readonly deploymentId: string;
  readonly currentVersion: string;
  readonly version: string;
}

/** CreateDeployment has no client token: the description tells whose deployment it is. It holds at most 256 characters. */
function mark(jobId: string): string {
  return `CodePipeline job ${jobId}: version `;
}

function readMark({ deploymentId, description }: DeploymentInfo, jobId: string): OwnDeployment[] {
  const prefix = mark(jobId);
  if (deploymentId === undefined || description?.startsWith(prefix) !== true) return [];
  const versions = /^(\S+) to (\S+)$/.exec(description.slice(prefix.length));
  return versions === null ? [] : [{ deploymentId, currentVersion: versions[1], version: versions[2] }];
}

/** The earliest deployment with the job's mark; a rollback of it is none. */
export function findOwnDeployment(deployments: readonly DeploymentInfo[], jobId: string): OwnDeployment | undefined {
  return deployments
    .filter(({ creator, rollbackInfo }) => {
      return creator !== 'codeDeployRollback' && rollbackInfo?.rollbackTriggeringDeploymentId === undefined;
    })
    .sort((one, other) => (one.createTime?.getTime() ?? 0) - (other.createTime?.getTime() ?? 0))
    .flatMap((deployment) => readMark(deployment, jobId))[0];
}

export async function createDeployment(
  { applicationName, deploymentGroupName, ...shift }: Target,
  jobId: string,
  { currentVersion, version }: Omit<OwnDeployment, 'deploymentId'>,
  services: Services,
): Promise<OwnDeployment> {
  const content = appSpec({ ...shift, currentVersion, targetVersion: version });
  const { deploymentId } = await services.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName,
      description: `${mark(jobId)}${currentVersion} to ${version}`,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  );
  if (deploymentId === undefined) throw new Error('CodeDeploy did not tell the id of the deployment that it made.');
  return { deploymentId, currentVersion, version };
}
