import type { AssemblyScope } from './assembly-scope';
import type { Environment } from './environment';
import { type Plain, type PlainObject, textOf } from './plain';
import type { PolicyDocument } from './policy-document';

export interface ResolvedResource {
  readonly stackName: string;
  readonly environment: Environment;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: PlainObject;
}

export interface ResolvedStack {
  readonly stackName: string;
  readonly environment: Environment;
  /** The template with plain values only, without what its conditions leave out. */
  readonly template: { readonly Resources: PlainObject; readonly Outputs: PlainObject };
}

/** A stack of the CDK, or what of it is needed to place a token. */
export interface TokenOwner {
  readonly stackName: string;
  resolve(value: unknown): unknown;
}

/** Templates in which every intrinsic function has become a plain value. */
export class ResolvedTemplates {
  constructor(
    public readonly stacks: readonly ResolvedStack[],
    public readonly resources: readonly ResolvedResource[],
    /** Managed policies that are not in the templates, by ARN. */
    public readonly outsidePolicies: Readonly<Partial<Record<string, PolicyDocument>>>,
    private readonly scope: AssemblyScope,
  ) {}

  public resourcesOfType(...types: string[]): ResolvedResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The text that a token, or an intrinsic function, stands for in a stack. */
  public text(stack: TokenOwner | string, value: unknown): string {
    const [stackName, intrinsic] = typeof stack === 'string' ? [stack, value] : [stack.stackName, stack.resolve(value)];
    return textOf(this.scope.stack(stackName).evaluate(intrinsic), `The value in ${stackName}`);
  }

  public refTo({ stackName, environment, logicalId }: ResolvedResource): string {
    return textOf(this.scope.stack(stackName, environment).ref(logicalId), logicalId);
  }

  public attributeOf({ stackName, environment, logicalId }: ResolvedResource, attribute: string): Plain {
    return this.scope.stack(stackName, environment).attribute(logicalId, attribute);
  }

  public arnOf(resource: ResolvedResource): string {
    return textOf(this.attributeOf(resource, 'Arn'), resource.logicalId);
  }
}
