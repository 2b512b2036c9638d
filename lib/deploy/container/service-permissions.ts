import { Fn, Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { allow, PERMISSIONS } from '../../core/permissions';
import { weak } from '../../core/references';
import type { CheckedService } from './checked-service';
import type { Traffic } from './traffic';

/** Who tasks are started for: the condition on every right to pass a role on. */
export const TO_TASKS = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };

/** What CodeDeploy needs in its service role. */
export interface ServedService {
  readonly service: CheckedService;
  readonly traffic: Traffic;
  readonly taskRoleArns: string[];
  readonly hookArns: string[];
  readonly alarms: IAlarm[];
}

/**
 * What CodeDeploy needs to release an ECS service: AWSCodeDeployRoleForECS, as far as this service needs it and on what belongs to it.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html
 */
export function codeDeployPermissions(scope: IConstruct, served: ServedService): PolicyStatement[] {
  const { service, traffic, taskRoleArns, hookArns, alarms } = served;
  const { production, test } = traffic.listeners;
  const listenerArns = [production, ...(test === undefined ? [] : [test])].map(({ listenerArn }) => listenerArn);
  return [
    allow(PERMISSIONS.containerService, [serviceArn(scope, service)]),
    allow(PERMISSIONS.containerTaskSets, [taskSetArn(scope, service)]),
    allow(PERMISSIONS.findTraffic, ['*']),
    allow(PERMISSIONS.moveListeners, listenerArns),
    allow(
      PERMISSIONS.moveRulesOfListener,
      listenerArns.map((arn) => ruleArns(scope, arn)),
    ),
    ...(taskRoleArns.length === 0 ? [] : [allow(PERMISSIONS.passRole, taskRoleArns, TO_TASKS)]),
    ...(hookArns.length === 0 ? [] : [allow(PERMISSIONS.hookInvocation, hookArns)]),
    ...(alarms.length === 0
      ? []
      : [
          allow(
            PERMISSIONS.deploymentAlarms,
            alarms.map((alarm) => weak(scope, alarm.alarmArn)),
          ),
        ]),
  ];
}

/**
 * What ECS needs to move the traffic of a service itself.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function ecsPermissions({ blue, green }: Traffic, ruleArn: string[]): PolicyStatement[] {
  return [
    allow(PERMISSIONS.findTargets, ['*']),
    allow(PERMISSIONS.moveTasks, [blue.targetGroupArn, green.targetGroupArn]),
    allow(PERMISSIONS.moveRules, ruleArn),
  ];
}

/** A service in policies. */
export function serviceArn(
  scope: IConstruct,
  { clusterName, serviceName }: { readonly clusterName: string; readonly serviceName: string },
): string {
  return Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'service',
    resourceName: `${clusterName}/${serviceName}`,
  });
}

function taskSetArn(scope: IConstruct, { clusterName, serviceName }: CheckedService): string {
  return Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'task-set',
    resourceName: `${clusterName}/${serviceName}/*`,
  });
}

/** The rules of a listener: its ARN, with another type and a further id. */
function ruleArns(scope: IConstruct, listenerArn: string): string {
  return Stack.of(scope).formatArn({
    service: 'elasticloadbalancing',
    resource: 'listener-rule',
    resourceName: `${Fn.select(1, Fn.split(':listener/', listenerArn))}/*`,
  });
}
