import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BuildProject, PackageDomain, PackageFeed, PackageRepository } from '../../lib';
import { untyped } from '../support/mistakes';
import { each, expectCollected } from '../support/wrong-javascript';
import type { Give } from '../support/wrong-javascript';
import { newDomain, newRepository } from './support';

const role = (stack: Stack): Role => new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

const VERBS = ['grantRead', 'grantPublish', 'grantContribute', 'grantUpstream', 'grantAdminister'] as const;

const GIVEN: [string, Give][] = [
  ['PackageDomain', (stack, value) => new PackageDomain(stack, 'Domain', untyped(value))],
  ...each('PackageDomain', ['domainName', 'encryptionKey', 'description'], (stack, given) => newDomain(stack, given)),
  ['PackageDomain.fromDomainArn', (stack, value) => PackageDomain.fromDomainArn(stack, 'Domain', untyped(value))],
  ['PackageDomain.fromDomainName', (stack, value) => PackageDomain.fromDomainName(stack, 'Domain', untyped(value))],
  [
    'PackageDomain.fromDomainAttributes',
    (stack, value) => PackageDomain.fromDomainAttributes(stack, 'Domain', untyped(value)),
  ],
  ...each('PackageDomain.fromDomainAttributes', ['domainOwner', 'region'], (stack, given) =>
    PackageDomain.fromDomainAttributes(stack, 'Domain', { domainName: 'acme', ...given }),
  ),
  ['addStore', (stack, value) => newDomain(stack).addStore(untyped(value))],
  ['grantLogin', (stack, value) => newDomain(stack).grantLogin(untyped(value))],
  ['PackageRepository', (stack, value) => new PackageRepository(stack, 'Team', untyped(value))],
  ...each(
    'PackageRepository',
    ['domain', 'repositoryName', 'description', 'upstreams', 'externalConnection'],
    (stack, given) =>
      new PackageRepository(stack, 'Team', { domain: newDomain(stack), repositoryName: 'team', ...given }),
  ),
  [
    'PackageRepository.fromRepositoryArn',
    (stack, value) => PackageRepository.fromRepositoryArn(stack, 'Team', untyped(value)),
  ],
  [
    'PackageRepository.fromRepositoryName',
    (stack, value) => PackageRepository.fromRepositoryName(stack, 'Team', untyped(value), untyped(value)),
  ],
  [
    'PackageRepository.fromRepositoryAttributes',
    (stack, value) => PackageRepository.fromRepositoryAttributes(stack, 'Team', untyped(value)),
  ],
  [
    'addUpstream',
    (stack, value) => {
      newRepository(stack).addUpstream(untyped(value));
    },
  ],
  ...VERBS.map((verb): [string, Give] => [verb, (stack, value) => newRepository(stack)[verb](untyped(value))]),
  ['grantRead of packages', (stack, value) => newRepository(stack).grantRead(role(stack), untyped(value))],
  ['grantPublish of packages', (stack, value) => newRepository(stack).grantPublish(role(stack), untyped(value))],
  ...each('grantPublish', ['format', 'packageNamespace', 'packageName'], (stack, given) =>
    newRepository(stack).grantPublish(role(stack), given),
  ),
  ['publishPolicyDocument', (stack, value) => newRepository(stack).publishPolicyDocument(untyped(value))],
];

const feed = (make: (repository: PackageRepository) => PackageFeed): Give => {
  return (stack) =>
    new BuildProject(stack, 'Build', { commands: ['make'], docker: {}, feeds: [make(newRepository(stack))] });
};
const OPTIONS = ['namespaces', 'tokenLifetime', 'publishes', 'repositoryId', 'tokenVariable', 'mirrorOf'];
const FEEDS = ['npm', 'pip', 'maven', 'generic'] as const;

const FEEDS_GIVEN: [string, Give][] = FEEDS.flatMap((tool): [string, Give][] => [
  [`PackageFeed.${tool}`, (stack, value) => feed(() => PackageFeed[tool](untyped(value)))(stack, value)],
  [`${tool} with options`, (stack, value) => feed((it) => PackageFeed[tool](it, untyped(value)))(stack, value)],
  ...each(`PackageFeed.${tool}`, OPTIONS, (stack, given) => feed((it) => PackageFeed[tool](it, given))(stack, given)),
]);

test.each([...GIVEN, ...FEEDS_GIVEN])('%s takes whatever plain JavaScript gives, and reports it', (_, give) => {
  expectCollected(give);
});
