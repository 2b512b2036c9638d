import { Stack } from 'aws-cdk-lib';
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
  const { max } = LIMITS.actionConfigurationValue;
  const listed = Object.entries(bound.variables).map(([name, variable]) => ({
    name,
    type: variable.type,
    value: variable.value as unknown,
  }));
  const { length } = JSON.stringify(Stack.of(scope).resolve(listed));
  if (length > max) {
    problems.add('variables', `must have at most ${max} characters of JSON together`, { got: length, cure });
  }
  return bound;
}
