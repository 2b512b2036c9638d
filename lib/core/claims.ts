import { Stack, Token } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problems } from './problems';

/** A name of which AWS allows one. */
export interface NameClaim {
  /** What has the name. */
  readonly kind: string;

  /** The name, after those within which it is unique. */
  readonly names: readonly string[];

  /** What the user gave, where that is not the last of the names. */
  readonly got?: unknown;

  /** The account and the region within which it is unique. */
  readonly env: ResourceEnvironment;
}

const holders = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Reports a name that something of the app has already: the second one cannot be made. What is imported has no claim. Names that are known at
 * deployment only are not compared, and where an account or a region is not known, names are compared within one stack.
 */
export function claimName(
  scope: IConstruct,
  problems: Problems,
  prop: string,
  { kind, names, env, got = names.at(-1) }: NameClaim,
): void {
  if (names.some((name) => Token.isUnresolved(name))) return;
  const { root, path } = scope.node;
  const taken = holders.get(root) ?? new Map<string, string>();
  holders.set(root, taken);
  const claim = JSON.stringify([kind, ...placeOf(scope, env), ...names]);
  const holder = taken.get(claim);
  if (holder === undefined) taken.set(claim, path);
  else problems.add(prop, `must be another one: ${holder} has it already`, { got });
}

function placeOf(scope: IConstruct, { account, region }: ResourceEnvironment): string[] {
  if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) return [account, region];
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return [stack.node.path];
}
