import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { checkRange } from '../core/checks';
import { checkAllOneOf, forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { DeploymentEvent } from './deployment-notification';
import type { DeploymentNotification } from './deployment-notification';

const DEFAULT_EVENTS = [
  DeploymentEvent.DEPLOYMENT_FAILURE,
  DeploymentEvent.DEPLOYMENT_STOP,
  DeploymentEvent.DEPLOYMENT_ROLLBACK,
];

/** Something that CodeDeploy tells a topic. */
export interface NotificationTrigger {
  readonly name: string;
  readonly topicArn: string;
  readonly events: string[];
}

/** Notifications that CodeDeploy takes, and what its role needs for them. */
export interface CheckedNotifications {
  readonly triggers: NotificationTrigger[];
  readonly permissions: PolicyStatement[];
}

/** Checks the notifications of a deployment group. */
export function checkNotifications(
  scope: IConstruct,
  problems: Problems,
  given: DeploymentNotification[] | undefined,
): CheckedNotifications {
  const topics: ITopic[] = [];
  const triggers: NotificationTrigger[] = [];
  forEachMember(problems, 'notifications', given ?? [], 0, (notification, prop) => {
    const topic = checkResource(problems, `${prop}.topic`, scope, notification.topic, 'a topic', 'topicArn');
    const events = checkEvents(problems, `${prop}.events`, notification.events);
    if (topic === undefined) return;
    checkTopic(problems, `${prop}.topic`, topic, topics);
    topics.push(topic);
    // By what it tells whom, not by its position.
    const name = `notify-${shortHash(topic.node.path)}`;
    triggers.push({ name, topicArn: weak(scope, topic.topicArn), events });
  });
  checkRange(problems, 'notifications', triggers.length, LIMITS.notificationsPerDeploymentGroup);
  return { triggers, permissions: topics.flatMap((topic) => publishPermissions(scope, topic)) };
}

/** The same for CloudFormation. */
export function triggerConfigurations(
  triggers: NotificationTrigger[],
): CfnDeploymentGroup.TriggerConfigProperty[] | undefined {
  if (triggers.length === 0) return undefined;
  return triggers.map(({ name, topicArn, events }) => ({
    triggerName: name,
    triggerTargetArn: topicArn,
    triggerEvents: events,
  }));
}

function checkTopic(problems: Problems, prop: string, topic: ITopic, others: ITopic[]): void {
  if (!others.includes(topic)) return;
  problems.add(prop, 'must not be given twice: CodeDeploy tells a topic once', {
    got: topic.node.id,
    cure: 'put the events together',
  });
}

function checkEvents(problems: Problems, prop: string, given: DeploymentEvent[] | undefined): string[] {
  if (given === undefined) return DEFAULT_EVENTS;
  return [...new Set(checkAllOneOf(problems, prop, given, DeploymentEvent, 'DeploymentEvent', 1))];
}

function publishPermissions(scope: IConstruct, topic: ITopic): PolicyStatement[] {
  const key = topic.masterKey;
  return [
    allow(PERMISSIONS.deploymentTopic, [weak(scope, topic.topicArn)]),
    ...(key === undefined ? [] : [allow(PERMISSIONS.topicKey, [weak(scope, key.keyArn)])]),
  ];
}
