import { type ResolveOptions, resolveTemplates, type StackTemplate } from './resolve-templates';
import type { ResolvedTemplates } from './resolved-templates';

type Section = Readonly<Record<string, unknown>>;

/** A stack called `Stack` with these resources. */
export function stackWith(Resources: Section, others: Section = {}): StackTemplate {
  return { stackName: 'Stack', template: { Resources, ...others } };
}

/** What a value in a stack with these resources stands for. */
export function resolved(value: unknown, resources: Section = {}, others: Section = {}): unknown {
  return outputsOf([stackWith(resources, { ...others, Outputs: { Value: { Value: value } } })]);
}

/** The output `Value` of the last of these stacks. */
export function outputsOf(stacks: readonly StackTemplate[], options?: ResolveOptions): unknown {
  const output = resolveTemplates(stacks, options).stacks.at(-1)?.template.Outputs.Value as { Value?: unknown };
  return output.Value;
}

export function policyOf(...Statement: Section[]): Section {
  return { Version: '2012-10-17', Statement };
}

export function roleWith(properties: Section = {}): Section {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: policyOf({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'codebuild.amazonaws.com' },
      }),
      ...properties,
    },
  };
}

/** A role `Role` whose one inline policy has these statements, among other resources. */
export function templatesWithRole(statements: readonly Section[], others: Section = {}): ResolvedTemplates {
  const Policies = [{ PolicyName: 'Inline', PolicyDocument: policyOf(...statements) }];
  return resolveTemplates([stackWith({ Role: roleWith({ Policies }), ...others })]);
}
