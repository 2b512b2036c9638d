import { App, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Build, DeliveryPipeline, DeployTarget, LambdaDeployment, Source } from '../../lib';
import type { DeliveryPipelineProps, IDeployTarget, LambdaDeploymentProps } from '../../lib';

/** A stack in an app of its own. */
export function newStack(props: StackProps = {}, context: Record<string, unknown> = {}): Stack {
  return new Stack(new App({ context }), 'Test', props);
}

/** A Lambda function with placeholder code. */
export function newFunction(scope: Construct, id = 'Function', functionName?: string): Function {
  return new Function(scope, id, {
    functionName,
    code: Code.fromInline('exports.handler = async () => 1;'),
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
  });
}

/** A deployment of a function of its own. */
export function newDeployment(
  scope: Construct,
  id = 'Production',
  props: Partial<LambdaDeploymentProps> = {},
): LambdaDeployment {
  return new LambdaDeployment(scope, id, { function: newFunction(scope, `${id}Function`), ...props });
}

/** A target that releases a function of its own. */
export function newTarget(scope: Construct, id = 'Production'): IDeployTarget {
  return DeployTarget.lambdaFunction(newDeployment(scope, id));
}

/** A CodeCommit repository that exists already. */
export function newSource(scope: Construct, sourceName?: string): ReturnType<typeof Source.codeCommit> {
  const id = `Repository${sourceName ?? ''}`;
  return Source.codeCommit(Repository.fromRepositoryName(scope, id, 'orders'), { sourceName });
}

/** A pipeline with a source, a build and a stage, where the test does not say otherwise. */
export function newPipeline(stack: Stack, props: Partial<DeliveryPipelineProps> = {}): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', {
    sources: [newSource(stack)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: props.stages ?? [{ stageName: 'Production', targets: [newTarget(stack)] }],
    ...props,
  });
}

/** What synthesis says of everything that is wrong, without the construct paths in brackets. */
export function errorsOf(stack: Stack): string[] {
  try {
    Template.fromStack(stack);
  } catch (error) {
    const lines = (error as Error).message.split('\n').filter((line) => /^\s*\[/.test(line));
    if (lines.length === 0) throw error;
    return lines.map((line) => line.replace(/^\s*\[[^\]]*\]\s*/, ''));
  }
  return [];
}

/** The only resource of a type. */
export function onlyResource(template: Template, type: string): { Properties: Record<string, unknown> } {
  const found = Object.values(template.findResources(type));
  if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
  return found[0] as { Properties: Record<string, unknown> };
}

/** The stages of the only pipeline, each with the names of its actions by run order. */
export function stagesOf(template: Template): Record<string, string[][]> {
  const { Stages } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties as {
    Stages: { Name: string; Actions: { Name: string; RunOrder: number }[] }[];
  };
  return Object.fromEntries(
    Stages.map(({ Name, Actions }) => {
      const orders = [...new Set(Actions.map((action) => action.RunOrder))].sort((left, right) => left - right);
      return [Name, orders.map((order) => Actions.filter((a) => a.RunOrder === order).map((a) => a.Name))];
    }),
  );
}
