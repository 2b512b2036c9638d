import { Annotations } from 'aws-cdk-lib';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkOptionalResource } from '../../core/environments';
import { grantApart, roleOf } from '../../core/grants';
import { shortHash } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { SmokeTest } from '../smoke-test';
import { literalName } from './lambda-parts';

/** A function that CodeDeploy asks during a release, as the stack of the deployment may say it. */
export interface TrafficHook {
  readonly given: IFunction;
  readonly name: string;
  readonly arn: string;
}

/** The functions that CodeDeploy asks before and after traffic moves. */
export interface TrafficHooks {
  readonly before?: TrafficHook;
  readonly after?: TrafficHook;
}

/** What the user gave for both of them. */
export interface HookProps {
  readonly beforeTraffic?: IFunction;
  readonly afterTraffic?: IFunction;
}

/** The hooks of a deployment of `released`; what cannot be one is reported. */
export function checkHooks(scope: Construct, problems: Problems, props: HookProps, released: IFunction): TrafficHooks {
  return {
    before: checkHook(scope, problems, 'beforeTraffic', props.beforeTraffic, released),
    after: checkHook(scope, problems, 'afterTraffic', props.afterTraffic, released),
  };
}

/** The ARNs of the hooks, each once: CodeDeploy invokes them. */
export function hookArns({ before, after }: TrafficHooks): string[] {
  return [...new Set([before, after].flatMap((hook) => (hook === undefined ? [] : [hook.arn])))];
}

/** What hooks are let do. */
export interface HookPermissions {
  /** The ARN of the deployment group, which hooks tell their result. */
  readonly groupArn: string;
  readonly functionArn: string;
}

/** Lets each hook tell its result, and a smoke test invoke the new version. */
export function permitHooks(scope: Construct, { before, after }: TrafficHooks, permissions: HookPermissions): void {
  const hooks = new Map([before, after].flatMap((hook) => (hook === undefined ? [] : [[hook.given, hook] as const])));
  for (const { given } of hooks.values()) permitHook(scope, given, permissions);
}

function checkHook(
  scope: Construct,
  problems: Problems,
  prop: string,
  given: IFunction | undefined,
  released: IFunction,
): TrafficHook | undefined {
  const hook = checkOptionalResource(problems, prop, scope, given ?? undefined, 'a Lambda function', 'functionArn');
  if (hook === undefined) return undefined;
  const underlying = hook instanceof Alias || hook instanceof Version ? hook.lambda : hook;
  if (underlying === released) {
    problems.add(prop, 'must be another function than the one that is released', {
      got: hook.node.id,
      cure: 'use a SmokeTest, which invokes the new version',
    });
  }
  deployAfter(scope, hook);
  return { given: hook, name: literalName(hook) ?? weak(scope, hook.functionName), arn: weak(scope, hook.functionArn) };
}

function permitHook(scope: Construct, hook: IFunction, { groupArn, functionArn }: HookPermissions): void {
  if (roleOf(hook) === undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:unknownHookRole',
      `The role of the hook ${hook.node.id} is not known: let it do codedeploy:PutLifecycleEventHookExecutionStatus on the deployment group of ` +
        `${scope.node.id}, else each release waits for an hour and fails`,
    );
    return;
  }
  const owner = hook.node.scope;
  const more = owner instanceof SmokeTest ? owner._permissionsOn(groupArn, functionArn) : [];
  grantApart(scope, `Hook${shortHash(hook.node.path)}`, hook, [allow(PERMISSIONS.hookStatus, [groupArn]), ...more]);
}
