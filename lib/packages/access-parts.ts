import type { IConstruct } from 'constructs';
import { PERMISSIONS } from '../core/permissions';
import type { AccessPart } from './package-access';
import { domainArn, packageArn, packageGroupArns, repositoryArn } from './package-arns';
import type { PackagePlace } from './package-arns';
import { PackageFormat } from './package-format';
import type { CheckedSelection } from './package-selection';

/** The token that every tool asks with. Its second half is a matter of STS, in which policies of CodeArtifact have no say. */
export function loginParts(scope: IConstruct, place: PackagePlace): AccessPart[] {
  return [
    { permission: PERMISSIONS.packageLogin, resources: [domainArn(scope, place)], by: 'domain' },
    {
      permission: PERMISSIONS.packageToken,
      resources: ['*'],
      conditions: { StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } },
    },
  ];
}

/** Look at a domain, and make repositories in it. */
export function domainContributeParts(scope: IConstruct, place: PackagePlace): AccessPart[] {
  return [
    ...loginParts(scope, place),
    { permission: PERMISSIONS.packageDomainUse, resources: [domainArn(scope, place)], by: 'domain' },
    { permission: PERMISSIONS.packageRepositoryCreation, resources: ['*'], by: 'domain' },
  ];
}

/** Everything with a domain and its package groups, deletion too. */
export function domainAdministerParts(scope: IConstruct, place: PackagePlace): AccessPart[] {
  return [
    ...domainContributeParts(scope, place),
    { permission: PERMISSIONS.packageDomainAdministration, resources: [domainArn(scope, place)] },
    { permission: PERMISSIONS.packageGroupCreation, resources: ['*'] },
    { permission: PERMISSIONS.packageGroups, resources: [packageGroupArns(scope, place)] },
  ];
}

/** What is granted on a repository. */
export class RepositoryParts {
  private readonly own: string[];

  constructor(
    private readonly scope: IConstruct,
    private readonly place: PackagePlace,
    private readonly repositoryName: string,
  ) {
    this.own = [repositoryArn(scope, place, repositoryName)];
  }

  /** All packages, with those of upstreams. */
  public read(): AccessPart[] {
    return [
      ...loginParts(this.scope, this.place),
      { permission: PERMISSIONS.packageRepositoryRead, resources: this.own, by: 'repository' },
      { permission: PERMISSIONS.packageRead, resources: this.packages({}), by: 'repository' },
    ];
  }

  /** New versions of some packages, and what tools read when they publish. */
  public publish(selection: CheckedSelection): AccessPart[] {
    const packages = this.packages(selection);
    const reads = selection.format === undefined || selection.format === PackageFormat.NUGET;
    return [
      ...loginParts(this.scope, this.place),
      { permission: PERMISSIONS.packageEndpoint, resources: this.own, by: 'repository' },
      ...(reads ? [{ permission: PERMISSIONS.packageFetch, resources: this.own, by: 'repository' as const }] : []),
      {
        permission: PERMISSIONS.packagePublish,
        resources: packages,
        by: 'repository',
        within: selection.format === undefined ? ['*'] : packages,
      },
    ];
  }

  /** Read, publish everything, copy, and say which versions can be seen. */
  public contribute(): AccessPart[] {
    const packages = this.packages({});
    return [
      ...this.read(),
      { permission: PERMISSIONS.packagePublish, resources: packages, by: 'repository' },
      { permission: PERMISSIONS.packageVersions, resources: packages, by: 'repository' },
      { permission: PERMISSIONS.packageCopyTarget, resources: this.own, by: 'repository' },
    ];
  }

  /** Use as an upstream of other repositories. */
  public upstream(): AccessPart[] {
    return [{ permission: PERMISSIONS.packageUpstream, resources: this.own, by: 'repository' }];
  }

  /** Everything, deletion too. */
  public administer(): AccessPart[] {
    return [
      ...this.contribute(),
      { permission: PERMISSIONS.packageDeletion, resources: this.packages({}) },
      { permission: PERMISSIONS.packageRepositoryAdministration, resources: this.own },
    ];
  }

  private packages(selection: CheckedSelection): string[] {
    return [packageArn(this.scope, this.place, this.repositoryName, selection)];
  }
}
