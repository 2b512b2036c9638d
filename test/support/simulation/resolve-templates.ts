import { AssemblyScope, type GivenValues, type StackSource } from './assembly-scope';
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Environment, partitionOf } from './environment';
import { isList, type Plain, type PlainObject } from './plain';
import type { PolicyDocument } from './policy-document';
import { RESOURCE_TYPES, type ResourceTypes } from './resource-types';
import { type ResolvedResource, type ResolvedStack, ResolvedTemplates } from './resolved-templates';
import type { StackScope } from './stack-scope';

export interface StackTemplate {
  readonly stackName: string;
  readonly template: Readonly<Record<string, unknown>>;
  /** @default - the account of the options */
  readonly account?: string;
  /** @default - the region of the options */
  readonly region?: string;
}

/** What of a cloud assembly is read. */
export interface Assembly {
  readonly stacksRecursively: readonly {
    readonly stackName: string;
    readonly template: unknown;
    readonly environment: { readonly account: string; readonly region: string };
  }[];
}

export interface ResolveOptions extends Partial<GivenValues> {
  /** @default 111122223333 for stacks without an account of their own */
  readonly account?: string;
  /** @default eu-west-1 for stacks without a region of their own */
  readonly region?: string;
  /** @default - the partition of each stack's region */
  readonly partition?: string;
  /** Types beside, or instead of, those of the table. */
  readonly types?: ResourceTypes;
  /** The documents of managed policies that are not in the templates, by ARN. */
  readonly outsidePolicies?: Readonly<Partial<Record<string, PolicyDocument>>>;
}

/**
 * Replaces every intrinsic function of the templates by the value that it would have after a deployment.
 *
 * @throws naming every value that cannot be resolved
 */
export function resolveTemplates(
  source: Assembly | readonly StackTemplate[],
  options: ResolveOptions = {},
): ResolvedTemplates {
  const scope = new AssemblyScope(
    templatesOf(source).map((it) => withEnvironment(it, options)),
    { ...RESOURCE_TYPES, ...options.types },
    { parameters: options.parameters ?? {}, storedParameters: options.storedParameters ?? {} },
  );
  const problems = new Set<string>();
  const resolved = scope.stacks.map((stack) => resolveStack(stack, problems));
  if (problems.size > 0) throw new Error(`Templates that cannot be resolved:\n${[...problems].join('\n')}`);
  return new ResolvedTemplates(
    resolved.map(({ stack }) => stack),
    resolved.flatMap(({ resources }) => resources),
    options.outsidePolicies ?? {},
    scope,
  );
}

function templatesOf(source: Assembly | readonly StackTemplate[]): readonly StackTemplate[] {
  if (isList(source)) return source;
  return source.stacksRecursively.map(({ stackName, template, environment: { account, region } }) => ({
    stackName,
    template: template as StackTemplate['template'],
    ...(account === 'unknown-account' ? {} : { account }),
    ...(region === 'unknown-region' ? {} : { region }),
  }));
}

function withEnvironment({ stackName, template, ...own }: StackTemplate, options: ResolveOptions): StackSource {
  const account = own.account ?? options.account ?? DEFAULT_ACCOUNT;
  const region = own.region ?? options.region ?? DEFAULT_REGION;
  const environment: Environment = { account, region, partition: options.partition ?? partitionOf(region) };
  return { stackName, template, environment };
}

function resolveStack(
  scope: StackScope,
  problems: Set<string>,
): { readonly stack: ResolvedStack; readonly resources: readonly ResolvedResource[] } {
  const { stackName, environment } = scope;
  const resources = collect(scope.entries('Resources'), stackName, problems, (logicalId, { Type, Properties }) => {
    if (Type === 'AWS::CloudFormation::Stack') throw new Error('The templates of nested stacks are not read');
    const properties = (scope.evaluate(Properties) ?? {}) as PlainObject;
    return { stackName, environment, logicalId, type: String(Type), properties };
  });
  const outputs = collect(scope.entries('Outputs'), stackName, problems, (name): [string, Plain] => [
    name,
    { Value: scope.output(name) },
  ]);
  const Resources = Object.fromEntries(
    resources.map(({ logicalId, type, properties }): [string, Plain] => [
      logicalId,
      { Type: type, Properties: properties },
    ]),
  );
  return {
    stack: { stackName, environment, template: { Resources, Outputs: Object.fromEntries(outputs) } },
    resources,
  };
}

/** Resolves each entry, and notes what cannot be resolved. */
function collect<Result>(
  entries: readonly [string, Readonly<Record<string, unknown>>][],
  stackName: string,
  problems: Set<string>,
  resolve: (name: string, definition: Readonly<Record<string, unknown>>) => Result,
): Result[] {
  return entries.flatMap(([name, definition]) => {
    try {
      return [resolve(name, definition)];
    } catch (error) {
      problems.add(`${stackName}/${name}: ${(error as Error).message}`);
      return [];
    }
  });
}
