import { Fn, Stack } from 'aws-cdk-lib';
import { ApplicationListener, ApplicationLoadBalancer, CfnListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { checkLiteralRange, checkStruct } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { EcsDeploymentProps, EcsTrafficRule } from './ecs-deployment-props';

/** The listeners of a service, and which of their requests are for it. */
export interface Listeners {
  readonly production: IApplicationListener;
  readonly test?: IApplicationListener;
  readonly rule?: EcsTrafficRule;

  /** The name of the load balancer in metrics. */
  readonly loadBalancerFullName: string;
}

const NO_NETWORK = 'a listener of an Application Load Balancer';

/** The priorities that deployments have at a listener. */
const priorities = new WeakMap<IApplicationListener, Map<number, string>>();

/** The listeners of the user; what cannot be used is reported, and nothing is given. */
export function checkListeners(scope: Construct, problems: Problems, props: EcsDeploymentProps): Listeners | undefined {
  const before = problems.count;
  const production = checkListener(scope, problems, 'listener', props.listener);
  const test =
    props.testListener === undefined ? undefined : checkListener(scope, problems, 'testListener', props.testListener);
  const rule = checkRule(problems, props.trafficRule);
  checkPair(problems, production, test);
  for (const [prop, listener] of [
    ['listener', production],
    ['testListener', test],
  ] as const) {
    if (listener === undefined) continue;
    if (props.trafficRule === undefined && !(listener instanceof ApplicationListener)) {
      problems.add('trafficRule', `must be given where ${prop} is imported, which may have other requests as well`);
    }
    if (rule !== undefined) claimPriority(scope, problems, listener, rule.priority);
  }
  if (production === undefined || problems.count > before) return undefined;
  return { production, test, rule, loadBalancerFullName: fullNameOf(production) };
}

/** Whether a listener does nothing yet by itself. */
export function hasNoDefault(listener: IApplicationListener): boolean {
  return defaultActionsOf(listener).length === 0;
}

/** The ARNs of the target groups that a listener leads to by itself, resolved. */
export function defaultTargetsOf(listener: IApplicationListener): unknown[] {
  return defaultActionsOf(listener).map(({ targetGroupArn }) => targetGroupArn);
}

function defaultActionsOf(listener: IApplicationListener): { readonly targetGroupArn?: unknown }[] {
  const { defaultChild } = listener.node;
  if (!(defaultChild instanceof CfnListener)) return [];
  return (Stack.of(listener).resolve(defaultChild.defaultActions) ?? []) as { readonly targetGroupArn?: unknown }[];
}

function checkListener(
  scope: Construct,
  problems: Problems,
  prop: string,
  given: IApplicationListener | undefined,
): IApplicationListener | undefined {
  const listener = checkResource(problems, prop, scope, given, NO_NETWORK, 'listenerArn');
  if (listener === undefined) return undefined;
  if (!('connections' in listener)) {
    problems.add(prop, `must be ${NO_NETWORK}`, { got: (listener as IApplicationListener).node.id });
    return undefined;
  }
  if (Stack.of(listener) === Stack.of(scope)) return listener;
  problems.add(prop, 'must be in the stack of the deployment, which adds to it', {
    got: listener.node.path,
    cure: 'import it by its ARN, with ApplicationListener.fromApplicationListenerAttributes',
  });
  return undefined;
}

function checkPair(
  problems: Problems,
  production: IApplicationListener | undefined,
  test: IApplicationListener | undefined,
): void {
  if (production === undefined || test === undefined) return;
  if (production === test) {
    problems.add('testListener', 'must be another one than listener', { got: test.node.id });
  }
  const [one, other] = [loadBalancerOf(production), loadBalancerOf(test)];
  if (one !== undefined && other !== undefined && one !== other) {
    problems.add('testListener', 'must be of the load balancer of listener', { got: other.node.id });
  }
}

function checkRule(problems: Problems, given: EcsTrafficRule | undefined): EcsTrafficRule | undefined {
  const rule = checkStruct(problems, 'trafficRule', given);
  if (rule === undefined) return undefined;
  const within = problems.within('trafficRule');
  const before = problems.count;
  if ((rule as Partial<EcsTrafficRule>).priority === undefined) within.add('priority', 'must be given');
  const priority = checkLiteralRange(within, 'priority', rule.priority, LIMITS.listenerRulePriority);
  const conditions: EcsTrafficRule['conditions'] = [];
  forEachMember(within, 'conditions', rule.conditions, 1, (condition, prop) => {
    conditions.push(condition);
    if (typeof (condition as { readonly renderRawCondition?: unknown }).renderRawCondition === 'function') return;
    within.add(prop, 'must be a ListenerCondition', { cure: 'use the functions of ListenerCondition' });
  });
  return priority === undefined || problems.count > before ? undefined : { priority, conditions };
}

function claimPriority(scope: Construct, problems: Problems, listener: IApplicationListener, priority: number): void {
  const taken = priorities.get(listener) ?? new Map<number, string>();
  priorities.set(listener, taken);
  const other = taken.get(priority);
  if (other !== undefined) {
    problems.add('trafficRule.priority', `must be another one than that of ${other} at the same listener`, {
      got: priority,
    });
  }
  taken.set(priority, scope.node.path);
}

/** The ARN of a listener contains that of its load balancer. */
function fullNameOf(listener: IApplicationListener): string {
  const loadBalancer = loadBalancerOf(listener);
  if (loadBalancer instanceof ApplicationLoadBalancer) return loadBalancer.loadBalancerFullName;
  const parts = Fn.split('/', listener.listenerArn);
  return [1, 2, 3].map((index) => Fn.select(index, parts)).join('/');
}

function loadBalancerOf(listener: IApplicationListener): ApplicationListener['loadBalancer'] | undefined {
  return listener instanceof ApplicationListener ? listener.loadBalancer : undefined;
}
