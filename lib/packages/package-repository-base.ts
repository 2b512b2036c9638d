import { Resource } from 'aws-cdk-lib';
import type { Rule } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Problems } from '../core/problems';
import { RepositoryParts } from './access-parts';
import { documentOf } from './package-access';
import type { PackageAccess } from './package-access';
import type { PackagePlace } from './package-arns';
import type { IPackageRepository } from './package-repository-interface';
import { checkSelection, packagePath } from './package-selection';
import type { PackageSelection } from './package-selection';
import type { PackageVersionForwardOptions, PackageVersionRuleOptions } from './package-version-filter';
import { forwardRule, packageVersionRule } from './package-version-rules';

/**
 * What repositories have in common, made here or imported.
 *
 * @internal
 */
export abstract class PackageRepositoryBase extends Resource implements IPackageRepository {
  public abstract readonly repositoryName: string;
  public abstract readonly repositoryArn: string;
  public abstract readonly domainName: string;
  public abstract readonly domainOwner: string;

  /** @internal */
  protected abstract readonly _access: PackageAccess;

  /** @internal */
  protected abstract readonly _problems: Problems;

  public grantRead(grantee: IGrantable, packages?: PackageSelection): Grant {
    const verb = 'grantRead';
    const selection = checkSelection(this._problems, verb, packages);
    if (selection === undefined || packagePath(selection) !== '*') {
      this._problems.add(verb, 'is for all packages of a repository or for none: CodeArtifact knows nothing narrower', {
        cure: 'put the packages into a repository of their own',
      });
      return Grant.drop(grantee, verb);
    }
    return this._access.grant(verb, grantee, this.parts.read());
  }

  public grantPublish(grantee: IGrantable, packages?: PackageSelection): Grant {
    const verb = 'grantPublish';
    const selection = checkSelection(this._problems, verb, packages);
    if (selection === undefined) return Grant.drop(grantee, verb);
    return this._access.grant(verb, grantee, this.parts.publish(selection));
  }

  public grantContribute(grantee: IGrantable): Grant {
    return this._access.grant('grantContribute', grantee, this.parts.contribute());
  }

  public grantUpstream(grantee: IGrantable): Grant {
    return this._access.grant('grantUpstream', grantee, this.parts.upstream());
  }

  public grantAdminister(grantee: IGrantable): Grant {
    return this._access.grantWithin('grantAdminister', grantee, this.parts.administer());
  }

  public readPolicyDocument(): PolicyDocument {
    return documentOf(this.parts.read());
  }

  public publishPolicyDocument(packages?: PackageSelection): PolicyDocument {
    const selection = checkSelection(this._problems, 'publishPolicyDocument', packages) ?? {};
    return documentOf(this.parts.publish(selection));
  }

  public onPackageVersion(id: string, options: PackageVersionRuleOptions = {}): Rule {
    return packageVersionRule(this, this._problems, id, options);
  }

  public forwardPackageVersions(id: string, options: PackageVersionForwardOptions): Rule {
    return forwardRule(this, this._problems, id, options);
  }

  /** @internal */
  protected get _place(): PackagePlace {
    return { account: this.domainOwner, region: this.env.region, domainName: this.domainName };
  }

  private get parts(): RepositoryParts {
    return new RepositoryParts(this, this._place, this.repositoryName);
  }
}
