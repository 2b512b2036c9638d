import { DefaultTokenResolver, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DependencyGroup } from 'constructs';
import type { ForcedWildcard } from './acknowledgements';
import { wildcardReason } from './permissions';

/** What a role may do in one stack, whoever adds to it: several projects may share a role. */
export class SharedPolicy {
  private static readonly known = new WeakMap<IRole, Map<Stack, SharedPolicy>>();

  public static of(role: IRole, stack: Stack): SharedPolicy {
    const stacks = this.known.get(role) ?? new Map<Stack, SharedPolicy>();
    this.known.set(role, stacks);
    const policy = stacks.get(stack) ?? new SharedPolicy();
    stacks.set(stack, policy);
    return policy;
  }

  public readonly statements = new Map<string, MergedStatement>();
  public readonly dependables = new DependencyGroup();
  public readonly wildcards: ForcedWildcard[] = [];
}

const TEXTS = new WeakMap<Stack, Map<string, string>>();

/**
 * What a value resolves to in a stack, as a text that differs where the values do. The roles of a pipeline name the same resources, so a string is resolved
 * once.
 */
export function resolvedText(stack: Stack, value: unknown): string {
  if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
  if (typeof value !== 'string') return textOf(stack, value);
  const texts = TEXTS.get(stack) ?? new Map<string, string>();
  TEXTS.set(stack, texts);
  const text = texts.get(value) ?? textOf(stack, value);
  texts.set(value, text);
  return text;
}

function textOf(scope: Stack, value: unknown): string {
  const resolved: unknown = Tokenization.resolve(value, { scope, resolver: new WithStacks(), preparing: false });
  return typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
}

/** Before the app is prepared, a reference to another stack looks like one to this: resources of two stacks may have the same logical id. */
class WithStacks extends DefaultTokenResolver {
  constructor() {
    super(new TextConcatenator());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const value: unknown = super.resolveToken(token, context, postProcessor);
    const reference = referenceIn(token);
    if (reference === undefined || typeof value !== 'object') return value;
    const stack = Stack.of(reference.target);
    return stack === Stack.of(context.scope) ? value : { ...value, stack: stack.node.path };
  }
}

/** A weak reference has the other one within. */
function referenceIn(token: IResolvable): Reference | undefined {
  if (Reference.isReference(token)) return token;
  const { reference } = token as { readonly reference?: unknown };
  return Reference.isReference(reference) ? reference : undefined;
}

class TextConcatenator implements IFragmentConcatenator {
  public join(left: unknown, right: unknown): unknown {
    if (left === undefined || right === undefined) return left ?? right;
    return [left, right].map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
  }
}

/** A statement in a policy, which grows by what nothing in it covers yet. What it has is read when another of its kind comes. */
export class MergedStatement {
  private exact?: Set<string>;
  private readonly patterns: RegExp[] = [];
  private characters = 0;

  constructor(
    private readonly statement: PolicyStatement,
    private readonly stack: Stack,
  ) {}

  /** The length of its resources, in characters. */
  public get length(): number {
    this.read();
    return this.characters;
  }

  /** Whether the statement has this resource, or a pattern that matches it. */
  public covers(text: string): boolean {
    return this.read().has(text) || this.patterns.some((pattern) => pattern.test(text));
  }

  public add(resources: string[], texts: string[]): void {
    this.read();
    this.statement.addResources(...resources);
    this.note(texts);
  }

  private read(): Set<string> {
    if (this.exact === undefined) {
      this.exact = new Set();
      this.note(this.statement.resources.map((resource) => resolvedText(this.stack, resource)));
    }
    return this.exact;
  }

  private note(texts: string[]): void {
    this.characters += texts.join().length;
    for (const text of texts) this.exact?.add(text);
    this.patterns.push(...patternsOf(texts));
  }
}

/** The resources with a `*`, which stands for anything within one literal. */
function patternsOf(texts: string[]): RegExp[] {
  return texts
    .filter((text) => text.includes('*'))
    .map((text) => new RegExp(`^${text.split('*').map(escaped).join('[^"]*')}$`));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The statements with a wildcard that AWS forces, as they are now. */
export function forcedWildcards(statements: PolicyStatement[]): ForcedWildcard[] {
  return statements.flatMap((statement) => {
    const reason = wildcardReason(statement);
    return reason === undefined ? [] : [{ statement: statement.copy(), reason }];
  });
}
