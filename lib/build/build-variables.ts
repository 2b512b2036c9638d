import type { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { BuildVariable } from './build-variable';

/** Variables as a project or an action takes them. */
export interface BoundVariables {
  readonly variables: Record<string, BuildEnvironmentVariable>;
  readonly permissions: PolicyStatement[];
}

/** Binds variables by name. */
export function bindVariables(
  scope: Construct,
  problems: Problems,
  given: Record<string, BuildVariable> | undefined,
): BoundVariables {
  const variables: Record<string, BuildEnvironmentVariable> = {};
  const permissions: PolicyStatement[] = [];
  if (given !== undefined && (typeof given !== 'object' || Array.isArray(given))) {
    problems.add('', 'must be an object with variables by name');
    return { variables, permissions };
  }
  for (const [name, variable] of Object.entries(given ?? {})) {
    checkName(problems, name, name, LIMITS.variableName);
    if (name.startsWith('CODEBUILD_')) problems.add(name, 'must not begin with CODEBUILD_, which AWS keeps for itself');
    if (typeof (variable as BuildVariable | undefined)?._bind !== 'function') {
      // What stands there instead may be a secret: it is not repeated.
      problems.add(name, 'must be a BuildVariable', { cure: 'use BuildVariable.plain, .parameter or .secret' });
      continue;
    }
    const result = variable._bind(scope, problems.within(name));
    if (result === undefined) continue;
    variables[name] = result.variable;
    permissions.push(...result.permissions);
  }
  return { variables, permissions };
}

/** Variables of an action, which go before those of its project. */
export interface SplitVariables {
  readonly ofProject: Record<string, BuildVariable> | undefined;
  readonly ofAction: Record<string, BuildVariable>;
}

/** Parts the variables that CodePipeline fills with what earlier actions put out from those that a project may have. */
export function splitVariables(given: Record<string, BuildVariable> | undefined): SplitVariables {
  if (!given || typeof given !== 'object' || Array.isArray(given)) return { ofProject: given, ofAction: {} };
  const entries = Object.entries(given);
  const fromPipeline = ([, variable]: [string, BuildVariable | undefined]): boolean => variable?._fromPipeline === true;
  return {
    ofProject: Object.fromEntries(entries.filter((entry) => !fromPipeline(entry))),
    ofAction: Object.fromEntries(entries.filter(fromPipeline)),
  };
}

/** Reports variables that are said twice: here and in the buildspec, or here and by the library. */
export function checkDuplicates(
  problems: Problems,
  given: Record<string, BuildVariable> | undefined,
  others: unknown,
  where: string,
): void {
  if (typeof others !== 'object' || others === null) return;
  for (const name of Object.keys(given ?? {})) {
    if (Object.hasOwn(others, name)) problems.add(`variables.${name}`, `must not be given beside that of ${where}`);
  }
}
