import { App, Lazy, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  Role,
  ServicePrincipal,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  ExternalConnection,
  OrganizationalUnitPrincipal,
  PackageDomain,
  PackageFormat,
  PackageGroup,
  PackageRepository,
} from '../lib';
import type { PackageRepositoryProps, PackageSelection } from '../lib';
import { newDomain, newRepository, OTHER } from './packages/support';
import { errorsOf, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

type Make = (stack: Stack) => unknown;

const DOMAIN = 'Domain (PackageDomain)';
const TEAM = 'team (PackageRepository)';
const repository =
  (props: (stack: Stack) => Partial<PackageRepositoryProps>): Make =>
  (stack) =>
    newRepository(stack, 'team', props(stack));
const publish =
  (packages: PackageSelection): Make =>
  (stack) =>
    newRepository(stack).grantPublish(new AccountPrincipal(OTHER), packages);
const role = (stack: Stack): Role => new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
const NAMES = 'must be 2 to 50 characters of lower-case letters, digits and -, a letter first, no - last';
const EVERYBODY =
  'must not be everybody: a policy of packages names accounts, an organization or a unit; use an AccountPrincipal, an OrganizationPrincipal or an OrganizationalUnitPrincipal';
const WITHIN =
  'must be a role or a user of the account that owns the domain; CodeArtifact ignores a policy of the resource when somebody changes that policy, so that no other account can be let in';
const PACKAGE_NAME = 'must be 1 to 255 characters of any character but #, /, *, ? and spaces';

const MISTAKES: [string, string, Make, string][] = [
  [
    'a domain without a name',
    `${DOMAIN} domainName`,
    (stack) => newDomain(stack, { domainName: undefined }),
    'must be given, got nothing',
  ],
  [
    'a domain with capitals',
    `${DOMAIN} domainName`,
    (stack) => newDomain(stack, { domainName: 'Acme' }),
    `${NAMES}, got 'Acme'`,
  ],
  [
    'a domain with a - at the end',
    `${DOMAIN} domainName`,
    (stack) => newDomain(stack, { domainName: 'acme-' }),
    `${NAMES}, got 'acme-'`,
  ],
  [
    'a key that is none',
    `${DOMAIN} encryptionKey`,
    (stack) => newDomain(stack, { encryptionKey: untyped('alias/acme') }),
    "must be a key, got 'alias/acme'",
  ],
  [
    'a key that goes before the packages',
    `${DOMAIN} encryptionKey`,
    (stack) => newDomain(stack, { encryptionKey: new Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY }) }),
    'must be kept where the domain is: without it nobody reads the packages; leave out its removalPolicy, or give the domain the same one',
  ],
  [
    'an ARN that is none',
    `${DOMAIN} domainArn`,
    (stack) => PackageDomain.fromDomainArn(stack, 'Domain', 'acme'),
    "must be the ARN of a domain of CodeArtifact, known at synthesis, got 'acme'",
  ],
  [
    'the ARN of a repository for a domain',
    `${DOMAIN} domainArn`,
    (stack) =>
      PackageDomain.fromDomainArn(stack, 'Domain', `arn:aws:codeartifact:eu-west-1:${OTHER}:repository/acme/team`),
    `must be the ARN of a domain of CodeArtifact, known at synthesis, got 'arn:aws:codeartifact:eu-west-1:${OTHER}:repository/acme/team'`,
  ],
  [
    'an owner that is no account',
    `${DOMAIN} domainOwner`,
    (stack) => PackageDomain.fromDomainAttributes(stack, 'Domain', { domainName: 'acme', domainOwner: 'us' }),
    "must be exactly 12 characters of digits, got 'us'",
  ],
  [
    'the ARN of a domain for a repository',
    'team (PackageRepository) repositoryArn',
    (stack) =>
      PackageRepository.fromRepositoryArn(stack, 'team', `arn:aws:codeartifact:eu-west-1:${OTHER}:domain/acme`),
    `must be the ARN of a repository of CodeArtifact, known at synthesis, got 'arn:aws:codeartifact:eu-west-1:${OTHER}:domain/acme'`,
  ],
  [
    'a repository without a name',
    `${TEAM} repositoryName`,
    repository(() => ({ repositoryName: undefined })),
    'must be given, got nothing',
  ],
  [
    'a repository with a space',
    `${TEAM} repositoryName`,
    repository(() => ({ repositoryName: 'my team' })),
    "must be 2 to 100 characters of letters, digits and . _ -, a letter or digit first, got 'my team'",
  ],
  [
    'a description that is too long',
    `${TEAM} description`,
    repository(() => ({ description: 'x'.repeat(1001) })),
    'must be 0 to 1000 characters, got 1001',
  ],
  [
    'a repository without a domain',
    `${TEAM} domain`,
    (stack) => new PackageRepository(stack, 'team', untyped({ repositoryName: 'team' })),
    'must be a domain of packages, got nothing',
  ],
  [
    'a name for a domain',
    `${TEAM} domain`,
    repository(() => ({ domain: untyped('acme') })),
    "must be a domain of packages, got 'acme'; use a PackageDomain",
  ],
  [
    'a domain of another region',
    `${TEAM} domain`,
    (stack) => {
      const there = new Stack(stack, 'There', { env: { region: 'us-east-1' } });
      const here = new Stack(stack, 'Here', { env: { region: 'eu-west-1' } });
      newRepository(here, 'team', { domain: newDomain(there) });
    },
    "must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ],
  [
    'a name for an upstream',
    `${TEAM} upstreams[0]`,
    repository(() => ({ upstreams: [untyped('npm-store')] })),
    "must be a repository of packages, got 'npm-store'; use a PackageRepository",
  ],
  [
    'an upstream twice',
    `${TEAM} upstreams[1]`,
    repository((stack) => {
      const up = newRepository(stack, 'up');
      return { upstreams: [up, up] };
    }),
    "must not stand there twice, got 'up'",
  ],
  [
    'an upstream of another domain',
    `${TEAM} upstreams[0]`,
    repository((stack) => ({ upstreams: [PackageRepository.fromRepositoryName(stack, 'Other', 'other', 'up')] })),
    "must be a repository of the same domain, acme, got 'other'",
  ],
  [
    'itself as an upstream, by an import',
    `${TEAM} upstreams[0]`,
    repository((stack) => ({ upstreams: [PackageRepository.fromRepositoryName(stack, 'Self', 'acme', 'team')] })),
    "must not have this repository among its own upstreams, got 'team > team'",
  ],
  [
    'eleven upstreams',
    `${TEAM} upstreams`,
    repository((stack) => ({
      upstreams: Array.from({ length: 11 }, (_, index) => newRepository(stack, `up-${index}`)),
    })),
    'must be at most 10, got 11; put a repository in between that has some of them as its upstreams',
  ],
  [
    'two public repositories',
    `${TEAM} externalConnection`,
    repository(() => ({ externalConnection: untyped([ExternalConnection.NPMJS, ExternalConnection.PYPI]) })),
    'must be one ExternalConnection, got a list; make a store for each public repository by PackageDomain.addStore, and have them as upstreams',
  ],
  [
    'less than the whole repository to read',
    `${TEAM} grantRead`,
    (stack) => newRepository(stack).grantRead(role(stack), { format: PackageFormat.NPM, packageNamespace: 'acme' }),
    'is for all packages of a repository or for none: CodeArtifact knows nothing narrower; put the packages into a repository of their own',
  ],
  [
    'nobody to grant to',
    `${TEAM} grantRead`,
    (stack) => newRepository(stack).grantRead(untyped('role')),
    "must be a role, or something that has one, got 'role'",
  ],
  ['everybody to read', `${TEAM} grantRead`, (stack) => newRepository(stack).grantRead(new AnyPrincipal()), EVERYBODY],
  [
    'every star to publish',
    `${TEAM} grantPublish`,
    (stack) => newRepository(stack).grantPublish(new StarPrincipal()),
    EVERYBODY,
  ],
  [
    'everybody but an organization',
    `${DOMAIN} grantLogin`,
    (stack) =>
      newDomain(stack).grantLogin(
        new AnyPrincipal().withConditions({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      ),
    EVERYBODY,
  ],
  [
    'an organization that is none',
    `${DOMAIN} grantLogin.organizationId`,
    (stack) =>
      newDomain(stack).grantLogin(
        new AnyPrincipal().withConditions({ StringEquals: { 'aws:PrincipalOrgID': 'acme' } }),
      ),
    "must be 12 to 34 characters of o- and then lower-case letters and digits, got 'acme'",
  ],
  [
    'the path of any unit of any organization',
    `${DOMAIN} grantLogin.path`,
    (stack) => newDomain(stack).grantLogin(new OrganizationalUnitPrincipal('*/ou-ab12-11111111/')),
    "must be 12 to 1000 characters of the path of a unit, o-…/r-…/ou-…/, with * at the end for the units below it, got '*/ou-ab12-11111111/'",
  ],
  [
    'another account to administer a repository',
    `${TEAM} grantAdminister`,
    (stack) => newRepository(stack).grantAdminister(new AccountPrincipal(OTHER)),
    WITHIN,
  ],
  [
    'another account to administer a domain',
    `${DOMAIN} grantAdminister`,
    (stack) => newDomain(stack).grantAdminister(new AccountPrincipal(OTHER)),
    WITHIN,
  ],
  [
    'a format that is none',
    `${TEAM} grantPublish.format`,
    publish({ format: untyped('docker') }),
    "must be one of cargo, generic, maven, npm, nuget, pypi, ruby, swift, got 'docker'; use PackageFormat",
  ],
  [
    'a namespace without a format',
    `${TEAM} grantPublish.packageNamespace`,
    publish({ packageNamespace: 'acme' }),
    'needs a format; give the format as well',
  ],
  [
    'a name without a format',
    `${TEAM} grantPublish.packageName`,
    publish({ packageName: 'ui' }),
    'needs a format; give the format as well',
  ],
  [
    'a namespace of Python',
    `${TEAM} grantPublish.packageNamespace`,
    publish({ format: PackageFormat.PYPI, packageNamespace: 'acme' }),
    "must not be given: packages of the format pypi have none, got 'acme'",
  ],
  [
    'a name of Maven without a group',
    `${TEAM} grantPublish.packageNamespace`,
    publish({ format: PackageFormat.MAVEN, packageName: 'ui' }),
    'must be given with a name: packages of the format maven have one',
  ],
  [
    'a name with a star',
    `${TEAM} grantPublish.packageName`,
    publish({ format: PackageFormat.NPM, packageName: 'ui-*' }),
    `${PACKAGE_NAME}, got 'ui-*'`,
  ],
  ...(
    [
      ['Python with _', PackageFormat.PYPI, 'Acme_Tools', 'acme-tools'],
      ['Python with .', PackageFormat.PYPI, 'acme.tools', 'acme-tools'],
      ['NuGet', PackageFormat.NUGET, 'Acme.Tools', 'acme.tools'],
    ] as const
  ).map(([what, format, packageName, normal]): (typeof MISTAKES)[number] => [
    `a name of ${what} that CodeArtifact stores in another form`,
    `${TEAM} grantPublish.packageName`,
    publish({ format, packageName }),
    `must be as CodeArtifact stores names of the format ${format}, got '${packageName}'; write ${normal}`,
  ]),
  [
    'a scope of Swift in capitals',
    `${TEAM} grantPublish.packageNamespace`,
    publish({ format: PackageFormat.SWIFT, packageNamespace: '@Acme' }),
    "must be as CodeArtifact stores names of the format swift, got 'Acme'; write acme",
  ],
  ...(
    [
      ['an account', new AccountPrincipal('4444'), '4444'],
      ['a role', new ArnPrincipal('arn:aws:iam::acme:role/reader'), 'acme'],
      [
        'an account with conditions',
        new AccountPrincipal('4444').withConditions({ Bool: { 'aws:SecureTransport': 'true' } }),
        '4444',
      ],
    ] as const
  ).map(([what, principal, got]): (typeof MISTAKES)[number] => [
    `${what} that is not of 12 digits`,
    `${TEAM} grantRead.accountId`,
    (stack) => newRepository(stack).grantRead(principal),
    `must be exactly 12 characters of digits, got '${got}'`,
  ]),
  [
    'a service to read',
    `${TEAM} grantRead`,
    (stack) => newRepository(stack).grantRead(new ServicePrincipal('codebuild.amazonaws.com')),
    'must not be a service, which has no login: tools log in with a role; grant to the role of the build, or use feeds of the build',
  ],
  [
    'a domain of a name that is taken',
    'Second (PackageDomain) domainName',
    (stack) => [newDomain(stack), new PackageDomain(stack, 'Second', { domainName: 'acme' })],
    "must be another one: Test/Domain has it already, got 'acme'",
  ],
  [
    'a repository of a name that is taken',
    'Second (PackageRepository) repositoryName',
    (stack) => {
      const domain = newDomain(stack);
      newRepository(stack, 'team', { domain });
      new PackageRepository(stack, 'Second', { domain, repositoryName: 'team' });
    },
    "must be another one: Test/team has it already, got 'team'",
  ],
  [
    'a repository of the name of a store',
    'npm-store (PackageRepository) repositoryName',
    (stack) => {
      const domain = newDomain(stack);
      domain.addStore(ExternalConnection.NPMJS);
      newRepository(stack, 'npm-store', { domain });
    },
    "must be another one: Test/Domain/npm-store has it already, got 'npm-store'",
  ],
  [
    'a repository of a name that another stack has in the imported domain',
    `${TEAM} repositoryName`,
    (stack) => {
      const env = { account: OTHER, region: 'eu-west-1' };
      for (const id of ['One', 'Two']) {
        const each = new Stack(stack, id, { env });
        newRepository(each, 'team', { domain: PackageDomain.fromDomainName(each, 'Domain', 'acme') });
      }
    },
    "must be another one: Test/One/team has it already, got 'team'",
  ],
  [
    'a group of packages that have one',
    'Second (PackageGroup) pattern',
    (stack) => {
      const domain = newDomain(stack);
      for (const id of ['First', 'Second']) new PackageGroup(stack, id, { domain, pattern: '/npm/acme/*' });
    },
    "must be another one: Test/First has it already, got '/npm/acme/*'",
  ],
  ['packages that are a text', `${TEAM} grantPublish`, publish(untyped('npm')), "must be an object, got 'npm'"],
];

test.each(
  MISTAKES.map(([what, prop, make, rule]): [string, Mistake] => [what, { what, make, says: `${prop}: ${rule}` }]),
)('%s is reported', (_, mistake) => {
  expectReport(mistake);
});

test('names are compared where they must be unique, and nowhere else', () => {
  const app = new App();
  const env = { account: OTHER, region: 'eu-west-1' };
  const [here, there, agnostic, other] = [env, { ...env, region: 'us-east-1' }, undefined, undefined].map(
    (each, index) => new Stack(app, `Stack${index}`, { env: each }),
  );
  for (const stack of [here, there, agnostic, other]) {
    const domain = newDomain(stack);
    newRepository(stack, 'team', { domain });
    newRepository(stack, 'npm-store', { domain });
  }
  const second = new PackageDomain(here, 'Second', { domainName: 'second' });
  new PackageRepository(here, 'Team', { domain: second, repositoryName: 'team' });
  PackageRepository.fromRepositoryName(here, 'Imported', 'acme', 'team');
  expect([here, there, agnostic, other].flatMap(errorsOf)).toEqual([]);
});

test('a nested stack has no names of its own', () => {
  const stack = newStack();
  newDomain(stack);
  newDomain(new NestedStack(stack, 'Nested'));
  expect(errorsOf(stack)).toEqual([
    `${DOMAIN} domainName: must be another one: Test/Domain has it already, got 'acme'`,
  ]);
});

test('repositories whose names are wrong are called by their ids, and are not the same', () => {
  const stack = newStack();
  const [one, two] = ['One', 'Two'].map((id) => newRepository(stack, id, { repositoryName: 'no name' }));
  one.addUpstream(two);
  two.addUpstream(one);
  expect(errorsOf(stack).filter((error) => !error.includes('repositoryName'))).toEqual([
    "Two (PackageRepository) addUpstream: must not have this repository among its own upstreams, got 'Two > One > Two'",
  ]);
});

test('a role of another account without a name is reported with what to do', () => {
  const root = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
  const there = new Stack(root, 'There', { env: { account: OTHER, region: 'eu-west-1' } });
  newRepository(root).grantRead(role(there));
  expect(errorsOf(root)).toEqual([
    `${TEAM} grantRead: must have a literal name where it is in another account; give the role a roleName, or grant to its account by an AccountPrincipal`,
  ]);
});

test('a role whose account cannot be compared with that of the repository is reported', () => {
  const root = newStack();
  const there = new Stack(root, 'There', { env: { account: OTHER, region: 'eu-west-1' } });
  newRepository(root).grantRead(role(there));
  expect(errorsOf(root)).toEqual([
    `${TEAM} grantRead: must be of an account that can be compared: one stack says its account, the other does not; give both stacks an env`,
  ]);
});

test('what is known at deployment only breaks no check', () => {
  const stack = newStack();
  const later = (): string => Lazy.string({ produce: () => 'acme' });
  const domain = newDomain(stack, { domainName: later() });
  const made = newRepository(stack, 'team', { domain, repositoryName: later(), description: later() });
  made.grantPublish(role(stack), { format: PackageFormat.NPM, packageNamespace: later(), packageName: later() });
  expect(errorsOf(stack)).toEqual([]);
});
