import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Build, DeliveryPipeline, Source, Trigger } from '../../lib';
import type { ConnectionSourceOptions, ISource } from '../../lib';
import { actionsOf, logicalIdOf, newStack, onlyResource, resourcesOf } from '../support/fixtures';
import type { TemplateAction, TemplateStatement } from '../support/fixtures';

/** The ARN of a connection that somebody made in the console. */
export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b';

/** The smallest pipeline of a stack, with these sources. */
export function pipelineOf(stack: Stack, ...sources: ISource[]): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', { sources, builds: [Build.project({ buildName: 'Package' })] });
}

/** The template of a stack with the smallest pipeline of one source. */
export function templateOf(make: (stack: Stack) => ISource): Template {
  const stack = newStack();
  pipelineOf(stack, make(stack));
  return Template.fromStack(stack);
}

/** A source of GitHub with these triggers. */
export function gitHub(triggers?: Trigger[], options: Partial<ConnectionSourceOptions> = {}): ISource {
  return Source.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders', triggers, ...options });
}

/** The source action of the only pipeline. */
export function sourceAction(template: Template): TemplateAction {
  return actionsOf(template)['Source/Source'];
}

/** What the only pipeline waits for by itself. */
export function gitConfigurations(template: Template): unknown[] {
  const { Triggers } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties;
  return ((Triggers ?? []) as { GitConfiguration: unknown }[]).map(({ GitConfiguration }) => GitConfiguration);
}

/** The rules of EventBridge in a template. */
export function rulesOf(template: Template): Record<string, unknown>[] {
  return Object.values(resourcesOf(template, 'AWS::Events::Rule')).map(({ Properties }) => Properties);
}

/** The statements that have an action which begins so. */
export function withAction(statements: TemplateStatement[], prefix: string): TemplateStatement[] {
  return statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith(prefix)));
}

/** The first parts of an ARN as a stack without an environment says them. */
export function arnParts(service: string): unknown[] {
  return ['arn:', { Ref: 'AWS::Partition' }, `:${service}:`, { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
}

/** Expects that a rule starts the only pipeline, with a role of its own. */
export function expectStartsPipeline(template: Template, rule: Record<string, unknown>): void {
  const pipeline = { Ref: logicalIdOf(template, 'AWS::CodePipeline::Pipeline') };
  const role = logicalIdOf(template, 'AWS::IAM::Role', 'StartRole');
  expect(rule.Targets).toEqual([
    {
      Id: 'Target0',
      Arn: { 'Fn::Join': ['', [...arnParts('codepipeline'), ':', pipeline]] },
      RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
    },
  ]);
}
