import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Build,
  BuildProject,
  PackageDomain,
  PackageEventAccess,
  PackageFeed,
  PackageRepository,
  PackageVersionEvent,
  PipelineStart,
} from '../../lib';
import { littleBeside, newPipeline } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { each, expectCollected } from '../support/wrong-javascript';
import type { Give } from '../support/wrong-javascript';
import { newDomain, newRepository, OTHER } from './support';

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

const EVENT_OPTIONS = ['format', 'packageNamespace', 'packageName', 'state', 'targets', 'account'];

/** Whether a build of a pipeline causes its start, whatever both are. */
const start = (make: (repository: PackageRepository) => [PackageFeed, PackageVersionEvent]): Give => {
  return (stack) => {
    const [given, event] = make(newRepository(stack));
    return newPipeline(stack, {
      ...littleBeside(stack),
      builds: [Build.project({ buildName: 'Package', commands: ['make'], feeds: [given] })],
      stages: [],
      startedBy: [PipelineStart.packageVersion(event)],
    });
  };
};

const EVENTS_GIVEN: [string, Give][] = [
  ['onPackageVersion', (stack, value) => newRepository(stack).onPackageVersion('Rule', untyped(value))],
  ...each('onPackageVersion', EVENT_OPTIONS, (stack, given) => newRepository(stack).onPackageVersion('Rule', given)),
  ['forwardPackageVersions', (stack, value) => newRepository(stack).forwardPackageVersions('Rule', untyped(value))],
  ...each('forwardPackageVersions', EVENT_OPTIONS, (stack, given) =>
    newRepository(stack).forwardPackageVersions('Rule', { account: OTHER, ...given }),
  ),
  ['PackageEventAccess', (stack, value) => new PackageEventAccess(stack, 'Access', untyped(value))],
  ...each(
    'PackageEventAccess',
    ['accounts'],
    (stack, given) => new PackageEventAccess(stack, 'Access', untyped(given)),
  ),
  [
    'a feed of a pipeline that packages start',
    (stack, value) => start((it) => [PackageFeed.npm(it, untyped(value)), PackageVersionEvent.of(it)])(stack, value),
  ],
  [
    'the repository of such a feed',
    (stack, value) =>
      start((it) => [PackageFeed.npm(untyped(value), { publishes: [{}] }), PackageVersionEvent.of(it)])(stack, value),
  ],
  [
    'what such a feed publishes',
    (stack, value) =>
      start((it) => [PackageFeed.npm(it, { publishes: untyped(value) }), PackageVersionEvent.of(it)])(stack, value),
  ],
  [
    'the event of such a pipeline',
    (stack, value) =>
      start((it) => [PackageFeed.npm(it, { publishes: [{}] }), PackageVersionEvent.of(it, untyped(value))])(
        stack,
        value,
      ),
  ],
  [
    'the repository of such an event',
    (stack, value) =>
      start((it) => [PackageFeed.npm(it, { publishes: [{}] }), PackageVersionEvent.of(untyped(value))])(stack, value),
  ],
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

test.each([...GIVEN, ...EVENTS_GIVEN, ...FEEDS_GIVEN])(
  '%s takes whatever plain JavaScript gives, and reports it',
  (_, give) => {
    expectCollected(give);
  },
);
