import type { Stack } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DependencyGroup } from 'constructs';
import type { ForcedWildcard } from './acknowledgements';
import { checkAttachments } from './attached-policies';
import { wildcardReason } from './permissions';
import { resolvedText } from './resolved-text';

/** aws-cdk-lib moves whole statements into managed policies, of 6,144 characters each. This is in characters, too. */
const LONGEST_STATEMENT = 4000;

/** The statements of one policy. Those of the same kind are merged, and what one of them covers already is left out. */
export class MergedStatements {
  /** Those with a wildcard that AWS forces. */
  public readonly wildcards: ForcedWildcard[] = [];

  private readonly known = new Map<string, MergedStatement>();

  constructor(private readonly stack: Stack) {}

  /** Adds what is new: to a statement of the same kind, or by appending one. */
  public merge(statement: PolicyStatement, append: (statement: PolicyStatement) => void): void {
    const { effect, actions, resources } = statement;
    const kind = JSON.stringify([effect, actions, resolvedText(this.stack, statement.conditions)]);
    const same = this.known.get(kind);
    if (same?.covers(resources) === true) return;
    this.wildcards.push(...forcedWildcards([statement]));
    if (same?.takes(resources) === true) return;
    this.known.set(kind, new MergedStatement(statement, this.stack));
    append(statement);
  }
}

/** What a role may do in one stack, whoever adds to it: several projects may share a role. */
export class SharedPolicy {
  private static readonly known = new WeakMap<IRole, Map<Stack, SharedPolicy>>();

  public static of(role: IRole, stack: Stack): SharedPolicy {
    const stacks = this.known.get(role) ?? new Map<Stack, SharedPolicy>();
    this.known.set(role, stacks);
    if (stacks.size === 0) checkAttachments(role);
    const policy = stacks.get(stack) ?? new SharedPolicy(new MergedStatements(stack));
    stacks.set(stack, policy);
    return policy;
  }

  public readonly dependables = new DependencyGroup();

  private constructor(public readonly statements: MergedStatements) {}
}

/** A statement in a policy, which grows by what nothing in it covers yet. What it has is read when another of its kind comes. */
class MergedStatement {
  private exact?: Set<string>;
  private readonly patterns: RegExp[] = [];
  private characters = 0;

  constructor(
    private readonly statement: PolicyStatement,
    private readonly stack: Stack,
  ) {}

  /** Whether the statement has all of these, or patterns that match them. */
  public covers(resources: string[]): boolean {
    return resources.every((resource) => this.has(resource));
  }

  /** Adds what is not covered yet, where there is room for it; says whether there is. */
  public takes(resources: string[]): boolean {
    const fresh = resources.filter((resource) => !this.has(resource));
    const texts = this.textsOf(fresh);
    if (this.characters + texts.join().length > LONGEST_STATEMENT) return false;
    this.statement.addResources(...fresh);
    this.note(texts);
    return true;
  }

  private has(resource: string): boolean {
    const text = resolvedText(this.stack, resource);
    return this.read().has(text) || this.patterns.some((pattern) => pattern.test(text));
  }

  private read(): Set<string> {
    if (this.exact === undefined) {
      this.exact = new Set();
      this.note(this.textsOf(this.statement.resources));
    }
    return this.exact;
  }

  private textsOf(resources: string[]): string[] {
    return resources.map((resource) => resolvedText(this.stack, resource));
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
