import { Resource } from 'aws-cdk-lib';
import type { Grant, IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { domainAdministerParts, domainContributeParts, loginParts } from './access-parts';
import { documentOf } from './package-access';
import type { PackageAccess } from './package-access';
import type { PackagePlace } from './package-arns';
import type { IPackageDomain } from './package-domain-interface';

/**
 * What domains have in common, made here or imported.
 *
 * @internal
 */
export abstract class PackageDomainBase extends Resource implements IPackageDomain {
  public abstract readonly domainName: string;
  public abstract readonly domainOwner: string;
  public abstract readonly domainArn: string;

  /** @internal */
  protected abstract readonly _access: PackageAccess;

  public grantLogin(grantee: IGrantable): Grant {
    return this._access.grant('grantLogin', grantee, loginParts(this, this._place));
  }

  public grantContribute(grantee: IGrantable): Grant {
    return this._access.grant('grantContribute', grantee, domainContributeParts(this, this._place));
  }

  public grantAdminister(grantee: IGrantable): Grant {
    return this._access.grantWithin('grantAdminister', grantee, domainAdministerParts(this, this._place));
  }

  public loginPolicyDocument(): PolicyDocument {
    return documentOf(loginParts(this, this._place));
  }

  /** @internal */
  protected get _place(): PackagePlace {
    return { ...this.env, domainName: this.domainName };
  }
}
