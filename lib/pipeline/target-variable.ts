import { BuildVariable } from '../build/build-variable';

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
