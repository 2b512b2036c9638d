const API = 'https://docs.aws.amazon.com/codeartifact/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/codeartifact/latest/ug';

/** Figures of CodeArtifact, which are part of `LIMITS`. */
export const PACKAGE_LIMITS = {
  packageDomainName: {
    min: 2,
    max: 50,
    pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/,
    allowed: 'lower-case letters, digits and -, a letter first, no - last',
    url: `${API}/API_CreateDomain.html`,
  },
  packageRepositoryName: {
    min: 2,
    max: 100,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    allowed: 'letters, digits and . _ -, a letter or digit first',
    url: `${API}/API_CreateRepository.html`,
  },
  packageDescription: { min: 0, max: 1000, unit: 'characters', url: `${API}/API_CreateRepository.html` },
  packageContact: { min: 0, max: 1000, unit: 'characters', url: `${API}/API_CreatePackageGroup.html` },
  packageUpstreams: { min: 0, max: 10, unit: 'upstreams', url: `${GUIDE}/service-limits.html` },
  packagePolicyLength: {
    min: 1,
    max: 7168,
    unit: 'characters',
    url: `${API}/API_PutRepositoryPermissionsPolicy.html`,
  },
  packageName: {
    min: 1,
    max: 255,
    pattern: /^[^#/\s*?]+$/,
    allowed: 'any character but #, /, *, ? and spaces',
    url: `${API}/API_PublishPackageVersion.html`,
  },
  packageGroupPattern: {
    min: 2,
    max: 520,
    pattern: /^\/(?:\*|[a-z]+\/(?:\*|[^/\s*~$]+~|[^/\s*~$]*\/(?:\*|[^/\s*~$]+[~$])))$/,
    allowed: 'a path /format/namespace/name that ends with $, ~ or *, e.g. /npm/acme/*',
    url: `${GUIDE}/package-group-definition-syntax-matching-behavior.html`,
  },
  packageTokenLifetime: { min: 900, max: 43200, unit: 'seconds', url: `${API}/API_GetAuthorizationToken.html` },
  npmScope: {
    min: 2,
    max: 214,
    pattern: /^@[a-z0-9~-][a-z0-9._~-]*$/,
    allowed: 'lower-case letters, digits and . _ ~ - after an @, no . or _ first',
    url: `${GUIDE}/npm-auth.html`,
  },
  mavenMirror: {
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9*!,:._-]+$/,
    allowed: 'letters, digits and * ! , : . _ -',
    url: `${GUIDE}/maven-mvn.html`,
  },
  account: {
    min: 12,
    max: 12,
    pattern: /^\d{12}$/,
    allowed: 'digits',
    url: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
  },
  organizationId: {
    min: 12,
    max: 34,
    pattern: /^o-[a-z0-9]{10,32}$/,
    allowed: 'o- and then lower-case letters and digits',
    url: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html',
  },
  organizationPath: {
    min: 12,
    max: 1000,
    pattern: /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*\*?$/,
    allowed: 'the path of a unit, o-…/r-…/ou-…/, with * at the end for the units below it',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  },
};
