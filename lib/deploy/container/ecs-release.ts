import { Annotations, Duration, Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlternateTargetConfig, CfnService, IAlternateTarget } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { checkDuration, checkStruct } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { warnOfSlowAlarms } from '../slow-alarms';
import { alarmNameFor, isCircular } from './container-alarms';
import type { CheckedService } from './checked-service';
import type { EcsControllerOptions } from './ecs-controller-options';
import type { EcsReleaseParts } from './ecs-release-parts';
import { ecsStrategy } from './ecs-rollout';
import type { EcsStrategy } from './ecs-rollout';
import { checkLifecycleHooks, hookPermissions, lifecycleHooks } from './lifecycle-hooks';
import type { BoundLifecycleHook } from './lifecycle-hooks';
import { ecsPermissions } from './service-permissions';
import { attachService, weightedRule } from './traffic';
import type { Traffic } from './traffic';

const BLUE_STAYS = Duration.minutes(10);

/** A service that ECS itself releases. */
export interface EcsRelease {
  /** How long a release takes at least. */
  readonly minutes: number;
}

/** Sets what ECS does in a release at the service. */
export function releaseByEcs(scope: Construct, given: EcsControllerOptions, parts: EcsReleaseParts): EcsRelease {
  const options = checkStruct(parts.problems, 'controller', given) ?? {};
  const { problems, props, rollback, rollout, service } = parts;
  const within = problems.within('controller');
  const moves = props.listener !== undefined;
  const bakeTime = checkDuration(within, 'bakeTime', options.bakeTime, LIMITS.containerBakeTime) ?? BLUE_STAYS;
  const hooks = checkLifecycleHooks(scope, within, options.hooks, props.testListener !== undefined);
  const strategy = moves ? ecsStrategy(problems.within('rollout'), rollout) : rolling(parts, options);
  const bakes = moves && !bakeTime.isUnresolved() ? bakeTime.toMinutes() : 0;
  const minutes = strategy.minutes + bakes;
  checkMinutes(problems, minutes);
  if (rollback._parts.onStop === true) {
    problems.add('rollback', 'must not be alsoOnStop where ECS releases', {
      cure: 'whoever stops a deployment of ECS says whether it is rolled back',
    });
  }
  const alarms = checkAlarms(scope, problems.within('rollback'), parts);
  const alarmNames = alarms.map((alarm) => alarmNameFor(scope, alarm));
  warnOfSlowAlarms(scope, alarms, strategy.minutes === 0 ? 0 : minutes);
  if (service === undefined) return { minutes };
  const before = service.resource.deploymentConfiguration as CfnService.DeploymentConfigurationProperty;
  if (before.strategy !== undefined && before.strategy !== strategy.properties.strategy) {
    problems.add('service', 'must leave deploymentStrategy to the rollout of its deployment', { got: before.strategy });
  }
  warnOfBreaker(scope, before, rollback._parts.onFailure);
  const lifecycle = moveTraffic(scope, service, hooks, parts);
  service.resource.deploymentConfiguration = {
    ...before,
    ...strategy.properties,
    lifecycleHooks: lifecycle,
    ...(moves ? { bakeTimeInMinutes: bakeTime.toMinutes() } : {}),
    deploymentCircuitBreaker: { enable: true, rollback: rollback._parts.onFailure },
    // Left out, CloudFormation would keep former ones.
    alarms: { alarmNames, enable: alarmNames.length > 0, rollback: rollback._parts.onFailure },
  };
  return { minutes };
}

/** The breaker of a service is that of its deployment, which takes releases back as its rollback says. */
function warnOfBreaker(
  scope: Construct,
  { deploymentCircuitBreaker: given }: CfnService.DeploymentConfigurationProperty,
  rollback: boolean,
): void {
  if (given === undefined || Token.isUnresolved(given) || !('enable' in given)) return;
  if (given.enable === true && given.rollback === rollback) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:circuitBreaker',
    `The circuit breaker of the service is replaced by that of its deployment, with rollback ${rollback}: ` +
      'leave it out of the service, and set rollback of the deployment',
  );
}

/** A service without a load balancer: its tasks are replaced as its own percentages say. */
function rolling({ problems, props, rollout }: EcsReleaseParts, options: EcsControllerOptions): EcsStrategy {
  const needs = 'needs a listener: without one there is no traffic to move';
  if (rollout._kind !== 'allAtOnce') problems.add('rollout', needs);
  for (const prop of ['testListener', 'trafficRule', 'blueTargetGroup', 'greenTargetGroup', 'healthCheck'] as const) {
    if (props[prop] !== undefined) problems.add(prop, needs);
  }
  for (const prop of ['bakeTime', 'hooks'] as const) {
    if (options[prop] !== undefined) problems.add(`controller.${prop}`, needs);
  }
  return { properties: { strategy: 'ROLLING' }, minutes: 0 };
}

function checkMinutes(problems: Problems, minutes: number): void {
  const { max } = LIMITS.containerReleaseInStack;
  if (minutes <= max) return;
  problems.add('controller.bakeTime', `must be so short that a release takes at most ${max} minutes with the rollout`, {
    got: minutes,
    cure: 'CloudFormation refuses a service whose release takes longer',
  });
}

/** Lets ECS move the traffic; gives what it invokes meanwhile. */
function moveTraffic(
  scope: Construct,
  service: CheckedService,
  hooks: BoundLifecycleHook[],
  { traffic, containers, rolePolicy: make }: EcsReleaseParts,
): CfnService.DeploymentLifecycleHookProperty[] | undefined {
  if (traffic === undefined || containers === undefined) return undefined;
  const [production, test] = [weightedRule(scope, 'Production', traffic), weightedRule(scope, 'Test', traffic)];
  const ruleArns = [production, test].flatMap((rule) => (rule === undefined ? [] : [rule.listenerRuleArn]));
  const rolePolicy = make();
  rolePolicy.add(...ecsPermissions(traffic, ruleArns), ...hookPermissions(hooks));
  const role = rolePolicy.role;
  attachService(service, containers, traffic, new Alternate(traffic, role.roleArn, ruleArns));
  rolePolicy.applyBefore(service.resource);
  return lifecycleHooks(hooks, role);
}

function checkAlarms(scope: Construct, problems: Problems, parts: EcsReleaseParts): IAlarm[] {
  const alarms = new Set<IAlarm>();
  forEachMember(problems, 'alarms', parts.rollback._parts.alarms ?? [], 0, (alarm, prop) => {
    if (checkResource(problems, prop, scope, alarm, 'an alarm', 'alarmArn') === undefined) return;
    if (alarms.has(alarm)) problems.add(prop, 'must not be given twice', { got: alarm.node.id });
    if (parts.service !== undefined && isCircular(alarm, parts.service)) {
      problems.add(
        prop,
        'must have an alarmName: the service refers to its alarms, and this one refers to the service',
        {
          got: alarm.node.id,
          cure: 'give it a literal name',
        },
      );
      return;
    }
    alarms.add(alarm);
  });
  return [...alarms, ...parts.platformAlarms];
}

/** Where the tasks of a release go, as aws-cdk-lib asks for it. */
class Alternate implements IAlternateTarget {
  constructor(
    private readonly traffic: Traffic,
    private readonly roleArn: string,
    private readonly ruleArns: string[],
  ) {}

  public bind(): AlternateTargetConfig {
    return {
      alternateTargetGroupArn: this.traffic.green.targetGroupArn,
      roleArn: this.roleArn,
      productionListenerRule: this.ruleArns[0],
      testListenerRule: this.ruleArns[1],
    };
  }
}
