import { Token } from 'aws-cdk-lib';
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
    if (name === undefined) return this.take(this.standIn(prop, given), prop);
    const other = this.taken.get(name);
    if (other === undefined) return this.take(name, prop);
    this.problems.add(prop, 'must be unique', { got: name, cure: `${other} has that name, too` });
    return this.take(this.standIn(prop, given), prop);
  }

  /** A name that is like the given one, or like the place of one that is missing: the paths of constructs in other messages have it. */
  private standIn(prop: string, given: unknown): string {
    const said = typeof given === 'string' && !Token.isUnresolved(given) ? given : '';
    const like = [said, prop.replace(/\.\w+$/, '')].map((text) =>
      text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, ''),
    );
    const names = like
      .filter((text) => text !== '')
      .flatMap((text) => [`${text}-invalid`, `${text}-invalid-${this.taken.size}`]);
    return names.find((name) => this.isFree(name)) ?? `Invalid${this.taken.size}`;
  }

  private isFree(name: string): boolean {
    const { min, max, pattern } = this.limit;
    return name.length >= min && name.length <= max && pattern.test(name) && !this.taken.has(name);
  }

  private take(name: string, prop: string): string {
    this.taken.set(name, prop);
    return name;
  }
}
