import { Stack } from 'aws-cdk-lib';
import type { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import type { BuildVariable } from '../build/build-variable';
import { bindVariables } from '../build/build-variables';
import type { BoundVariables } from '../build/build-variables';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/** The variables that an action gives to a build, which CodePipeline keeps in one value of its configuration. */
export function actionVariables(
  scope: Construct,
  problems: Problems,
  given: Record<string, BuildVariable> | undefined,
  cure: string,
): BoundVariables {
  const bound = bindVariables(scope, problems.within('variables'), given);
  listVariables(scope, problems, bound.variables, cure);
  return bound;
}

/** Variables as CodePipeline takes them for one start of a build, as JSON. Reports what is too long for it. */
export function listVariables(
  scope: Construct,
  problems: Problems,
  variables: Record<string, BuildEnvironmentVariable>,
  cure: string,
): object[] {
  const listed = Object.entries(variables).map(([name, { type, value }]) => ({ name, type, value: value as unknown }));
  const { max } = LIMITS.actionConfigurationValue;
  const { length } = JSON.stringify(Stack.of(scope).resolve(listed));
  if (length > max) {
    problems.add('variables', `must have at most ${max} characters of JSON together`, {
      got: length,
      cure,
    });
  }
  return listed;
}
