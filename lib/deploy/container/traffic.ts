import { Stack } from 'aws-cdk-lib';
import type { IAlternateTarget } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationListenerRule,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { CheckedService } from './checked-service';
import type { EcsDeploymentProps } from './ecs-deployment-props';
import { checkListeners, defaultTargetsOf, hasNoDefault } from './listeners';
import type { Listeners } from './listeners';
import type { ReleasedContainers } from './released-containers';
import { targetGroupsOf } from './target-groups';
import type { TargetGroups } from './target-groups';

/** How users reach a service. */
export interface Traffic extends TargetGroups {
  readonly listeners: Listeners;
}

/** The listeners and target groups; what is wrong is reported, and nothing is given. */
export function trafficOf(
  scope: Construct,
  problems: Problems,
  props: EcsDeploymentProps,
  service: CheckedService | undefined,
  containers: ReleasedContainers | undefined,
): Traffic | undefined {
  const listeners = checkListeners(scope, problems, props);
  if (service === undefined || containers?.port === undefined) return undefined;
  const groups = targetGroupsOf(scope, problems, props, service, containers.port);
  return listeners === undefined || groups === undefined ? undefined : { ...groups, listeners };
}

/** The service behind its target groups. */
export function attachService(
  { service }: CheckedService,
  { name, port }: ReleasedContainers,
  { blue }: TargetGroups,
  alternateTarget?: IAlternateTarget,
): void {
  blue.addTarget(service.loadBalancerTarget({ containerName: name, containerPort: port, alternateTarget }));
}

/** Leads a listener to the blue target group, in the form that CodeDeploy changes: its default action, or one rule. */
export function leadToBlue(
  scope: Construct,
  problems: Problems,
  id: 'Production' | 'Test',
  { listeners, blue }: Traffic,
): void {
  const listener = id === 'Production' ? listeners.production : listeners.test;
  if (listener === undefined) return;
  const action = ListenerAction.forward([blue]);
  if (listeners.rule !== undefined) {
    answerOthers(listener);
    new ApplicationListenerRule(scope, `${id}Rule`, { listener, ...listeners.rule, action });
  } else if (hasNoDefault(listener)) {
    listener.addAction('Default', { action });
  } else if (!leadsTo(listener, Stack.of(scope).resolve(blue.targetGroupArn))) {
    problems.add(
      id === 'Production' ? 'listener' : 'testListener',
      'must lead to blueTargetGroup by itself, or nowhere',
      {
        got: listener.node.id,
        cure: 'leave its default action out, or give trafficRule',
      },
    );
  }
}

/** A rule of a listener, in the form that ECS changes: both target groups, with all weight on the blue one. */
export function weightedRule(
  scope: Construct,
  id: 'Production' | 'Test',
  { listeners, blue, green }: Traffic,
): ApplicationListenerRule | undefined {
  const listener = id === 'Production' ? listeners.production : listeners.test;
  if (listener === undefined) return undefined;
  answerOthers(listener);
  return new ApplicationListenerRule(scope, `${id}Rule`, {
    listener,
    // After all rules of others.
    priority: listeners.rule?.priority ?? LIMITS.listenerRulePriority.max,
    conditions: listeners.rule?.conditions ?? [ListenerCondition.pathPatterns(['*'])],
    action: ListenerAction.weightedForward([
      { targetGroup: blue, weight: 100 },
      { targetGroup: green, weight: 0 },
    ]),
  });
}

/** A listener needs an answer to what no rule takes. */
function answerOthers(listener: IApplicationListener): void {
  if (!(listener instanceof ApplicationListener) || !hasNoDefault(listener)) return;
  listener.addAction('Default', { action: ListenerAction.fixedResponse(503) });
}

function leadsTo(listener: IApplicationListener, targetGroupArn: unknown): boolean {
  return defaultTargetsOf(listener).some((arn) => JSON.stringify(arn) === JSON.stringify(targetGroupArn));
}
