import { Annotations } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { checkChoice, checkRange } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { PipelineVariable } from './pipeline-variable';
import { UniqueNames } from './unique-names';
import { unknownValues } from './unknown-values';

/** Declares the variables of a pipeline, and looks for those that are used and not declared. */
export function declareVariables(
  scope: Construct,
  problems: Problems,
  pipeline: Pipeline,
  given: PipelineVariable[] | undefined,
): void {
  const names = new UniqueNames(problems, LIMITS.pipelineVariableName);
  const declared = new Set<string>();
  const list = mapMembers(problems, 'variables', given, (member, prop) => {
    const variable = checkChoice(problems, prop, member, PipelineVariable);
    if (variable === undefined) return member;
    const name = names.use(`${prop}.variableName`, variable.variableName);
    declared.add(variable.variableName);
    const bound = variable._bind(problems.within(prop), name);
    if (bound !== undefined) pipeline.addVariable(bound);
    if (!variable._hasDefault) warnOfMissingDefault(scope, variable.variableName);
    return member;
  });
  checkRange(problems, 'variables', list.length, LIMITS.pipelineVariables);
  scope.node.addValidation({ validate: () => unknownValues(problems, pipeline, declared) });
}

function warnOfMissingDefault(scope: Construct, name: string): void {
  Annotations.of(scope).addWarningV2(
    `cdk-delivery:variableWithoutDefault/${name}`,
    `The variable ${name} has no default: whoever starts the pipeline must set it, which an event or a time table does not do`,
  );
}
