import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS } from '../core/permissions';
import { RolePolicy } from '../core/role-policy';
import { schedulesOf, triggersOf } from '../source/trigger-checks';
import type { BoundBuildSource } from './bound-build-source';
import { projectArn } from './build-permissions';

/** Starts builds by EventBridge: by time tables, and at pushes to CodeCommit. Webhooks do the rest. */
export function startBuilds(
  scope: Construct,
  project: IProject,
  projectName: string,
  { triggers, pushes }: BoundBuildSource,
): void {
  const schedules = schedulesOf(triggers);
  const startsAtPushes = pushes !== undefined && triggersOf(triggers, 'push').length > 0;
  if (schedules.size === 0 && !startsAtPushes) return;
  const rolePolicy = RolePolicy.inside(scope, 'StartRole', 'events.amazonaws.com');
  rolePolicy.add(allow(PERMISSIONS.startBuild, [projectArn(scope, projectName)]));
  const target = new CodeBuildProject(project, { eventRole: rolePolicy.frozen });
  for (const [id, schedule] of schedules) {
    const description = `Starts a build of ${projectName} by a time table`;
    new Rule(scope, id, { description, schedule, targets: [target] });
  }
  if (startsAtPushes) {
    const { repository, branch } = pushes;
    const description = `Starts a build of ${projectName} when ${branch} changes`;
    repository.onCommit('OnCommit', { description, branches: [branch], target });
  }
}
