import type { IResource } from 'aws-cdk-lib';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { PackageSelection } from './package-selection';
import type { PackageVersionForwardOptions, PackageVersionRuleOptions } from './package-version-filter';

/**
 * A repository of CodeArtifact, made here or imported.
 *
 * Grants to a role or a user of the account that owns the domain are policies of theirs. An account, an organization or a unit is
 * let in by the policies of domain and repository; its roles still need the document of the same name over there, since a part of
 * it belongs to STS.
 */
export interface IPackageRepository extends IResource {
  /**
   * The name of the repository.
   */
  readonly repositoryName: string;

  /**
   * The ARN of the repository. Its account is that of the owner of the domain.
   */
  readonly repositoryArn: string;

  /**
   * The name of its domain.
   */
  readonly domainName: string;

  /**
   * The account that owns its domain.
   */
  readonly domainOwner: string;

  /**
   * Lets somebody log in and fetch packages. It is all packages of the repository and of its upstreams, or none: CodeArtifact knows no narrower
   * permission, so that fewer `packages` are refused. Put those into a repository of their own.
   *
   * @param grantee a role or a user, an account, an organization or a unit. A role of another stack and account needs a literal name where the repository is
   * made in the app; that stack is then deployed first, unless it waits for this one.
   */
  grantRead(grantee: IGrantable, packages?: PackageSelection): Grant;

  /**
   * Lets somebody log in and publish versions of packages, by default of all. Tools for NuGet may fetch as well then, which their publishing
   * needs. Maven looks at the packages that there are before it publishes: `grantRead` as well.
   */
  grantPublish(grantee: IGrantable, packages?: PackageSelection): Grant;

  /**
   * Lets somebody log in, fetch, publish and copy, and say which versions can be seen and where new ones may come from. Nothing is deleted.
   */
  grantContribute(grantee: IGrantable): Grant;

  /**
   * Lets somebody make this repository an upstream of others.
   */
  grantUpstream(grantee: IGrantable): Grant;

  /**
   * Lets somebody do everything with the repository, deletion too. Only for roles and users of the account that owns the domain.
   */
  grantAdminister(grantee: IGrantable): Grant;

  /**
   * What a role of another account must have, beside `grantRead` for its account, to log in and fetch packages.
   */
  readPolicyDocument(): PolicyDocument;

  /**
   * What a role of another account must have, beside `grantPublish` for its account, to log in and publish packages.
   */
  publishPolicyDocument(packages?: PackageSelection): PolicyDocument;

  /**
   * A rule of EventBridge for versions of packages, by default for all that are published: once a version, however many files it has. The
   * rule stands where the repository was made or imported, in the account that owns the domain or made the repository; others are
   * reached by `forwardPackageVersions`. EventBridge may deliver an event twice, in rare cases; `eventDeduplicationId` tells.
   */
  onPackageVersion(id: string, options?: PackageVersionRuleOptions): Rule;

  /**
   * Sends events of packages on to the default event bus of another account, which lets them in by a `PackageEventAccess`. There the same
   * repository, imported, has `onPackageVersion`.
   */
  forwardPackageVersions(id: string, options: PackageVersionForwardOptions): Rule;
}

/**
 * A repository that exists already.
 */
export interface PackageRepositoryAttributes {
  /**
   * The name of the repository.
   */
  readonly repositoryName: string;

  /**
   * The name of its domain.
   */
  readonly domainName: string;

  /**
   * The account that owns the domain, 12 digits.
   *
   * @default - the account of the stack
   */
  readonly domainOwner?: string;

  /**
   * The region of the domain.
   *
   * @default - the region of the stack
   */
  readonly region?: string;
}
