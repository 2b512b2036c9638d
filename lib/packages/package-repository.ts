import { Lazy, RemovalPolicy, Token } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-codeartifact';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkGiven, checkName, checkText, orEmpty } from '../core/checks';
import { claimName } from '../core/claims';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { ExternalConnection } from './external-connection';
import { textOf } from './imported-domain';
import { ImportedRepository, repositoryFromArn } from './imported-repository';
import { PackageAccess } from './package-access';
import { repositoryArn } from './package-arns';
import type { IPackageDomain } from './package-domain-interface';
import { checkDomain, claimWithin, domainNameIn, MISSING } from './package-names';
import { PackageRepositoryBase } from './package-repository-base';
import type { IPackageRepository, PackageRepositoryAttributes } from './package-repository-interface';
import { ResourcePolicy } from './resource-policy';
import { Upstreams } from './upstreams';

/**
 * Properties of a `PackageRepository`.
 */
export interface PackageRepositoryProps {
  /**
   * The domain, in the region of the stack. Another account may own it; its `grantContribute` for this account must be there first.
   */
  readonly domain: IPackageDomain;

  /**
   * The name, unique in the domain: 2 to 100 letters, digits, `.`, `_` and `-`, a letter or digit first. Another name is another
   * repository.
   */
  readonly repositoryName: string;

  /**
   * What the repository is for, at most 1000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Repositories of the same domain that are asked for what is not here, in this order, at most 10.
   *
   * @default - none
   */
  readonly upstreams?: IPackageRepository[];

  /**
   * A public repository that is asked for what is neither here nor upstream; CodeArtifact allows one. AWS recommends a store of its own for
   * each, which others have as an upstream: `PackageDomain.addStore` makes it.
   *
   * @default - none
   */
  readonly externalConnection?: ExternalConnection;

  /**
   * What becomes of the repository, with its packages, when it leaves the stack. By default it is kept, except when the very
   * deployment that made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A repository of CodeArtifact, which is kept when its stack goes: packages of all formats, published here or fetched from upstreams
 * and public repositories. Nobody but the account gets in until something is granted.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repos.html
 */
export class PackageRepository extends PackageRepositoryBase {
  /**
   * Uses a repository that exists already, in the account and region of its ARN.
   */
  public static fromRepositoryArn(scope: Construct, id: string, repositoryArn: string): IPackageRepository {
    return repositoryFromArn(scope, id, repositoryArn);
  }

  /**
   * Uses a repository that exists already, in the account and region of the stack.
   */
  public static fromRepositoryName(
    scope: Construct,
    id: string,
    domainName: string,
    repositoryName: string,
  ): IPackageRepository {
    return new ImportedRepository(scope, id, { domainName, repositoryName });
  }

  /**
   * Uses a repository that exists already, also of another account or region.
   */
  public static fromRepositoryAttributes(
    scope: Construct,
    id: string,
    attributes: PackageRepositoryAttributes,
  ): IPackageRepository {
    return new ImportedRepository(scope, id, attributes);
  }

  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly domainName: string;
  public readonly domainOwner: string;

  /** @internal */
  protected readonly _access: PackageAccess;

  /** @internal */
  protected readonly _problems: Problems;

  private readonly upstreams: Upstreams;

  constructor(scope: Construct, id: string, props: PackageRepositoryProps) {
    const given = orEmpty(props);
    super(scope, id, { physicalName: textOf(given.repositoryName) });
    this._problems = Problems.of(this, 'PackageRepository');
    const problems = this._problems;
    checkGiven(problems, 'repositoryName', given.repositoryName, 'given');
    const name = checkName(problems, 'repositoryName', given.repositoryName, LIMITS.packageRepositoryName);
    this.repositoryName = name ?? MISSING;
    const domain = checkDomain(problems, this, given.domain);
    this.domainName = domain === undefined ? 'missing' : weak(this, domain.domainName);
    this.domainOwner = domain?.domainOwner ?? this.env.account;
    if (domain !== undefined && name !== undefined) {
      claimName(this, problems, 'repositoryName', claimWithin(domain, 'repository', name));
    }
    this.repositoryArn = repositoryArn(this, this._place, this.repositoryName);
    const repository = new ResourcePolicy(this, problems, domain && ResourcePolicy.of(domain));
    this._access = new PackageAccess(this, problems, this.domainOwner, { repository, domain: repository.domain });
    this.upstreams = new Upstreams(this, problems);
    this.upstreams.addAll(given.upstreams);

    const resource = new CfnRepository(this, 'Resource', {
      domainName: domain === undefined ? 'missing' : domainNameIn(this, domain),
      domainOwner: this.domainOwner === this.env.account ? undefined : this.domainOwner,
      repositoryName: this.repositoryName,
      description: checkText(problems, 'description', given.description, LIMITS.packageDescription),
      upstreams: Lazy.list({ produce: () => this.upstreams.names }),
      externalConnections: connectionsOf(problems, given.externalConnection),
      permissionsPolicyDocument: repository.rendered,
    });
    resource.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
  }

  /**
   * Adds an upstream behind those that there are.
   */
  public addUpstream(upstream: IPackageRepository): void {
    this.upstreams.add('addUpstream', upstream);
  }
}

function connectionsOf(problems: Problems, given: ExternalConnection | undefined): string[] | undefined {
  if (given === undefined || Token.isUnresolved(given)) return given === undefined ? undefined : [given];
  if (Object.values(ExternalConnection).includes(given)) return [given];
  problems.add('externalConnection', 'must be one ExternalConnection', {
    got: given,
    cure: 'make a store for each public repository by PackageDomain.addStore, and have them as upstreams',
  });
  return undefined;
}
