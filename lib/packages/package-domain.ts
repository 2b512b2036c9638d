import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import { CfnDomain } from 'aws-cdk-lib/aws-codeartifact';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkGiven, checkName, orEmpty } from '../core/checks';
import { claimName } from '../core/claims';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { STORE_NAMES } from './external-connection';
import type { ExternalConnection } from './external-connection';
import { domainFromArn, ImportedDomain, textOf } from './imported-domain';
import { PackageAccess } from './package-access';
import { domainArn } from './package-arns';
import { PackageDomainBase } from './package-domain-base';
import type { IPackageDomain, PackageDomainAttributes } from './package-domain-interface';
import { PackageRepository } from './package-repository';
import { ResourcePolicy } from './resource-policy';

/**
 * Properties of a `PackageDomain`.
 */
export interface PackageDomainProps {
  /**
   * The name, unique in the account and region: 2 to 50 lower-case letters, digits and `-`, a letter first. It is part of the address that
   * every tool uses. Another name is another domain.
   */
  readonly domainName: string;

  /**
   * A symmetric customer-managed key for all packages of the domain, in its account and region. CodeArtifact cannot change the key of
   * a domain: another key is another, empty domain. CloudFormation would make that in the place of this one, and fails on the name,
   * which is taken, as long as this one is kept.
   *
   * @default - a key that AWS manages
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the domain when it leaves the stack. By default it is kept, except when the very deployment that made it fails.
   * CodeArtifact deletes a domain only when it has no repositories any more.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A domain of CodeArtifact, which is kept when its stack goes: repositories that share their storage, their key and who may get in. AWS
 * recommends one for an organization. Nobody but its account gets in until something is granted.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/domains.html
 */
export class PackageDomain extends PackageDomainBase {
  /**
   * Uses a domain that exists already, in the account and region of its ARN.
   */
  public static fromDomainArn(scope: Construct, id: string, domainArn: string): IPackageDomain {
    return domainFromArn(scope, id, domainArn);
  }

  /**
   * Uses a domain that exists already, in the account and region of the stack.
   */
  public static fromDomainName(scope: Construct, id: string, domainName: string): IPackageDomain {
    return new ImportedDomain(scope, id, { domainName });
  }

  /**
   * Uses a domain that exists already, also of another account or region.
   */
  public static fromDomainAttributes(
    scope: Construct,
    id: string,
    attributes: PackageDomainAttributes,
  ): IPackageDomain {
    return new ImportedDomain(scope, id, attributes);
  }

  public readonly domainName: string;
  public readonly domainOwner: string;
  public readonly domainArn: string;

  /**
   * The customer-managed key of the packages, where there is one.
   */
  public readonly encryptionKey?: IKey;

  /** @internal */
  protected readonly _access: PackageAccess;

  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: PackageDomainProps) {
    const given = orEmpty(props);
    super(scope, id, { physicalName: textOf(given.domainName) });
    const problems = Problems.of(this, 'PackageDomain');
    checkGiven(problems, 'domainName', given.domainName, 'given');
    const name = checkName(problems, 'domainName', given.domainName, LIMITS.packageDomainName);
    this.domainName = name ?? 'missing';
    if (name !== undefined) claimName(this, problems, 'domainName', { kind: 'domain', names: [name], env: this.env });
    this.domainOwner = this.env.account;
    this.domainArn = domainArn(this, this._place);
    this.removalPolicy = removalPolicyOf(problems, given.removalPolicy);
    this.encryptionKey = checkOptionalResource(problems, 'encryptionKey', this, given.encryptionKey, 'a key', 'keyArn');
    const domain = new ResourcePolicy(this, problems);
    this._access = new PackageAccess(this, problems, this.domainOwner, { domain });

    const resource = new CfnDomain(this, 'Resource', {
      domainName: this.domainName,
      encryptionKey: this.encryptionKey && weak(this, this.encryptionKey.keyArn),
      permissionsPolicyDocument: domain.rendered,
    });
    resource.applyRemovalPolicy(this.removalPolicy);
    if (this.encryptionKey !== undefined) keepKey(this, problems, this.encryptionKey, resource);
  }

  /**
   * The store of a public repository: a repository of this domain, called e.g. `npm-store`, that fetches from there and keeps what was
   * fetched. Other repositories have it as an upstream. Asked for again, it is the same one. It is kept when the domain is.
   */
  public addStore(connection: ExternalConnection): PackageRepository {
    const repositoryName = (STORE_NAMES as Readonly<Partial<Record<string, string>>>)[connection] ?? 'missing-store';
    const made = this.node.tryFindChild(repositoryName);
    if (made instanceof PackageRepository) return made;
    return new PackageRepository(this, repositoryName, {
      domain: this,
      repositoryName,
      externalConnection: connection,
      description: `Packages of ${connection}`,
      removalPolicy: this.removalPolicy,
    });
  }
}

/** Packages outlive their key otherwise, and nobody can read them. */
function keepKey(domain: PackageDomain, problems: Problems, key: IKey, resource: CfnDomain): void {
  deployAfter(domain, key);
  problems.atSynthesis(domain, (found) => {
    const kept = resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE;
    const child = key.node.defaultChild;
    if (!kept || !(child instanceof CfnKey) || child.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE) return;
    found.add('encryptionKey', 'must be kept where the domain is: without it nobody reads the packages', {
      cure: 'leave out its removalPolicy, or give the domain the same one',
    });
  });
}
