import { checkGiven, checkLiteralName } from '../core/checks';
import type { NameLimit } from '../core/limits';
import type { Problems } from '../core/problems';

/** Names that must be legal and different. What is not gets a stand-in, so that the rest can be checked as well. */
export class UniqueNames {
  private readonly taken = new Map<string, string>();

  constructor(
    private readonly problems: Problems,
    private readonly limit: NameLimit,
  ) {}

  /** A name that can be used for what the prop names. */
  public use(prop: string, given: string | undefined): string {
    checkGiven(this.problems, prop, given, 'given');
    const name = checkLiteralName(this.problems, prop, given, this.limit);
    const standIn = `Invalid${this.taken.size}`;
    if (name === undefined) return this.take(standIn, prop);
    const other = this.taken.get(name);
    if (other === undefined) return this.take(name, prop);
    this.problems.add(prop, 'must be unique', { got: name, cure: `${other} has that name, too` });
    return this.take(standIn, prop);
  }

  private take(name: string, prop: string): string {
    this.taken.set(name, prop);
    return name;
  }
}
