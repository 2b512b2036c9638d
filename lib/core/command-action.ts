import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import { CommandsAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { CommandsActionProps } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Lazy } from 'aws-cdk-lib';
import type { IResolvable } from 'aws-cdk-lib';
import type { DeliveryActionContext } from './action';

/** An environment variable of an action. */
export interface ActionVariable {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

interface RenderedStage {
  readonly name: string;
  readonly actions: { readonly name: string }[];
}

type Variables = Map<string, ActionVariable[]>;

const variablesOf = new WeakMap<CfnPipeline, Variables>();

/** An action that runs commands, with environment variables, for which the one of aws-cdk-lib has no property. */
export function commandAction(
  context: DeliveryActionContext,
  props: CommandsActionProps,
  variables: ActionVariable[],
): IAction {
  const pipeline = context.pipeline.node.defaultChild;
  if (variables.length > 0 && pipeline instanceof CfnPipeline) {
    variablesIn(pipeline).set(placeOf(context.stageName, props.actionName), variables);
  }
  return new CommandsAction(props);
}

function variablesIn(pipeline: CfnPipeline): Variables {
  const known = variablesOf.get(pipeline);
  if (known !== undefined) return known;
  const variables: Variables = new Map();
  variablesOf.set(pipeline, variables);
  // By the names of stage and action: places change when one is inserted.
  const stages: IResolvable | unknown[] = pipeline.stages;
  pipeline.stages = Lazy.uncachedAny({
    produce: (context) => (context.resolve(stages) as RenderedStage[]).map((stage) => withVariables(stage, variables)),
  });
  return variables;
}

function withVariables(stage: RenderedStage, variables: Variables): object {
  const actions = stage.actions.map((action) => {
    const environmentVariables = variables.get(placeOf(stage.name, action.name));
    return environmentVariables === undefined ? action : { ...action, environmentVariables };
  });
  return { ...stage, actions };
}

function placeOf(stageName: string, actionName: string): string {
  return `${stageName}/${actionName}`;
}
