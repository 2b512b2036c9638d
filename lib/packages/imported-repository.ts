import type { Construct } from 'constructs';
import { checkGiven, checkName, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { textOf } from './imported-domain';
import { PackageAccess } from './package-access';
import { partsOfArn, repositoryArn } from './package-arns';
import { MISSING } from './package-names';
import { PackageRepositoryBase } from './package-repository-base';
import type { IPackageRepository, PackageRepositoryAttributes } from './package-repository-interface';

/** A repository that exists already: its policy is not changed here. */
export class ImportedRepository extends PackageRepositoryBase {
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly domainName: string;
  public readonly domainOwner: string;

  /** @internal */
  protected readonly _access: PackageAccess;

  /** @internal */
  protected readonly _problems: Problems;

  constructor(scope: Construct, id: string, attributes: PackageRepositoryAttributes) {
    const given = orEmpty(attributes);
    super(scope, id, { account: textOf(given.domainOwner), region: textOf(given.region) });
    this._problems = Problems.of(this, 'PackageRepository');
    const problems = this._problems;
    for (const prop of ['domainName', 'repositoryName'] as const) checkGiven(problems, prop, given[prop], 'given');
    this.domainName = checkName(problems, 'domainName', given.domainName, LIMITS.packageDomainName) ?? 'missing';
    this.repositoryName =
      checkName(problems, 'repositoryName', given.repositoryName, LIMITS.packageRepositoryName) ?? MISSING;
    checkName(problems, 'domainOwner', given.domainOwner, LIMITS.account);
    this.domainOwner = this.env.account;
    this.repositoryArn = repositoryArn(this, this._place, this.repositoryName);
    this._access = new PackageAccess(this, problems, this.domainOwner, {});
  }
}

/** A repository by its ARN, of which everything is read. */
export function repositoryFromArn(scope: Construct, id: string, arn: string): IPackageRepository {
  const parts = partsOfArn(arn, 'repository');
  if (parts !== undefined) {
    const { account: domainOwner, region, names } = parts;
    const [domainName, repositoryName] = names;
    return new ImportedRepository(scope, id, { domainName, repositoryName, domainOwner, region });
  }
  const repository = new ImportedRepository(scope, id, { domainName: 'missing', repositoryName: MISSING });
  const rule = 'must be the ARN of a repository of CodeArtifact, known at synthesis';
  Problems.of(repository, 'PackageRepository').add('repositoryArn', rule, { got: arn });
  return repository;
}
