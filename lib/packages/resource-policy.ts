import { Lazy, Stack } from 'aws-cdk-lib';
import type { IResolvable, IResource, ResourceEnvironment } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { AddToResourcePolicyResult, IResourceWithPolicyV2, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

const policies = new WeakMap<IConstruct, ResourcePolicy>();

/** The policy of a domain or repository that is made here. It lets in whom its statements name, and nobody by itself. */
export class ResourcePolicy implements IResourceWithPolicyV2 {
  /** That of a domain or repository; nothing for one that was imported, whose policy is not ours. */
  public static of(resource: IConstruct): ResourcePolicy | undefined {
    return policies.get(resource);
  }

  public readonly env: ResourceEnvironment;

  private readonly document = new PolicyDocument({ minimize: true });

  constructor(
    private readonly resource: IResource,
    problems: Problems,
    /** The policy of the domain, where this is that of a repository in a domain that is made here. */
    public readonly domain?: ResourcePolicy,
  ) {
    this.env = resource.env;
    policies.set(resource, this);
    problems.atSynthesis(resource, (found) => {
      this.checkLength(found);
    });
  }

  /** As CloudFormation takes it: nothing where nobody was let in. */
  public get rendered(): IResolvable {
    return Lazy.any({ produce: () => (this.document.isEmpty ? undefined : this.document) });
  }

  public addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    this.document.addStatements(statement);
    return { statementAdded: true, policyDependable: this.resource };
  }

  /** Whether somebody of an account is let in to do something, as far as that is known: organizations may have any account. */
  public admits(account: string, action: string): boolean {
    const { Statement = [] } = (Stack.of(this.resource).resolve(this.document) ?? {}) as {
      Statement?: StatementJson[];
    };
    return Statement.some(
      ({ Action, Principal, Condition }) =>
        [Action].flat().includes(action) && (Condition !== undefined || JSON.stringify(Principal).includes(account)),
    );
  }

  private checkLength(problems: Problems): void {
    const { max } = LIMITS.packagePolicyLength;
    const length = literalLength(Stack.of(this.resource).resolve(this.document));
    if (length <= max) return;
    problems.add('permissionsPolicyDocument', `must be at most ${max} characters`, {
      got: length,
      cure: 'grant to an organization or a unit in the place of single accounts, or to all packages of a namespace',
    });
  }
}

interface StatementJson {
  readonly Action: string | string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** How long a document is at least: what is known at deployment only counts as nothing. */
function literalLength(document: unknown): number {
  return JSON.stringify(document ?? '', (_, value: unknown) => literal(value)).length;
}

function literal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [key = '', ...others] = Object.keys(value);
  if (others.length > 0 || !/^(Ref$|Fn::)/.test(key)) return value;
  const argument = (value as Record<string, unknown>)[key];
  if (key !== 'Fn::Join') return '';
  const [delimiter, parts] = argument as [string, unknown[]];
  return Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : '')).join(delimiter) : '';
}
