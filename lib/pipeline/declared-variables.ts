import { Annotations, Stack } from 'aws-cdk-lib';
import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { checkChoice, checkList, checkRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { PipelineVariable } from './pipeline-variable';
import { UniqueNames } from './unique-names';

/** Declares the variables of a pipeline, and looks for those that are used and not declared. */
export function declareVariables(
  scope: Construct,
  problems: Problems,
  pipeline: Pipeline,
  given: PipelineVariable[] | undefined,
): void {
  const list = checkList(problems, 'variables', given);
  checkRange(problems, 'variables', list.length, LIMITS.pipelineVariables);
  const names = new UniqueNames(problems, LIMITS.pipelineVariableName);
  const declared = new Set<string>();
  list.forEach((member, index) => {
    const prop = `variables[${index}]`;
    const variable = checkChoice(problems, prop, member, PipelineVariable);
    if (variable === undefined) return;
    const name = names.use(`${prop}.variableName`, variable.variableName);
    declared.add(variable.variableName);
    const bound = variable._bind(problems.within(prop), name);
    if (bound !== undefined) pipeline.addVariable(bound);
    if (!variable._hasDefault) warnOfMissingDefault(scope, variable.variableName);
  });
  scope.node.addValidation({
    validate: () =>
      undeclared(pipeline, declared).map(
        (name) =>
          `${problems.subjectOf('variables')}: must have every variable that an action names, got '#{variables.${name}}'; add the PipelineVariable`,
      ),
  });
}

function warnOfMissingDefault(scope: Construct, name: string): void {
  Annotations.of(scope).addWarningV2(
    `cdk-delivery:variableWithoutDefault/${name}`,
    `The variable ${name} has no default: whoever starts the pipeline must set it, which an event or a time table does not do`,
  );
}

/** CodePipeline refuses a pipeline that names a variable that it does not have. What an action names is known when all of them are there. */
function undeclared(pipeline: Pipeline, declared: ReadonlySet<string>): string[] {
  const resource = pipeline.node.defaultChild;
  if (!(resource instanceof CfnPipeline)) return [];
  const text = JSON.stringify(Stack.of(pipeline).resolve(resource.stages));
  const named = [...text.matchAll(/#\{variables\.([^}"]+)\}/g)].map(([, name]) => name);
  return [...new Set(named)].filter((name) => !declared.has(name));
}
