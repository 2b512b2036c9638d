import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';

const RTTI = Symbol.for('jsii.rtti');

/** A class that says what it is called in all languages. */
interface Typed {
  readonly [RTTI]: { readonly fqn: string };
}

/** What to say beside the rule that is broken. */
export interface ProblemDetails {
  /** The value that the user gave. Never pass what may be secret. */
  readonly got?: unknown;

  /** What to do about it, as a sentence without a full stop. */
  readonly cure?: string;
}

/**
 * Collects what is wrong with the props of one construct. The app reports the problems of all constructs at once, when
 * it is synthesized.
 */
export class Problems {
  /** Starts the collection of a construct; `kind` is its class, for the message. */
  public static of(scope: IConstruct, kind: string): Problems {
    const messages: string[] = [];
    scope.node.addValidation({ validate: () => messages });
    const { id } = scope.node;
    // An app has no id.
    return new Problems(id === '' ? kind : `${id} (${kind})`, '', messages);
  }

  private constructor(
    private readonly subject: string,
    private readonly path: string,
    private readonly messages: string[],
  ) {}

  /** Looks for what is known only when the app is synthesized, and nothing changes any more. */
  public atSynthesis(scope: IConstruct, look: (problems: Problems) => void): void {
    scope.node.addValidation({
      validate: () => {
        const messages: string[] = [];
        look(new Problems(this.subject, this.path, messages));
        return messages;
      },
    });
  }

  /** Whether nothing was found so far, here or elsewhere in this construct. */
  public get none(): boolean {
    return this.messages.length === 0;
  }

  /** How much was found so far. */
  public get count(): number {
    return this.messages.length;
  }

  /** The same collection, for the members of one prop. */
  public within(prop: string): Problems {
    return new Problems(this.subject, this.propPath(prop), this.messages);
  }

  /** Adds a problem: the prop, the rule that it breaks, what was given, and the cure. */
  public add(prop: string, rule: string, details: ProblemDetails = {}): void {
    const got = 'got' in details ? `, got ${describe(details.got)}` : '';
    const cure = details.cure === undefined ? '' : `; ${details.cure}`;
    const message = `${this.subjectOf(prop).trimEnd()}: ${rule}${got}${cure}`;
    if (!this.messages.includes(message)) this.messages.push(message);
  }

  /** How messages name a prop. */
  public subjectOf(prop: string): string {
    return `${this.subject} ${this.propPath(prop)}`;
  }

  private propPath(prop: string): string {
    if (this.path === '' || prop === '') return this.path + prop;
    return prop.startsWith('[') ? `${this.path}${prop}` : `${this.path}.${prop}`;
  }
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  // A stack resolves values, which Token takes for a value to resolve.
  if (Construct.isConstruct(value)) return `the ${kindOf(value)} ${value.node.path}`.trimEnd();
  if (Token.isUnresolved(value)) return 'a value known at deployment only';
  if (typeof value === 'string') return `'${value.length > 120 ? `${value.slice(0, 117)}...` : value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  const name = isInstance(value) ? kindOf(value) : '';
  return name === '' ? `a value of type ${typeof value}` : `a value of class ${name}`;
}

/** Whether something is made by a class, and so is more than a literal. */
function isInstance(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const { constructor: kind }: { constructor: unknown } = value;
  return typeof kind === 'function' && kind !== Object;
}

/** Bundled classes of aws-cdk-lib may have a figure behind their names. What is imported is of a class that nobody knows. */
function kindOf({ constructor: kind }: object): string {
  const type = (kind as Partial<Typed>)[RTTI]?.fqn.replace(/^.*\./, '');
  if (kind.name === 'Import') return 'construct';
  return type !== undefined && kind.name.replace(/\d+$/, '') === type ? type : kind.name;
}
