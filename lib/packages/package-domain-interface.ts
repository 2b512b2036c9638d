import type { IResource } from 'aws-cdk-lib';
import type { Grant, IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';

/**
 * A domain of CodeArtifact: repositories that share their storage, their key and who may get in.
 */
export interface IPackageDomain extends IResource {
  /**
   * The name of the domain.
   */
  readonly domainName: string;

  /**
   * The account that owns the domain.
   */
  readonly domainOwner: string;

  /**
   * The ARN of the domain.
   */
  readonly domainArn: string;

  /**
   * Lets somebody get a token, which reading and publishing need. It opens no repository by itself, and the grants of repositories have it
   * in them.
   *
   * A role or a user of the account that owns the domain gets it in a policy. An account, an organization or a unit is let in by the policy of
   * the domain, and its roles still need `loginPolicyDocument` over there, since a part of it belongs to STS.
   */
  grantLogin(grantee: IGrantable): Grant;

  /**
   * Lets somebody get a token, look at the domain, and make repositories in it. The tags of such a repository need
   * `codeartifact:TagResource`, which is not part of it, since it would reach all repositories of the domain.
   */
  grantContribute(grantee: IGrantable): Grant;

  /**
   * Lets somebody do everything with the domain and its package groups, deletion too. Only for roles and users of the account that owns
   * the domain.
   */
  grantAdminister(grantee: IGrantable): Grant;

  /**
   * What a role of another account must have, beside `grantLogin` for its account, to get a token.
   */
  loginPolicyDocument(): PolicyDocument;
}

/**
 * A domain that exists already.
 */
export interface PackageDomainAttributes {
  /**
   * The name of the domain.
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
