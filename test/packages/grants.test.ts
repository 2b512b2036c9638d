import { App, Fn, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  ArnPrincipal,
  ManagedPolicy,
  OrganizationPrincipal,
  Role,
  ServicePrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { OrganizationalUnitPrincipal, PackageDomain, PackageFormat, PackageRepository } from '../../lib';
import type { IPackageRepository } from '../../lib';
import { errorsOf, newStack, onlyResource, statementsOf } from '../support/fixtures';
import { HOME, newDomain, newRepository, OTHER, OWNER, resourceStatements, stacksIn, templateOf } from './support';

const ORGANIZATION = 'o-a1b2c3d4e5';
const UNIT = `${ORGANIZATION}/r-ab12/ou-ab12-11111111/`;
const TOKEN = {
  Effect: 'Allow',
  Action: 'sts:GetServiceBearerToken',
  Resource: '*',
  Condition: { StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } },
};

const newRole = (scope: Stack, roleName?: string): Role =>
  new Role(scope, 'Reader', { roleName, assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

function arn(rest: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:codeartifact:eu-west-1:${OWNER}:${rest}`]] };
}

/** The policies of domain and repository after a grant. */
function policiesAfter(grant: (repository: PackageRepository) => unknown): unknown[][] {
  const template = templateOf((stack) => grant(newRepository(stack)));
  return [resourceStatements(template), resourceStatements(template, 'team')];
}

test('a role of the stack needs no name, also in a domain of another account', () => {
  const stack = newStack(HOME);
  const domain = PackageDomain.fromDomainAttributes(stack, 'Domain', { domainName: 'acme', domainOwner: OTHER });
  newRepository(stack, 'team', { domain }).grantRead(newRole(stack));
  expect(errorsOf(stack)).toEqual([]);
  expect(resourceStatements(Template.fromStack(stack), 'team')).toMatchObject([
    { Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^Reader/), 'Arn'] } } },
  ]);
});

describe('a role of the account', () => {
  test('reads by a policy of its own, and no policy of the repository changes', () => {
    const template = templateOf((stack) => newRepository(stack).grantRead(newRole(stack)));
    expect(resourceStatements(template)).toEqual([]);
    expect(resourceStatements(template, 'team')).toEqual([]);
    const statements = statementsOf(template, 'Reader');
    expect(statements[0]).toEqual({
      Effect: 'Allow',
      Action: 'codeartifact:GetAuthorizationToken',
      Resource: arn('domain/acme'),
    });
    expect(statements[1]).toEqual(TOKEN);
    expect(statements[2]).toMatchObject({ Resource: arn('repository/acme/team') });
    expect(statements[2].Action).toContain('codeartifact:ReadFromRepository');
    expect(statements[3]).toMatchObject({ Resource: arn('package/acme/team/*') });
    expect(statements).toHaveLength(4);
  });

  test('is asked for twice without harm', () => {
    const stack = newStack(HOME);
    const [repository, role] = [newRepository(stack), newRole(stack)];
    repository.grantRead(role);
    repository.grantRead(role);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test('of another stack gets its policy in the stack of the repository', () => {
    const [people, packages] = stacksIn(HOME, HOME);
    newRepository(packages).grantRead(newRole(people));
    Template.fromStack(people).resourceCountIs('AWS::IAM::Policy', 0);
    Template.fromStack(packages).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test.each([
    ['one package', { format: PackageFormat.NPM, packageNamespace: '@acme', packageName: 'ui' }, 'npm/acme/ui'],
    ['a package without a namespace', { format: PackageFormat.NPM, packageName: 'ui' }, 'npm//ui'],
    ['a package of Python', { format: PackageFormat.PYPI, packageName: 'acme-tools' }, 'pypi//acme-tools'],
    ['a namespace', { format: PackageFormat.MAVEN, packageNamespace: 'com.acme' }, 'maven/com.acme/*'],
    ['a format', { format: PackageFormat.GENERIC }, 'generic/*'],
    ['everything', undefined, '*'],
  ])('publishes %s', (_, packages, path) => {
    const template = templateOf((stack) => newRepository(stack).grantPublish(newRole(stack), packages));
    const publish = statementsOf(template, 'Reader').filter(({ Action }) =>
      Action.includes('codeartifact:PublishPackageVersion'),
    );
    expect(publish).toEqual([
      {
        Effect: 'Allow',
        Action: ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'],
        Resource: arn(`package/acme/team/${path}`),
      },
    ]);
  });

  test.each([
    [PackageFormat.NUGET, true],
    [PackageFormat.NPM, false],
  ])('that publishes %s may fetch where its tool needs that', (format, fetches) => {
    const template = templateOf((stack) => newRepository(stack).grantPublish(newRole(stack), { format }));
    const said = JSON.stringify(statementsOf(template, 'Reader'));
    expect(said.includes('ReadFromRepository')).toBe(fetches);
  });

  test('and a user of the account get the same', () => {
    const template = templateOf((stack) => newRepository(stack).grantRead(new User(stack, 'Reader')));
    template.hasResourceProperties('AWS::IAM::Policy', { Users: [{ Ref: Match.stringLikeRegexp('^Reader') }] });
  });
});

describe('another account', () => {
  test('reads by the policies of the domain and the repository', () => {
    const Principal = {
      AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${OTHER}:root`]] },
    };
    const [domain, repository] = policiesAfter((it) => it.grantRead(new AccountPrincipal(OTHER)));
    expect(domain).toEqual([
      { Effect: 'Allow', Action: 'codeartifact:GetAuthorizationToken', Resource: '*', Principal },
    ]);
    expect(repository).toEqual([
      {
        Effect: 'Allow',
        Action: expect.arrayContaining(['codeartifact:ReadFromRepository']) as unknown,
        Resource: '*',
        Principal,
      },
    ]);
  });

  test('publishes only the packages that are named', () => {
    const [, repository] = policiesAfter((it) =>
      it.grantPublish(new AccountPrincipal(OTHER), { format: PackageFormat.NPM, packageNamespace: 'acme' }),
    );
    expect(repository).toMatchObject([
      { Action: 'codeartifact:GetRepositoryEndpoint', Resource: '*' },
      { Resource: arn('package/acme/team/npm/acme/*') },
    ]);
  });

  test('makes repositories where it may contribute to the domain', () => {
    const template = templateOf((stack) => newDomain(stack).grantContribute(new AccountPrincipal(OTHER)));
    expect(resourceStatements(template)[0].Action).toEqual([
      'codeartifact:CreateRepository',
      'codeartifact:DescribeDomain',
      'codeartifact:GetAuthorizationToken',
      'codeartifact:GetDomainPermissionsPolicy',
      'codeartifact:ListRepositoriesInDomain',
    ]);
  });

  test('has a repository as an upstream where that was granted', () => {
    const [, repository] = policiesAfter((it) => it.grantUpstream(new AccountPrincipal(OTHER)));
    expect(repository).toMatchObject([{ Action: 'codeartifact:AssociateWithDownstreamRepository' }]);
  });

  test('is let in without the token of STS, which no policy of CodeArtifact gives', () => {
    for (const verb of ['grantRead', 'grantPublish', 'grantContribute'] as const) {
      const policies = policiesAfter((it) => it[verb](new AccountPrincipal(OTHER)));
      expect(JSON.stringify(policies)).not.toContain('sts:GetServiceBearerToken');
    }
  });

  test('attaches the rest over there, as a document', () => {
    const [packages, people] = stacksIn(HOME, { env: { account: OTHER, region: HOME.env.region } });
    const repository = newRepository(packages);
    new ManagedPolicy(people, 'Read', { document: repository.readPolicyDocument() });
    const template = Template.fromStack(people);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([TOKEN, Match.objectLike({ Resource: arn('repository/acme/team') })]),
      },
    });
  });

  test('has a role that is named, which gets both sides at once', () => {
    const [packages, people] = stacksIn(HOME, { env: { account: OTHER, region: HOME.env.region } });
    newRepository(packages).grantRead(newRole(people, 'reader'));
    const Principal = {
      AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${OTHER}:role/reader`]] },
    };
    expect(resourceStatements(Template.fromStack(packages), 'team')).toMatchObject([{ Principal }]);
    expect(JSON.stringify(statementsOf(Template.fromStack(people), 'Reader'))).toContain('sts:GetServiceBearerToken');
    expect(packages.dependencies).toEqual([people]);
  });

  test('whose role waits for the repository is not waited for', () => {
    const [packages, people] = stacksIn(HOME, { env: { account: OTHER, region: HOME.env.region } });
    people.addStackDependency(packages);
    newRepository(packages).grantRead(newRole(people, 'reader'));
    expect(packages.dependencies).toEqual([]);
    expect(errorsOf(packages)).toEqual([]);
  });

  test('may be a token', () => {
    const [, repository] = policiesAfter((it) => it.grantRead(new AccountPrincipal(Fn.importValue('account'))));
    expect(JSON.stringify(repository)).toContain('Fn::ImportValue');
  });
});

describe('an organization', () => {
  test.each([
    ['as a whole', new OrganizationPrincipal(ORGANIZATION), { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }],
    [
      'by a unit',
      new OrganizationalUnitPrincipal(UNIT),
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [UNIT] } },
    ],
  ])('reads %s, with the condition in each policy', (_, principal, Condition) => {
    const policies = policiesAfter((it) => it.grantRead(principal));
    for (const [statement, ...others] of policies) {
      expect(statement).toMatchObject({ Condition });
      expect(JSON.stringify((statement as { Principal: unknown }).Principal)).toContain('"*"');
      expect(others).toEqual([]);
    }
  });
});

describe('an imported repository', () => {
  const imported = (stack: Stack): IPackageRepository =>
    PackageRepository.fromRepositoryArn(stack, 'Team', `arn:aws:codeartifact:eu-west-1:${OTHER}:repository/acme/team`);

  test('gives a role what it needs itself', () => {
    const template = templateOf((stack) => imported(stack).grantRead(newRole(stack, 'reader')));
    expect(JSON.stringify(statementsOf(template, 'Reader'))).toContain(`:${OTHER}:repository/acme/team`);
  });

  const ELSEWHERE = { env: { account: OWNER, region: 'eu-west-1' } };

  test.each<[string, (stack: Stack, app: App) => Role, StackProps]>([
    ['a role whose name CloudFormation chooses', (stack) => newRole(stack), ELSEWHERE],
    ['a role of a stack that says no account', (stack) => newRole(stack), {}],
    ['a role of another stack of the account', (_, app) => newRole(new Stack(app, 'People', ELSEWHERE)), ELSEWHERE],
  ])('gives %s what it needs', (_, make, props) => {
    const app = new App();
    const stack = new Stack(app, 'Test', props);
    const role = make(stack, app);
    imported(stack).grantRead(role);
    expect(errorsOf(stack)).toEqual([]);
    const policy = JSON.stringify(onlyResource(Template.fromStack(stack), 'AWS::IAM::Policy'));
    expect(policy).toContain('sts:GetServiceBearerToken');
    expect(policy).toContain(`:${OTHER}:repository/acme/team`);
  });

  test('of the account gives a role of another account its policy over there', () => {
    const [here, there] = stacksIn({ env: { account: OTHER, region: 'eu-west-1' } }, HOME);
    imported(here).grantRead(newRole(there));
    Template.fromStack(here).resourceCountIs('AWS::IAM::Policy', 0);
    expect(JSON.stringify(statementsOf(Template.fromStack(there), 'Reader'))).toContain(
      'codeartifact:ReadFromRepository',
    );
  });

  test('is administered by its own account alone', () => {
    const stack = newStack(HOME);
    imported(stack).grantAdminister(newRole(stack));
    expect(errorsOf(stack)).toEqual([
      'Team (PackageRepository) grantAdminister: must be a role or a user of the account that owns the domain; CodeArtifact ignores a policy of the resource when somebody changes that policy, so that no other account can be let in',
    ]);
  });

  test('cannot let in whom only its own policy would', () => {
    const stack = newStack(HOME);
    imported(stack).grantRead(new ArnPrincipal(`arn:aws:iam::${OWNER}:role/reader`));
    expect(errorsOf(stack)).toEqual([
      'Team (PackageRepository) grantRead: must be a role or a user here: the policy of an imported repository is not known; grant it where the repository is made',
    ]);
  });
});

test('a repository in an imported domain says that the domain must let in the same', () => {
  const stack = newStack(HOME);
  const domain = PackageDomain.fromDomainName(stack, 'Domain', 'acme');
  newRepository(stack, 'team', { domain }).grantRead(new AccountPrincipal(OTHER));
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('grantLogin to the same must be called'));
});

test('a policy may be as long as CodeArtifact takes it, counted without what is known later', () => {
  const admit = (accounts: number): string[] => {
    const stack = new Stack(new App(), 'Test', HOME);
    const repository = newRepository(stack);
    for (let index = 0; index < accounts; index++) {
      repository.grantRead(new AccountPrincipal(String(100_000_000_000 + index)));
    }
    return errorsOf(stack);
  };
  expect(admit(20)).toEqual([]);
  expect(admit(300)).toEqual([
    expect.stringMatching(
      /^Domain \(PackageDomain\) permissionsPolicyDocument: must be at most 7168 characters, got \d+;/,
    ),
    expect.stringMatching(
      /^team \(PackageRepository\) permissionsPolicyDocument: must be at most 7168 characters, got \d+;/,
    ),
  ]);
});
