import { forEachMember } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { calledName, checkRepository, isSame, isSameDomain, repositoryNameIn } from './package-names';
import type { IPackageRepository } from './package-repository-interface';

const known = new WeakMap<IPackageRepository, Upstreams>();

/** The upstreams of a repository, in the order in which they are asked. */
export class Upstreams {
  /** The way from one repository to another by upstreams, where one is known. */
  private static way(from: IPackageRepository, to: IPackageRepository): IPackageRepository[] | undefined {
    if (isSame(from, to)) return [from];
    for (const upstream of known.get(from)?.members ?? []) {
      const way = Upstreams.way(upstream, to);
      if (way !== undefined) return [from, ...way];
    }
    return undefined;
  }

  private readonly members: IPackageRepository[] = [];
  private readonly rendered: string[] = [];

  constructor(
    private readonly repository: IPackageRepository,
    private readonly problems: Problems,
  ) {
    known.set(repository, this);
    problems.atSynthesis(repository, (found) => {
      this.checkCount(found);
    });
  }

  /** Their names in the template of the repository; nothing where there is none. */
  public get names(): string[] | undefined {
    return this.rendered.length === 0 ? undefined : this.rendered;
  }

  /** Adds those of a prop. */
  public addAll(given: IPackageRepository[] | undefined): void {
    if (given === undefined) return;
    forEachMember(this.problems, 'upstreams', given, 0, (member, prop) => {
      this.add(prop, member);
    });
  }

  /** Adds one behind the others. */
  public add(prop: string, given: IPackageRepository): void {
    const { problems } = this;
    const upstream = checkRepository(problems, prop, given);
    if (upstream === undefined || !this.check(prop, upstream)) return;
    this.members.push(upstream);
    this.rendered.push(repositoryNameIn(this.repository, upstream));
  }

  private checkCount(problems: Problems): void {
    const { max } = LIMITS.packageUpstreams;
    const { length } = this.members;
    if (length <= max) return;
    problems.add('upstreams', `must be at most ${max}`, {
      got: length,
      cure: 'put a repository in between that has some of them as its upstreams',
    });
  }

  private check(prop: string, upstream: IPackageRepository): boolean {
    const { problems, repository } = this;
    const before = problems.count;
    if (!isSameDomain(upstream, repository)) {
      const got = upstream.domainName;
      problems.add(prop, `must be a repository of the same domain, ${repository.domainName}`, { got });
    } else if (this.members.some((member) => isSame(member, upstream))) {
      problems.add(prop, 'must not stand there twice', { got: calledName(upstream) });
    } else {
      const way = Upstreams.way(upstream, repository);
      if (way !== undefined) {
        const names = [repository, ...way].map(calledName).join(' > ');
        problems.add(prop, 'must not have this repository among its own upstreams', { got: names });
      }
    }
    return problems.count === before;
  }
}
