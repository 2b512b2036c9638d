import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkStruct } from '../../core/checks';
import { checkResource } from '../../core/environments';
import { grantApart, roleOf } from '../../core/grants';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { EcsAppSpecHooks } from '../app-spec/container-props';
import type { EcsDeploymentHooks } from './ecs-controller-options';

const HOOKS = [
  'beforeInstall',
  'afterInstall',
  'afterAllowTestTraffic',
  'beforeAllowTraffic',
  'afterAllowTraffic',
] as const satisfies (keyof EcsDeploymentHooks)[];

/** The functions of a deployment by CodeDeploy: as its AppSpec names them, and their ARNs. */
export interface BoundHooks {
  readonly names: EcsAppSpecHooks;
  readonly arns: string[];
}

/** Checks the functions, and lets each tell CodeDeploy how it went. */
export function bindHooks(
  scope: Construct,
  problems: Problems,
  given: EcsDeploymentHooks | undefined,
  hasTestListener: boolean,
): BoundHooks {
  const hooks = checkStruct(problems, 'hooks', given) ?? {};
  const names: Record<string, string> = {};
  const functions = new Set<IFunction>();
  for (const key of Object.keys(hooks)) {
    if ((HOOKS as readonly string[]).includes(key)) continue;
    problems.add(`hooks.${key}`, `must be one of ${HOOKS.join(', ')}`);
  }
  for (const event of HOOKS) {
    const hook = hooks[event];
    if (hook === undefined) continue;
    const prop = `hooks.${event}`;
    const checked = checkResource(problems, prop, scope, hook, 'a Lambda function', 'functionArn');
    if (event === 'afterAllowTestTraffic' && !hasTestListener) {
      problems.add(prop, 'needs a test listener: without one there is no test traffic', {
        cure: 'give the deployment a testListener',
      });
    }
    if (checked === undefined) continue;
    names[event] = weak(scope, checked.functionArn);
    functions.add(checked);
  }
  for (const hook of functions) allowReport(scope, hook);
  return { names, arns: [...functions].map((hook) => weak(scope, hook.functionArn)) };
}

function allowReport(scope: Construct, hook: IFunction): void {
  deployAfter(scope, hook);
  if (roleOf(hook) === undefined) return;
  grantApart(scope, `Report${hook.node.addr.slice(-8)}`, hook, [allow(PERMISSIONS.reportHook, ['*'])]);
}
