import {
  DefaultTokenResolver,
  Lazy,
  Reference,
  ReferenceStrength,
  Stack,
  Stage,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type {
  IPostProcessor,
  IResolvable,
  IResolveContext,
  ITokenResolver,
  TokenizedStringFragments,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The value of a resource as a construct may use it: unchanged within one stack; from another stack as a weak
 * reference (`Fn::GetStackOutput`), which makes no export that would lock the two stacks together.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function weak(consumer: IConstruct, value: string): string {
  if (!Token.isUnresolved(value)) return value;
  const mapped = Tokenization.reverseString(value).mapTokens({ mapToken: (token) => weakToken(consumer, token) });
  return Token.asString(mapped.join(new StringConcat()));
}

/** A name of another account or region as a stack may say it: where it is known at synthesis. */
export function knownName(consumer: IConstruct, name: string): string | undefined {
  if (!Token.isUnresolved(name)) return name;
  try {
    const known: unknown = Stack.of(consumer).resolve(name);
    return typeof known === 'string' ? known : undefined;
  } catch {
    // What has no literal name cannot be resolved from elsewhere.
    return undefined;
  }
}

/** The same as `weak` for what functions of CloudFormation make of references, such as a part of an ARN. It must be known now what that is. */
export function weakWithin(consumer: IConstruct, value: string): string {
  if (!Token.isUnresolved(value)) return value;
  const resolver = new WeakReferences(consumer);
  return Token.asString(Tokenization.resolve(value, { scope: consumer, resolver, preparing: false }));
}

function weakToken(consumer: IConstruct, token: IResolvable): IResolvable {
  if (!Reference.isReference(token) || Stack.of(token.target) === Stack.of(consumer)) return token;
  // What L2s give as name or ARN stands for a reference to an attribute, which is one step further.
  // Seen from where it is, since from another region L2s would want a name; from another account nothing but a name can be said.
  const isForeign = Stack.of(token.target).account !== Stack.of(consumer).account;
  const scope = isForeign ? consumer : token.target;
  const step: unknown = Tokenization.resolve(token, { scope, resolver: new OneStep(), preparing: false });
  // In another account or region, a name that was given is written out, and so is an ARN that is made of it.
  if (typeof step === 'string' && (isForeign || !Token.isUnresolved(step))) return Lazy.any({ produce: () => step });
  const attribute = typeof step === 'string' ? step : Token.asString(token);
  return Tokenization.reverse(Stack.consumeReference(attribute, ReferenceStrength.WEAK)) ?? token;
}

/** Resolves a token, and not what it resolves to. */
class OneStep implements ITokenResolver {
  public resolveToken(token: IResolvable, context: IResolveContext): unknown {
    return token.resolve(context);
  }

  public resolveString(fragments: TokenizedStringFragments): unknown {
    return fragments.join(new StringConcat());
  }

  public resolveList(list: string[]): unknown {
    return list;
  }
}

/** Resolves everything but references, which become weak. */
class WeakReferences extends DefaultTokenResolver {
  constructor(private readonly consumer: IConstruct) {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return weakToken(this.consumer, token);
    const value: unknown = super.resolveToken(token, context, postProcessor);
    return typeof value === 'object' ? Token.asAny(value) : value;
  }
}

/** Deploys the stack of one construct after that of another, where both are of one stage and it closes no circle. */
export function deployAfter(consumer: IConstruct, producer: IConstruct): void {
  const [later, earlier] = [Stack.of(consumer), Stack.of(producer)];
  if (later === earlier || Stage.of(later) !== Stage.of(earlier)) return;
  if (later.nested || earlier.nested || leadsTo(earlier, later)) return;
  later.addStackDependency(earlier);
}

function leadsTo(from: Stack, to: Stack): boolean {
  return from === to || from.dependencies.some((next) => leadsTo(next, to));
}
