import { Token } from 'aws-cdk-lib';
import { BuildVariable } from '../build/build-variable';
import type { Problems } from '../core/problems';

/** The variable that says what is tested. */
const TARGET_VARIABLE = 'TARGET_URL';

/** Variables with the address of what is tested, where there is one. What stands there instead of an object is left for the check of variables. */
export function withTarget(
  variables: Record<string, BuildVariable> | undefined,
  targetUrl: string | undefined,
): Record<string, BuildVariable> | undefined {
  const given: unknown = variables;
  if (targetUrl === undefined || (given !== undefined && typeof given !== 'object')) return variables;
  return { [TARGET_VARIABLE]: BuildVariable.plain(targetUrl), ...variables };
}

/** Gives the address back; reports one that is empty, which nothing can be sent to. */
export function checkTarget(problems: Problems, targetUrl: string | undefined): string | undefined {
  const given: unknown = targetUrl ?? undefined;
  if (given === undefined || Token.isUnresolved(given) || (typeof given === 'string' && given.trim() !== '')) {
    return targetUrl ?? undefined;
  }
  problems.add('targetUrl', 'must be an address', { got: given });
  return undefined;
}
