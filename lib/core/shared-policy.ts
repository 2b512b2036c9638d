import type { Stack } from 'aws-cdk-lib';
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

/** A statement in a policy, which grows by what nothing in it covers yet. */
export class MergedStatement {
  /** The length of its resources, in characters. */
  public length: number;

  private readonly exact: Set<string>;
  private readonly patterns: RegExp[];

  constructor(
    private readonly statement: PolicyStatement,
    texts: string[],
  ) {
    this.length = texts.join().length;
    this.exact = new Set(texts);
    this.patterns = patternsOf(texts);
  }

  /** Whether the statement has this resource, or a pattern that matches it. */
  public covers(text: string): boolean {
    return this.exact.has(text) || this.patterns.some((pattern) => pattern.test(text));
  }

  public add(resources: string[], texts: string[]): void {
    this.statement.addResources(...resources);
    this.length += texts.join().length;
    for (const text of texts) this.exact.add(text);
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
