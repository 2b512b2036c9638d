import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildProject, BuildSource } from '../../lib';
import type { BuildProjectProps, ConnectedBuildOptions } from '../../lib';
import { errorsOf, newStack, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';
import type { TemplateResource, TemplateStatement } from '../support/fixtures';

/** The ARN of a connection that somebody made in the console. */
export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b';

/** The props of a build, or what makes them in a stack. */
export type Props = BuildProjectProps | ((stack: Stack) => BuildProjectProps);

/** The template of a build alone in its stack. */
export function templateOf(props: Props = {}): Template {
  return Template.fromStack(stackOf(props));
}

/** What synthesis says of a build alone in its stack. */
export function errorsIn(props: Props): string[] {
  return errorsOf(stackOf(props)).map((error) => error.replace(/^Build \(BuildProject\) /, ''));
}

function stackOf(props: Props): Stack {
  const stack = newStack();
  new BuildProject(stack, 'Build', typeof props === 'function' ? props(stack) : props);
  return stack;
}

/** The only project of a template. */
export function projectOf(template: Template): TemplateResource {
  return onlyResource(template, 'AWS::CodeBuild::Project') as TemplateResource;
}

/** The source of the only project. */
export function sourceOf(template: Template): Record<string, unknown> {
  return projectOf(template).Properties.Source as Record<string, unknown>;
}

/** The buildspec of the only project: an object, in which `<NAME>` stands for what is known at deployment. */
export function buildSpecOf(template: Template): Record<string, unknown> {
  const given = sourceOf(template).BuildSpec as string | { 'Fn::Join': [string, unknown[]] };
  if (typeof given === 'string') return JSON.parse(given) as Record<string, unknown>;
  const text = given['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : `<${nameOf(part)}>`)).join('');
  return JSON.parse(text) as Record<string, unknown>;
}

function nameOf(part: unknown): string {
  const [value] = Object.values(part as Record<string, string | string[]>);
  return Array.isArray(value) ? value.join('.') : value.replace('AWS::', '');
}

/** The policy that a project waits for, to which nothing is added later. */
export function accessPolicyOf(template: Template): TemplateResource & { readonly id: string } {
  const found = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith('BuildAccess'),
  );
  if (found.length !== 1) throw new Error(`expected one policy of access, found ${found.length}`);
  return { ...found[0][1], id: found[0][0] };
}

/** The statements of a policy. */
export function statementsIn({ Properties }: TemplateResource): TemplateStatement[] {
  return (Properties.PolicyDocument as { Statement: TemplateStatement[] }).Statement;
}

/** What the role of the build may do with one service. */
export function allowed(template: Template, service: string, role = 'BuildRole'): TemplateStatement[] {
  return statementsOf(template, role).filter(({ Action }) =>
    [Action].flat().every((action) => action.startsWith(`${service}:`)),
  );
}

/** An ARN as a stack without an environment says it. */
export function arn(service: string, ...rest: unknown[]): unknown {
  const parts = [':', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  return join(['arn:', { Ref: 'AWS::Partition' }, `:${service}`, ...parts, ...rest]);
}

/** A join, with neighbouring texts put together, as aws-cdk-lib writes it. */
export function join(parts: unknown[]): unknown {
  const merged: unknown[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return { 'Fn::Join': ['', merged] };
}

/** A build of a repository at GitHub. */
export function gitHub(options: Partial<ConnectedBuildOptions> = {}): BuildSource {
  return BuildSource.gitHub({ connectionArn: CONNECTION, repository: 'acme/orders', ...options });
}
