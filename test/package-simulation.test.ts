import { App, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ManagedPolicy, OrganizationPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BuildProject, OrganizationalUnitPrincipal, PackageFeed, PackageFormat } from '../lib';
import type { PackageDomain, PackageRepository } from '../lib';
import { HOME, newDomain, newRepository, OTHER, OWNER, REGION } from './packages/support';
import {
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  resolveTemplates,
  roleOf,
  statementsWithNeedlessStar,
} from './support/simulation';
import type { Request, Role as SimulatedRole } from './support/simulation';

const ORGANIZATION = 'o-a1b2c3d4e5';
const UNIT = `${ORGANIZATION}/r-ab12/ou-ab12-11111111/`;
const own = (rest: string): string => `arn:aws:codeartifact:${REGION}:${OWNER}:${rest}`;
const FOR_PACKAGES = { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' };

const login = (more: Record<string, string | string[]> = {}): Request[] => [
  ['codeartifact:GetAuthorizationToken', own('domain/acme'), more],
  ['sts:GetServiceBearerToken', '*', { ...FOR_PACKAGES, ...more }],
];
const READ = [
  'codeartifact:ReadFromRepository',
  'codeartifact:GetRepositoryEndpoint',
  'codeartifact:DescribeRepository',
  'codeartifact:ListPackages',
];
const PUBLISH = ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'];
const read = (more: Record<string, string | string[]> = {}, repository = 'team'): Request[] => [
  ...READ.map((action): Request => [action, own(`repository/acme/${repository}`), more]),
  ['codeartifact:ListPackageVersions', own(`package/acme/${repository}/npm/acme/any`), more],
];

describe('identities of the account', () => {
  const app = new App();
  const stack = new Stack(app, 'Packages', HOME);
  const domain = newDomain(stack);
  const repository = newRepository(stack);
  newRepository(stack, 'team2');
  const newRole = (id: string): Role => new Role(stack, id, { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  domain.grantLogin(newRole('Login'));
  repository.grantRead(newRole('Read'));
  repository.grantPublish(newRole('Publish'), {
    format: PackageFormat.NPM,
    packageNamespace: 'acme',
    packageName: 'ui',
  });
  repository.grantContribute(newRole('Contribute'));
  repository.grantAdminister(newRole('Administer'));
  domain.grantContribute(newRole('Maker'));
  domain.grantAdminister(newRole('Owner'));
  const templates = resolveTemplates(app.synth());
  const [Login, Read, Publish, Contribute, Administer, Maker, Owner] = [
    'Login',
    'Read',
    'Publish',
    'Contribute',
    'Administer',
    'Maker',
    'Owner',
  ].map((id) => roleOf(templates, id));

  test('get a token for CodeArtifact, and for nothing else, with every grant', async () => {
    for (const role of [Login, Read, Publish, Contribute, Administer, Maker, Owner]) {
      await expectAllowed(role, login());
      await expectDenied(role, [
        ['sts:GetServiceBearerToken', '*', { 'sts:AWSServiceName': 'codecatalyst.amazonaws.com' }],
        ['codeartifact:GetAuthorizationToken', own('domain/acme2')],
      ]);
    }
  });

  test('read all of one repository, and none of another', async () => {
    await expectDenied(Login, read());
    for (const role of [Read, Contribute, Administer]) {
      await expectAllowed(role, read());
      await expectDenied(role, read({}, 'team2'));
    }
    await expectDenied(Read, [
      ...all(PUBLISH, own('package/acme/team/npm/acme/ui')),
      ['codeartifact:DeletePackageVersions', own('package/acme/team/npm/acme/ui')],
    ]);
  });

  test('publish what was said, and nothing else', async () => {
    await expectAllowed(Publish, all(PUBLISH, own('package/acme/team/npm/acme/ui')));
    await expectDenied(Publish, [
      ...['npm/acme/ui2', 'npm/acme2/ui', 'maven/acme/ui'].flatMap((path) =>
        all(PUBLISH, own(`package/acme/team/${path}`)),
      ),
      ...all(PUBLISH, own('package/acme/team2/npm/acme/ui')),
      ['codeartifact:ReadFromRepository', own('repository/acme/team')],
    ]);
  });

  test('contribute without deleting, and administer with it', async () => {
    const any = own('package/acme/team/maven/com.acme/ui');
    const DELETE = ['codeartifact:DeletePackageVersions', 'codeartifact:DisposePackageVersions'];
    await expectAllowed(Contribute, [...all(PUBLISH, any), ['codeartifact:UpdatePackageVersionsStatus', any]]);
    await expectDenied(Contribute, [
      ...all(DELETE, any),
      ['codeartifact:DeleteRepository', own('repository/acme/team')],
      ['codeartifact:PutRepositoryPermissionsPolicy', own('repository/acme/team')],
    ]);
    await expectAllowed(Administer, [
      ...all(DELETE, any),
      ['codeartifact:DeleteRepository', own('repository/acme/team')],
      ['codeartifact:PutRepositoryPermissionsPolicy', own('repository/acme/team')],
    ]);
    await expectDenied(Administer, [['codeartifact:DeleteRepository', own('repository/acme/team2')]]);
  });

  test('make repositories in a domain, and only its owners delete it', async () => {
    await expectAllowed(Maker, [['codeartifact:CreateRepository', '*']]);
    await expectDenied(Maker, [['codeartifact:DeleteDomain', own('domain/acme')], ...read()]);
    await expectAllowed(Owner, [
      ['codeartifact:DeleteDomain', own('domain/acme')],
      ['codeartifact:UpdatePackageGroup', own('package-group/acme/npm/*')],
    ]);
    await expectDenied(Owner, [['codeartifact:DeleteDomain', own('domain/acme2')]]);
  });

  test('have no star that they do not need, and no action that does not exist', async () => {
    await expectTightPolicies(templates);
  });
});

describe('a build with feeds', () => {
  const app = new App();
  const stack = new Stack(app, 'Builds', HOME);
  const team = newRepository(stack);
  newRepository(stack, 'company');
  const feeds = [PackageFeed.npm(team, { publishes: [{ packageNamespace: '@acme' }] })];
  new BuildProject(stack, 'Build', { commands: ['make'], feeds });
  const templates = resolveTemplates(app.synth());
  const role = roleOf(templates, 'BuildRole');

  test('logs in, reads, and publishes what was said', async () => {
    await expectAllowed(role, [...login(), ...read(), ...all(PUBLISH, own('package/acme/team/npm/acme/ui'))]);
  });

  test('reads no other repository, and publishes nothing else', async () => {
    await expectDenied(role, [
      ...read({}, 'company'),
      ...all(PUBLISH, own('package/acme/team/npm/other/ui')),
      ...all(PUBLISH, own('package/acme/team/maven/acme/ui')),
      ['codeartifact:DeletePackageVersions', own('package/acme/team/npm/acme/ui')],
    ]);
    expect(await statementsWithNeedlessStar(templates, [])).toEqual([]);
  });
});

/** What is granted in the account of the domain, and what a role of another account has itself. */
interface TwoSides {
  readonly grant?: (domain: PackageDomain, repository: PackageRepository) => unknown;
  readonly own?: boolean;
}

function readerOfAnotherAccount({ grant, own: hasOwn = true }: TwoSides): SimulatedRole {
  const app = new App();
  const packages = new Stack(app, 'Packages', HOME);
  const people = new Stack(app, 'People', { env: { account: OTHER, region: REGION } });
  const domain = newDomain(packages);
  const repository = newRepository(packages);
  grant?.(domain, repository);
  const role = new Role(people, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  if (hasOwn) new ManagedPolicy(people, 'Read', { document: repository.readPolicyDocument(), roles: [role] });
  return roleOf(resolveTemplates(app.synth()), 'Reader');
}

describe('a role of another account', () => {
  const account = new AccountPrincipal(OTHER);

  test('logs in and reads by three grants: of the domain, of the repository, and its own', async () => {
    const reader = readerOfAnotherAccount({ grant: (_, repository) => repository.grantRead(account) });
    await expectAllowed(reader, [...login(), ...read()]);
    await expectDenied(reader, [
      ...all(PUBLISH, own('package/acme/team/npm/acme/any')),
      ['codeartifact:ReadFromRepository', own('repository/acme/other')],
    ]);
  });

  test('gets no token without the policy of the domain', async () => {
    const reader = readerOfAnotherAccount({});
    await expectDenied(reader, [...login().slice(0, 1), ...read()]);
  });

  test('reads nothing without the policy of the repository', async () => {
    const reader = readerOfAnotherAccount({ grant: (domain) => domain.grantLogin(account) });
    await expectAllowed(reader, login());
    await expectDenied(reader, read());
  });

  test('does nothing without a policy of its own', async () => {
    const reader = readerOfAnotherAccount({ grant: (_, repository) => repository.grantRead(account), own: false });
    await expectDenied(reader, [...login(), ...read()]);
  });

  test('that is named by itself is let in alone', async () => {
    const app = new App();
    const packages = new Stack(app, 'Packages', HOME);
    const people = new Stack(app, 'People', { env: { account: OTHER, region: REGION } });
    const [reader, neighbour] = ['reader', 'neighbour'].map(
      (roleName) => new Role(people, roleName, { roleName, assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    );
    const repository = newRepository(packages);
    repository.grantRead(reader);
    new ManagedPolicy(people, 'Read', { document: repository.readPolicyDocument(), roles: [neighbour] });
    const templates = resolveTemplates(app.synth());
    await expectAllowed(roleOf(templates, 'reader'), [...login(), ...read()]);
    await expectDenied(roleOf(templates, 'neighbour'), [...login().slice(0, 1), ...read()]);
  });

  test.each([
    [
      'its organization',
      new OrganizationPrincipal(ORGANIZATION),
      { 'aws:PrincipalOrgID': ORGANIZATION },
      { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' },
    ],
    [
      'its unit',
      new OrganizationalUnitPrincipal(UNIT),
      { 'aws:PrincipalOrgPaths': [UNIT] },
      { 'aws:PrincipalOrgPaths': [`${ORGANIZATION}/r-ab12/ou-ab12-22222222/`] },
    ],
    [
      'a unit above its own',
      new OrganizationalUnitPrincipal(`${UNIT}*`),
      { 'aws:PrincipalOrgPaths': [`${UNIT}ou-ab12-33333333/`] },
      { 'aws:PrincipalOrgPaths': [`${ORGANIZATION}/r-ab12/`] },
    ],
  ])('is let in by %s, and nobody else is', async (_, principal, member, stranger) => {
    const reader = readerOfAnotherAccount({ grant: (__, repository) => repository.grantRead(principal) });
    await expectAllowed(reader, [...login(member), ...read(member)]);
    await expectDenied(reader, [...login(stranger).slice(0, 1), ...read(stranger), ...read()]);
  });
});
