import { DefaultTokenResolver, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';

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
