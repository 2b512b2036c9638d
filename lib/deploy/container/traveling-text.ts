import { DefaultTokenResolver, Lazy, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { weak } from '../../core/references';

/** A stack that a text ends up in. aws-cdk-lib resolves a template twice, and wants to find the same references both times. */
export class TextConsumer {
  private readonly known = new Map<string, string>();

  constructor(public readonly stack: Stack) {}

  /** A value as the stack may refer to it. */
  public weak(value: string): string {
    const here = this.known.get(value) ?? weak(this.stack, value);
    this.known.set(value, here);
    return here;
  }

  /** A value with nothing but texts, numbers, booleans, lists and maps; what it refers to stands in the texts. */
  public plain(scope: IConstruct, value: unknown): unknown {
    return Tokenization.resolve(value, { scope, resolver: new PlainResolver(this), preparing: false }) as unknown;
  }
}

/**
 * A text that a pipeline puts into an artifact: made when the app is synthesized, for whichever stack it ends up in. What it refers to is referred to weakly
 * from there.
 */
export function travelingText(text: (consumer: TextConsumer) => string): string {
  const consumers = new Map<Stack, TextConsumer>();
  return Lazy.uncachedString({
    produce: ({ scope }) => {
      const stack = Stack.of(scope);
      const consumer = consumers.get(stack) ?? new TextConsumer(stack);
      consumers.set(stack, consumer);
      return text(consumer);
    },
  });
}

/** Resolves everything but references and functions of CloudFormation, which become parts of texts. */
class PlainResolver extends DefaultTokenResolver {
  constructor(private readonly consumer: TextConsumer) {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return this.consumer.weak(Token.asString(token));
    const resolved = super.resolveToken(token, context, postProcessor) as unknown;
    return isIntrinsic(resolved) ? Token.asString(resolved) : resolved;
  }
}

function isIntrinsic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && names.every((name) => name === 'Ref' || name.startsWith('Fn::'));
}
