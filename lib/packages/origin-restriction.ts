import type { CfnPackageGroup } from 'aws-cdk-lib/aws-codeartifact';
import type { IConstruct } from 'constructs';
import { forEachMember } from '../core/list-checks';
import type { Problems } from '../core/problems';
import { checkRepository, repositoryNameIn } from './package-names';
import type { IPackageRepository } from './package-repository-interface';

/**
 * Whether new versions of packages may come in one way: by being published, from an upstream, or from a public repository.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-group-origin-controls.html
 */
export class OriginRestriction {
  /**
   * In every repository.
   */
  public static allow(): OriginRestriction {
    return new OriginRestriction('ALLOW');
  }

  /**
   * In none.
   */
  public static block(): OriginRestriction {
    return new OriginRestriction('BLOCK');
  }

  /**
   * As the next group above says, whose pattern is wider.
   */
  public static inherit(): OriginRestriction {
    return new OriginRestriction('INHERIT');
  }

  /**
   * In these repositories of the domain, and no others.
   */
  public static onlyIn(...repositories: IPackageRepository[]): OriginRestriction {
    return new OriginRestriction('ALLOW_SPECIFIC_REPOSITORIES', repositories);
  }

  private constructor(
    private readonly mode: string,
    private readonly repositories?: IPackageRepository[],
  ) {}

  /** @internal */
  public _bind(scope: IConstruct, problems: Problems, domainName: string): CfnPackageGroup.RestrictionTypeProperty {
    const { mode: restrictionMode } = this;
    if (this.repositories === undefined) return { restrictionMode };
    const repositories: string[] = [];
    forEachMember(problems, 'repositories', this.repositories, 1, (member, prop) => {
      const repository = checkRepository(problems, prop, member);
      if (repository === undefined) return;
      if (repository.domainName !== domainName) {
        problems.add(prop, `must be a repository of the same domain, ${domainName}`, { got: repository.domainName });
        return;
      }
      repositories.push(repositoryNameIn(scope, repository));
    });
    return { restrictionMode, repositories };
  }
}
