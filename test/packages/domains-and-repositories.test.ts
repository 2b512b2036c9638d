import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ExternalConnection, PackageDomain, PackageRepository } from '../../lib';
import { STORE_NAMES } from '../../lib/packages/external-connection';
import { errorsOf, logicalIdOf, newStack, resourcesOf } from '../support/fixtures';
import { HOME, newDomain, newRepository, OTHER, OWNER, propertiesOf, stacksIn, templateOf } from './support';

const DOMAIN = 'AWS::CodeArtifact::Domain';
const REPOSITORY = 'AWS::CodeArtifact::Repository';

describe('a domain', () => {
  test('is kept when its stack goes, unless the deployment that made it fails', () => {
    templateOf(newDomain).hasResource(DOMAIN, {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { DomainName: 'acme' },
    });
  });

  test('goes with its stack where the user says so', () => {
    templateOf((stack) => newDomain(stack, { removalPolicy: RemovalPolicy.DESTROY })).hasResource(DOMAIN, {
      DeletionPolicy: 'Delete',
    });
  });

  test('has no policy until somebody is let in', () => {
    expect(propertiesOf(templateOf(newDomain))).toEqual({ DomainName: 'acme' });
  });

  test('is encrypted with the key of the user, which is made before', () => {
    const template = templateOf((stack) => newDomain(stack, { encryptionKey: new Key(stack, 'Key') }));
    expect(propertiesOf(template).EncryptionKey).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
  });

  test('refers to a key of another stack weakly', () => {
    const [ground, packages] = stacksIn(HOME, HOME);
    newDomain(packages, { encryptionKey: new Key(ground, 'Key') });
    expect(JSON.stringify(propertiesOf(Template.fromStack(packages)).EncryptionKey)).toContain('Fn::GetStackOutput');
    expect(packages.dependencies).toEqual([ground]);
  });

  test('has the tags of its stack', () => {
    const template = templateOf((stack) => {
      newDomain(stack);
      Tags.of(stack).add('team', 'platform');
    });
    expect(propertiesOf(template).Tags).toEqual([{ Key: 'team', Value: 'platform' }]);
  });

  test('says its name, owner and ARN', () => {
    const domain = newDomain(newStack(HOME));
    expect(domain.domainName).toBe('acme');
    expect(domain.domainOwner).toBe(OWNER);
    expect(domain.stack.resolve(domain.domainArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:codeartifact:eu-west-1:${OWNER}:domain/acme`]],
    });
  });

  test('keeps its key, or neither is kept', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    newDomain(stack, { encryptionKey });
    expect(errorsOf(stack)).toEqual([
      'Domain (PackageDomain) encryptionKey: must be kept where the domain is: without it nobody reads the packages; leave out its removalPolicy, or give the domain the same one',
    ]);
    const other = newStack();
    const key = new Key(other, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    newDomain(other, { encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY });
    expect(errorsOf(other)).toEqual([]);
  });
});

describe('a repository', () => {
  test('is made after its domain, and kept as it is', () => {
    const template = templateOf((stack) => newRepository(stack, 'team', { description: 'Of the team' }));
    template.hasResource(REPOSITORY, {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        RepositoryName: 'team',
        Description: 'Of the team',
        DomainName: { 'Fn::GetAtt': [logicalIdOf(template, DOMAIN), 'Name'] },
        DomainOwner: Match.absent(),
        PermissionsPolicyDocument: Match.absent(),
        Upstreams: Match.absent(),
      },
    });
  });

  test('is made after its upstreams, which are asked in order', () => {
    const template = templateOf((stack) => {
      const upstreams = ['zebra', 'ant'].map((name) => newRepository(stack, name));
      newRepository(stack, 'team', { upstreams }).addUpstream(newRepository(stack, 'last'));
    });
    expect(propertiesOf(template, 'team').Upstreams).toEqual(
      ['zebra', 'ant', 'last'].map((name) => ({ 'Fn::GetAtt': [logicalIdOf(template, REPOSITORY, name), 'Name'] })),
    );
  });

  test('knows a domain and upstreams of other stacks by their names, and is deployed after them', () => {
    const [shared, team] = stacksIn(HOME, HOME);
    const domain = newDomain(shared);
    newRepository(team, 'team', { domain, upstreams: [newRepository(shared, 'company')] });
    const template = Template.fromStack(team);
    expect(propertiesOf(template, 'team')).toEqual({
      DomainName: 'acme',
      RepositoryName: 'team',
      Upstreams: ['company'],
    });
    expect(team.dependencies).toEqual([shared]);
  });

  test('can be in a domain of another account, whose account is in its ARN', () => {
    const stack = newStack(HOME);
    const domain = PackageDomain.fromDomainAttributes(stack, 'Domain', { domainName: 'acme', domainOwner: OTHER });
    const repository = new PackageRepository(stack, 'Team', { domain, repositoryName: 'team' });
    expect(propertiesOf(Template.fromStack(stack), 'team')).toMatchObject({ DomainName: 'acme', DomainOwner: OTHER });
    expect(repository.domainOwner).toBe(OTHER);
    expect(repository.env.account).toBe(OWNER);
    expect(repository.repositoryArn).toContain(`:codeartifact:eu-west-1:${OTHER}:repository/acme/team`);
  });

  test('may have ten upstreams', () => {
    const stack = newStack();
    const upstreams = Array.from({ length: 10 }, (_, index) => newRepository(stack, `up-${index}`));
    newRepository(stack, 'team', { upstreams });
    expect(errorsOf(stack)).toEqual([]);
  });

  test('that is its own upstream by a detour is reported with the way', () => {
    const stack = newStack();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => newRepository(stack, name));
    one.addUpstream(two);
    two.addUpstream(three);
    three.addUpstream(one);
    expect(errorsOf(stack)).toEqual([
      "three (PackageRepository) addUpstream: must not have this repository among its own upstreams, got 'three > one > two > three'",
    ]);
  });
});

describe('a store', () => {
  test.each(Object.values(ExternalConnection))('of %s is made in one call, once a domain', (connection) => {
    const stack = newStack(HOME);
    const domain = newDomain(stack, { removalPolicy: RemovalPolicy.DESTROY });
    const store = domain.addStore(connection);
    expect(domain.addStore(connection)).toBe(store);
    newRepository(stack, 'team', { upstreams: [store] });
    const template = Template.fromStack(stack);
    expect(propertiesOf(template, STORE_NAMES[connection])).toMatchObject({ ExternalConnections: [connection] });
    expect(propertiesOf(template, 'team').Upstreams).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Domain.*store/), 'Name'] },
    ]);
    expect(Object.values(resourcesOf(template, REPOSITORY)).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(
      expect.arrayContaining(['Delete', 'RetainExceptOnCreate']),
    );
  });

  test('has a name of its own for each public repository', () => {
    const names = Object.values(STORE_NAMES);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(STORE_NAMES).sort()).toEqual(Object.values(ExternalConnection).sort());
  });
});

describe('what exists already', () => {
  const stack = (): Stack => newStack(HOME);
  const arn = 'arn:aws-us-gov:codeartifact:us-gov-west-1:444455556666:';

  test('keeps the owner and the region of its ARN', () => {
    const domain = PackageDomain.fromDomainArn(stack(), 'Domain', `${arn}domain/acme`);
    expect(domain).toMatchObject({ domainName: 'acme', domainOwner: OTHER });
    expect(domain.env).toEqual({ account: OTHER, region: 'us-gov-west-1' });
    const repository = PackageRepository.fromRepositoryArn(stack(), 'Team', `${arn}repository/acme/team`);
    expect(repository).toMatchObject({ repositoryName: 'team', domainName: 'acme', domainOwner: OTHER });
    expect(repository.env).toEqual({ account: OTHER, region: 'us-gov-west-1' });
  });

  test('is in the account and region of the stack where only a name is given', () => {
    const domain = PackageDomain.fromDomainName(stack(), 'Domain', 'acme');
    const repository = PackageRepository.fromRepositoryName(stack(), 'Team', 'acme', 'team');
    for (const { env } of [domain, repository]) expect(env).toEqual(HOME.env);
    expect(repository.repositoryArn).toContain(`:codeartifact:eu-west-1:${OWNER}:repository/acme/team`);
    expect(domain.domainArn).toContain(`:codeartifact:eu-west-1:${OWNER}:domain/acme`);
  });

  test('is where its attributes say', () => {
    const attributes = { domainName: 'acme', domainOwner: OTHER, region: 'us-east-1' };
    const domain = PackageDomain.fromDomainAttributes(stack(), 'Domain', attributes);
    const repository = PackageRepository.fromRepositoryAttributes(stack(), 'Team', {
      ...attributes,
      repositoryName: 'team',
    });
    for (const { env } of [domain, repository]) expect(env).toEqual({ account: OTHER, region: 'us-east-1' });
  });

  test('puts nothing into the template', () => {
    const given = stack();
    PackageDomain.fromDomainName(given, 'Domain', 'acme');
    PackageRepository.fromRepositoryName(given, 'Team', 'acme', 'team');
    expect(Template.fromStack(given).toJSON()).not.toHaveProperty('Resources');
  });
});
