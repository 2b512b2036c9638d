import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { RolePolicy } from '../core/role-policy';
import { triggersOf } from '../source/trigger-checks';
import type { BoundBuildSource } from './bound-build-source';

/** Starts builds by EventBridge: by time tables, and at pushes to CodeCommit. Webhooks do the rest. */
export function startBuilds(
  scope: Construct,
  project: IProject,
  projectName: string,
  { triggers, pushes }: BoundBuildSource,
): void {
  const schedules = triggersOf(triggers, 'schedule').map(({ schedule }) => schedule);
  const startsAtPushes = pushes !== undefined && triggersOf(triggers, 'push').length > 0;
  if (schedules.length === 0 && !startsAtPushes) return;
  const rolePolicy = new RolePolicy(scope, 'StartRole', 'events.amazonaws.com');
  const arn = Stack.of(scope).formatArn({ service: 'codebuild', resource: 'project', resourceName: projectName });
  rolePolicy.add(allow(PERMISSIONS.startBuild, [arn]));
  const target = new CodeBuildProject(project, { eventRole: rolePolicy.frozen });
  for (const [expression, schedule] of new Map(schedules.map((each) => [each.expressionString, each]))) {
    const description = `Starts a build of ${projectName} by a time table`;
    new Rule(scope, `Schedule${shortHash(expression)}`, { description, schedule, targets: [target] });
  }
  if (startsAtPushes) {
    const { repository, branch } = pushes;
    const description = `Starts a build of ${projectName} when ${branch} changes`;
    repository.onCommit('OnCommit', { description, branches: [branch], target });
  }
}
