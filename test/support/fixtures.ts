import { App, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Build, DeliveryFoundation, DeliveryPipeline, DeployTarget, LambdaDeployment, Source } from '../../lib';
import type { DeliveryPipelineProps, IDeployTarget, LambdaDeploymentProps } from '../../lib';

/** A stack in an app of its own. */
export function newStack(props: StackProps = {}, context: Record<string, unknown> = {}): Stack {
  return new Stack(new App({ context, treeMetadata: false }), 'Test', props);
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

/** A target that costs a test less: nothing of it is in the stack but an action. */
export function newQuickTarget(scope: Construct): IDeployTarget {
  return DeployTarget.site(Bucket.fromBucketName(scope, 'QuickTarget', 'orders-site'), { targetName: 'Production' });
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
    stages: props.stages ?? [{ stageName: 'Production', targets: [newQuickTarget(stack)] }],
    ...props,
  });
}

/** Props of a pipeline that makes as little as can be: for tests that make many, and look at something else. */
export function littleBeside(stack: Stack): Pick<DeliveryPipelineProps, 'builds' | 'foundation'> {
  return { builds: [], foundation: DeliveryFoundation.fromAttributes(stack, 'Store', { artifactBucketName: 'store' }) };
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

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: unknown;
}

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Record<string, TemplateResource> {
  return template.findResources(type) as Record<string, TemplateResource>;
}

/** The logical id of the only resource of a type whose logical id has this part. */
export function logicalIdOf(template: Template, type: string, part = ''): string {
  const found = Object.keys(resourcesOf(template, type)).filter((id) => id.includes(part));
  if (found.length !== 1) throw new Error(`expected one ${type} with ${part}, found ${found.length}`);
  return found[0];
}

/** A statement of a policy in a template. */
export interface TemplateStatement {
  readonly Action: string | string[];
  readonly Effect: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the policies in a template let a role do; the role by a part of its logical id, or by its name. */
export function statementsOf(template: Template, role: string): TemplateStatement[] {
  const inside = Object.entries(resourcesOf(template, 'AWS::IAM::Role'))
    .filter(([id, { Properties }]) => id.includes(role) || Properties.RoleName === role)
    .flatMap(([, { Properties }]) => (Properties.Policies ?? []) as { PolicyDocument: unknown }[]);
  const beside = Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .map(({ Properties }) => Properties as { Roles: (string | { Ref: string })[]; PolicyDocument: unknown })
    .filter(({ Roles }) => Roles.some((it) => (typeof it === 'string' ? it === role : it.Ref.includes(role))));
  return [...inside, ...beside].flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: TemplateStatement[] }).Statement,
  );
}

/** The actions that the policies in a template let a role do, sorted. */
export function allowedActionsOf(template: Template, role: string): string[] {
  return [...new Set(statementsOf(template, role).flatMap(({ Action }) => Action))].sort();
}

/** An action of a pipeline in a template. */
export interface TemplateAction {
  readonly Name: string;
  readonly ActionTypeId: { readonly Category: string; readonly Provider: string };
  readonly RunOrder: number;
  readonly Configuration: Record<string, unknown>;
  readonly InputArtifacts?: { readonly Name: string }[];
  readonly OutputArtifacts?: { readonly Name: string }[];
  readonly Namespace?: string;
  readonly RoleArn?: unknown;
  readonly TimeoutInMinutes?: number;
}

/** The actions of the only pipeline, by the name of their stage and their own, e.g. `Production/Approve`. */
export function actionsOf(template: Template): Record<string, TemplateAction> {
  const { Stages } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties as {
    Stages: { Name: string; Actions: TemplateAction[] }[];
  };
  return Object.fromEntries(
    Stages.flatMap(({ Name, Actions }) => Actions.map((action) => [`${Name}/${action.Name}`, action] as const)),
  );
}

/** The stacks of an app that export something or import it, which locks them together. */
export function lockedStacks(app: App): string[] {
  return app
    .synth()
    .stacks.filter(({ template }) => /"(Export|Fn::ImportValue)":/.test(JSON.stringify(template)))
    .map(({ stackName }) => stackName);
}

/** The pattern that covers the build projects of a pipeline, in a template. */
export function ownProjects(pipelineName = 'Test-Pipeline'): unknown {
  const place = [{ Ref: 'AWS::Partition' }, ':codebuild:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  return { 'Fn::Join': ['', ['arn:', ...place, `:project/${pipelineName}--*`]] };
}
