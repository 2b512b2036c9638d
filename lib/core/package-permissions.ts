const PACKAGES = 'The packages of a repository come and go; domain and repository are exact.';
const NO_TYPE = 'The action has no resource type';

/**
 * What works with CodeArtifact, which is part of `PERMISSIONS`. Sets are those of
 * https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html and
 * https://docs.aws.amazon.com/codeartifact/latest/ug/domain-policies.html, split by the resources that they are on.
 */
export const PACKAGE_PERMISSIONS = {
  packageLogin: { actions: ['codeartifact:GetAuthorizationToken'] },
  /** https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html */
  packageToken: {
    actions: ['sts:GetServiceBearerToken'],
    wildcard: `${NO_TYPE}; the condition names CodeArtifact.`,
  },
  packageDomainUse: {
    actions: [
      'codeartifact:DescribeDomain',
      'codeartifact:GetDomainPermissionsPolicy',
      'codeartifact:ListRepositoriesInDomain',
    ],
  },
  packageRepositoryCreation: { actions: ['codeartifact:CreateRepository'], wildcard: `${NO_TYPE}.` },
  packageDomainAdministration: {
    actions: [
      'codeartifact:DeleteDomain',
      'codeartifact:DeleteDomainPermissionsPolicy',
      'codeartifact:ListPackageGroups',
      'codeartifact:ListTagsForResource',
      'codeartifact:PutDomainPermissionsPolicy',
      'codeartifact:TagResource',
      'codeartifact:UntagResource',
    ],
  },
  packageGroupCreation: { actions: ['codeartifact:CreatePackageGroup'], wildcard: `${NO_TYPE}.` },
  packageGroups: {
    actions: [
      'codeartifact:DeletePackageGroup',
      'codeartifact:DescribePackageGroup',
      'codeartifact:ListAllowedRepositoriesForGroup',
      'codeartifact:ListAssociatedPackages',
      'codeartifact:ListSubPackageGroups',
      'codeartifact:ListTagsForResource',
      'codeartifact:TagResource',
      'codeartifact:UntagResource',
      'codeartifact:UpdatePackageGroup',
      'codeartifact:UpdatePackageGroupOriginConfiguration',
    ],
    wildcard: 'Whoever administers a domain makes package groups in it; the domain is exact.',
  },
  packageRepositoryRead: {
    actions: [
      'codeartifact:DescribeRepository',
      'codeartifact:GetRepositoryEndpoint',
      'codeartifact:ListPackages',
      'codeartifact:ReadFromRepository',
    ],
  },
  packageRead: {
    actions: [
      'codeartifact:DescribePackage',
      'codeartifact:DescribePackageVersion',
      'codeartifact:GetPackageVersionAsset',
      'codeartifact:GetPackageVersionReadme',
      'codeartifact:ListPackageVersionAssets',
      'codeartifact:ListPackageVersionDependencies',
      'codeartifact:ListPackageVersions',
    ],
    wildcard: PACKAGES,
  },
  /** https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions */
  packagePublish: {
    actions: ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'],
    wildcard: PACKAGES,
  },
  packageEndpoint: { actions: ['codeartifact:GetRepositoryEndpoint'] },
  /** NuGet reads when it publishes, as the same page says. */
  packageFetch: { actions: ['codeartifact:ReadFromRepository'] },
  packageVersions: {
    actions: [
      'codeartifact:CopyPackageVersions',
      'codeartifact:PutPackageOriginConfiguration',
      'codeartifact:UpdatePackageVersionsStatus',
    ],
    wildcard: PACKAGES,
  },
  packageCopyTarget: { actions: ['codeartifact:CopyPackageVersions'] },
  packageDeletion: {
    actions: [
      'codeartifact:DeletePackage',
      'codeartifact:DeletePackageVersions',
      'codeartifact:DisposePackageVersions',
    ],
    wildcard: PACKAGES,
  },
  packageUpstream: { actions: ['codeartifact:AssociateWithDownstreamRepository'] },
  packageRepositoryAdministration: {
    actions: [
      'codeartifact:AssociateExternalConnection',
      'codeartifact:AssociateWithDownstreamRepository',
      'codeartifact:DeleteRepository',
      'codeartifact:DeleteRepositoryPermissionsPolicy',
      'codeartifact:DisassociateExternalConnection',
      'codeartifact:GetRepositoryPermissionsPolicy',
      'codeartifact:ListTagsForResource',
      'codeartifact:PutRepositoryPermissionsPolicy',
      'codeartifact:TagResource',
      'codeartifact:UntagResource',
      'codeartifact:UpdateRepository',
    ],
  },
  putEvents: { actions: ['events:PutEvents'] },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
