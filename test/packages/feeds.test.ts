import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildSpec, WindowsBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository as Images } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { BuildProject, PackageFeed, PackageRepository } from '../../lib';
import type { BuildProjectProps, IPackageRepository } from '../../lib';
import { buildSpecOf, projectOf } from '../build/support';
import { errorsOf, newStack, statementsOf } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { HOME, newRepository, OTHER, OWNER, stacksIn } from './support';
import { run } from './shell';

type Feeds = (repository: IPackageRepository, stack: Stack) => PackageFeed[];

const imported = (stack: Stack, id = 'team', domainName = 'acme'): IPackageRepository =>
  PackageRepository.fromRepositoryName(stack, id, domainName, id);

function stackWith(feeds: Feeds, props: (stack: Stack) => BuildProjectProps): Stack {
  const stack = newStack(HOME);
  new BuildProject(stack, 'Build', { ...props(stack), feeds: feeds(imported(stack), stack) });
  return stack;
}

const templateWith = (
  feeds: Feeds,
  props: (stack: Stack) => BuildProjectProps = () => ({ commands: ['make'] }),
): Template => Template.fromStack(stackWith(feeds, props));
const says = (feeds: Feeds, props: (stack: Stack) => BuildProjectProps = () => ({ commands: ['make'] })): string[] =>
  errorsOf(stackWith(feeds, props)).map((error) => error.replace('Build (BuildProject) ', ''));

function phases(template: Template): Record<string, string[]> {
  const given = buildSpecOf(template).phases as Record<string, { commands?: string[] }>;
  return Object.fromEntries(Object.entries(given).map(([name, { commands = [] }]) => [name, commands]));
}

const commandsOf = (feeds: Feeds, props?: (stack: Stack) => BuildProjectProps): string[] =>
  phases(templateWith(feeds, props)).pre_build;

const WHERE = `--domain acme --domain-owner ${OWNER}`;
const REPOSITORY = '--repository team';

describe('a build logs in', () => {
  test.each([
    ['npm', (it: IPackageRepository) => PackageFeed.npm(it)],
    ['pip', (it: IPackageRepository) => PackageFeed.pip(it)],
    ['twine', (it: IPackageRepository) => PackageFeed.twine(it)],
    ['nuget', (it: IPackageRepository) => PackageFeed.nuget(it)],
    ['dotnet', (it: IPackageRepository) => PackageFeed.dotnet(it)],
  ] as const)('for %s by the command of the AWS CLI', (tool, feed) => {
    const { asked } = run(commandsOf((repository) => [feed(repository)]));
    expect(asked).toEqual([`aws codeartifact login --tool ${tool} ${WHERE} ${REPOSITORY} --duration-seconds 43200`]);
  });

  test('for each scope of npm by itself', () => {
    const { asked } = run(
      commandsOf((repository) => [PackageFeed.npm(repository, { namespaces: ['@acme', 'tools'] })]),
    );
    expect(asked.map((line) => line.replace(/.* --duration/, '--duration'))).toEqual([
      '--duration-seconds 43200 --namespace @acme',
      '--duration-seconds 43200 --namespace @tools',
    ]);
  });

  test('for Maven by a token in a variable, and a file that refers to it', () => {
    const path = '.m2/settings.xml';
    const commands = commandsOf((repository) => [
      PackageFeed.maven(repository, { tokenLifetime: Duration.minutes(30), mirrorOf: 'central' }),
    ]);
    const { asked, files, variables } = run(commands, [path], ['CODEARTIFACT_AUTH_TOKEN']);
    expect(asked).toEqual([
      `aws codeartifact get-authorization-token ${WHERE} --duration-seconds 1800 --query authorizationToken --output text`,
      `aws codeartifact get-repository-endpoint ${WHERE} ${REPOSITORY} --format maven --query repositoryEndpoint --output text`,
    ]);
    expect(variables).toEqual({ CODEARTIFACT_AUTH_TOKEN: 'secret-token' });
    const url = '<url>https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/maven/team/</url>';
    for (const part of [
      '<server><id>codeartifact</id><username>aws</username><password>${env.CODEARTIFACT_AUTH_TOKEN}</password></server>',
      `<repository><id>codeartifact</id>${url}</repository>`,
      `<pluginRepository><id>codeartifact</id>${url}</pluginRepository>`,
      `<mirror><id>codeartifact</id><mirrorOf>central</mirrorOf>${url}</mirror>`,
    ]) {
      expect(files[path]).toContain(part);
    }
    expect(files[path]).not.toContain('secret-token');
  });

  test('for Gradle by an init script', () => {
    const path = '.gradle/init.d/codeartifact.gradle';
    const commands = commandsOf((repository) => [
      PackageFeed.gradle(repository, { repositoryId: 'acme', tokenVariable: 'TEAM_TOKEN' }),
    ]);
    const { files, variables } = run(commands, [path], ['TEAM_TOKEN']);
    expect(variables).toEqual({ TEAM_TOKEN: 'secret-token' });
    expect(files[path]).toContain(
      "[name: 'acme', url: 'https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/maven/team/', token: System.getenv('TEAM_TOKEN')],",
    );
    expect(files[path]).not.toContain('secret-token');
  });

  test('for files of any kind not at all, and knows where they are', () => {
    const template = templateWith((repository) => [PackageFeed.generic(repository)]);
    expect(phases(template)).toEqual({ build: ['make'] });
    const { EnvironmentVariables } = projectOf(template).Properties.Environment as { EnvironmentVariables: unknown[] };
    expect(EnvironmentVariables).toEqual(
      Object.entries({ DOMAIN: 'acme', DOMAIN_OWNER: OWNER, REPOSITORY: 'team' }).map(([name, Value]) => ({
        Name: `CODEARTIFACT_${name}`,
        Type: 'PLAINTEXT',
        Value,
      })),
    );
  });

  test('for as long as the session of its role where the token is in a variable', () => {
    const { asked } = run(
      commandsOf((repository) => [PackageFeed.maven(repository, { tokenLifetime: Duration.seconds(0) })]),
    );
    expect(asked[0]).toContain('--duration-seconds 0');
  });

  test('and tells Maven where to publish, by the id of the repository', () => {
    const name = 'CODEARTIFACT_URL_MAVEN_TEAM_A';
    const commands = commandsOf((repository) => [PackageFeed.maven(repository, { repositoryId: 'team-a' })]);
    expect(run(commands, [], [name]).variables).toEqual({
      [name]: 'https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/maven/team/',
    });
  });

  test('in the region of the repository where that is another', () => {
    const arn = `arn:aws:codeartifact:us-east-1:${OTHER}:repository/acme/team`;
    const commands = commandsOf((_, stack) => [
      PackageFeed.npm(PackageRepository.fromRepositoryArn(stack, 'There', arn)),
    ]);
    expect(run(commands).asked[0]).toBe(
      `aws codeartifact login --tool npm --domain acme --domain-owner ${OTHER} ${REPOSITORY} --duration-seconds 43200 --region us-east-1`,
    );
  });

  test('to several repositories, with one token a domain', () => {
    const path = '.m2/settings.xml';
    const commands = commandsOf((team, stack) => [
      PackageFeed.maven(team, { repositoryId: 'team' }),
      PackageFeed.maven(imported(stack, 'company'), { repositoryId: 'company' }),
      PackageFeed.maven(imported(stack, 'vendor', 'vendors'), {
        repositoryId: 'vendor',
        tokenVariable: 'VENDOR_TOKEN',
      }),
      PackageFeed.npm(team),
    ]);
    const { asked, files } = run(commands, [path]);
    expect(asked.filter((line) => line.includes('get-authorization-token'))).toHaveLength(2);
    expect(asked.filter((line) => line.includes('get-repository-endpoint'))).toHaveLength(3);
    expect(files[path].match(/<server><id>\w+/g)).toEqual(
      ['team', 'company', 'vendor'].map((id) => `<server><id>${id}`),
    );
  });

  test('and fails when it gets no token', () => {
    const commands = commandsOf((repository) => [PackageFeed.maven(repository)]).map((command) =>
      command.replace('get-authorization-token', 'broken'),
    );
    expect(() => run([...commands, 'echo never'])).toThrow('Command failed');
  });
});

describe('the login comes before the commands of the user', () => {
  const npm: Feeds = (repository) => [PackageFeed.npm(repository)];
  const login = expect.stringContaining('aws codeartifact login') as unknown;

  test('that prepare', () => {
    const given = phases(templateWith(npm, () => ({ phases: { preBuild: ['npm ci'], main: ['npm test'] } })));
    expect(given).toEqual({ pre_build: [login, 'npm ci'], build: ['npm test'] });
  });

  test('that install, with the runtimes before', () => {
    const template = templateWith(npm, () => ({
      phases: { install: ['npm ci'], main: ['npm test'] },
      runtimes: { nodejs: '22' },
    }));
    expect(phases(template)).toEqual({ install: [login, 'npm ci'], build: ['npm test'] });
    expect(buildSpecOf(template).phases).toMatchObject({ install: { 'runtime-versions': { nodejs: '22' } } });
  });

  test('of a buildspec that is an object', () => {
    const buildSpec = BuildSpec.fromObject({ version: '0.2', phases: { install: { commands: ['npm ci'] } } });
    expect(phases(templateWith(npm, () => ({ buildSpec })))).toEqual({ install: [login, 'npm ci'] });
  });

  test('and is refused where they are in the source', () => {
    expect(says(npm, () => ({}))).toContainEqual(
      'feeds: needs commands, phases, or a buildspec that is an object; the library cannot add its commands to a buildspec of the source',
    );
  });
});

describe('a build of Docker', () => {
  const feeds: Feeds = (repository) => [
    PackageFeed.npm(repository),
    PackageFeed.pip(repository),
    PackageFeed.maven(repository),
  ];

  test('hands the login on as secrets, which a variable has', () => {
    const commands = commandsOf(feeds, () => ({ commands: ['make'], docker: {} }));
    const names = ['CODEARTIFACT_BUILD_SECRETS', 'DOCKER_BUILDKIT', 'PIP_INDEX_URL'];
    const { variables } = run(commands, [], names);
    expect(variables).toEqual({
      CODEARTIFACT_BUILD_SECRETS: [
        '--secret id=npmrc,src=~/.npmrc',
        '--secret id=PIP_INDEX_URL,env=PIP_INDEX_URL',
        '--secret id=maven-settings,src=~/.m2/settings.xml',
        '--secret id=CODEARTIFACT_AUTH_TOKEN,env=CODEARTIFACT_AUTH_TOKEN',
      ].join(' '),
      DOCKER_BUILDKIT: '1',
      PIP_INDEX_URL: 'https://aws:secret-token@pypi.example/simple/',
    });
  });

  test('that makes the image of the build gets them by itself', () => {
    const template = templateWith(
      (repository) => [PackageFeed.npm(repository)],
      (stack) => ({ image: { repository: Images.fromRepositoryName(stack, 'Images', 'orders') } }),
    );
    const { pre_build: before, build } = phases(template);
    const { asked } = run([...before.filter((line) => !line.includes('docker login')), ...build]);
    expect(asked.find((line) => line.startsWith('docker build'))).toMatch(
      /^docker build --secret id=npmrc,src=\S+\/\.npmrc --file /,
    );
  });

  test('has no secrets without feeds, and feeds no secrets without it', () => {
    const template = templateWith((repository) => [PackageFeed.npm(repository)]);
    expect(JSON.stringify(buildSpecOf(template))).not.toContain('SECRETS');
    const stack = newStack(HOME);
    new BuildProject(stack, 'Build', { image: { repository: Images.fromRepositoryName(stack, 'Images', 'orders') } });
    expect(JSON.stringify(buildSpecOf(Template.fromStack(stack)))).not.toContain('SECRETS');
  });
});

describe('the role of a build', () => {
  const actions = (feeds: Feeds): string => JSON.stringify(statementsOf(templateWith(feeds), 'BuildRole'));

  test('may log in and read, and publishes nothing that was not said', () => {
    const said = actions((repository) => [PackageFeed.npm(repository)]);
    for (const action of [
      'GetAuthorizationToken',
      'GetServiceBearerToken',
      'ReadFromRepository',
      'GetRepositoryEndpoint',
    ]) {
      expect(said).toContain(action);
    }
    expect(said).not.toContain('PublishPackageVersion');
  });

  test('may publish what was said, in the format of the tool', () => {
    const said = actions((repository) => [
      PackageFeed.npm(repository, { publishes: [{ packageNamespace: '@acme', packageName: 'ui' }] }),
      PackageFeed.twine(repository, { publishes: [{}] }),
    ]);
    expect(said).toContain(':package/acme/team/npm/acme/ui"');
    expect(said).toContain(':package/acme/team/pypi/*"');
  });
});

describe('a repository of another account', () => {
  const build = (grant?: (repository: PackageRepository) => unknown, publishes = false): string[] => {
    const [packages, builds] = stacksIn(HOME, { env: { account: OTHER, region: HOME.env.region } });
    const repository = newRepository(packages);
    const feed = PackageFeed.npm(repository, publishes ? { publishes: [{}] } : {});
    new BuildProject(builds, 'Build', { commands: ['make'], feeds: [feed] });
    grant?.(repository);
    return errorsOf(builds);
  };
  const account = new AccountPrincipal(OTHER);

  test('must let the account of the build in, which it may do afterwards', () => {
    expect(build((repository) => repository.grantRead(account))).toEqual([]);
    expect(build((repository) => repository.grantPublish(account), true)).toEqual([]);
    expect(build()).toEqual([
      `Build (BuildProject) feeds[0].repository: must let in the account ${OTHER}, which its policy and that of its domain does not; call grantRead of the repository with an AccountPrincipal`,
    ]);
    expect(build((repository) => repository.grantRead(account), true)).toEqual([
      `Build (BuildProject) feeds[0].repository: must let in the account ${OTHER}, which its policy does not; call grantPublish of the repository with an AccountPrincipal`,
    ]);
  });
});

test.each<[string, Feeds, string]>([
  [
    'a name for a feed',
    () => [untyped('team')],
    "feeds[0]: must be a PackageFeed, got 'team'; use the functions of PackageFeed",
  ],
  ['no feed at all', () => [], 'feeds: must have at least 1, got 0'],
  [
    'a name for a repository',
    () => [PackageFeed.npm(untyped('team'))],
    "feeds[0].repository: must be a repository of packages, got 'team'; use a PackageRepository",
  ],
  [
    'a token that is too short',
    (it) => [PackageFeed.npm(it, { tokenLifetime: Duration.minutes(5) })],
    'feeds[0].tokenLifetime: must be 900 to 43200 seconds, got 300',
  ],
  [
    'a token that is too long',
    (it) => [PackageFeed.maven(it, { tokenLifetime: Duration.days(1) })],
    'feeds[0].tokenLifetime: must be 900 to 43200 seconds, got 86400',
  ],
  [
    'a token of 0 by the login command',
    (it) => [PackageFeed.npm(it, { tokenLifetime: Duration.seconds(0) })],
    'feeds[0].tokenLifetime: must not be 0, which aws codeartifact login takes for 12 hours; give 900 seconds or more',
  ],
  [
    'a token that nobody needs',
    (it) => [PackageFeed.generic(it, { tokenLifetime: Duration.hours(1) })],
    'feeds[0].tokenLifetime: must not be given: the AWS CLI needs no token',
  ],
  [
    'a scope that is none',
    (it) => [PackageFeed.npm(it, { namespaces: ['@Acme'] })],
    "feeds[0].namespaces[0]: must be 2 to 214 characters of lower-case letters, digits and . _ ~ - after an @, no . or _ first, got '@Acme'",
  ],
  [
    'two repositories for all of npm',
    (it) => [PackageFeed.npm(it), PackageFeed.npm(it)],
    'feeds[1]: must not be given beside another feed of npm: the last one would count alone; use one repository that has the other as its upstream',
  ],
  [
    'two repositories for one scope',
    (it) => [PackageFeed.npm(it, { namespaces: ['acme'] }), PackageFeed.npm(it, { namespaces: ['@acme'] })],
    'feeds[1]: must not be given beside another feed of npm for @acme: the last one would count alone; use one repository that has the other as its upstream',
  ],
  [
    'two repositories for pip',
    (it) => [PackageFeed.pip(it), PackageFeed.pip(it)],
    'feeds[1]: must not be given beside another feed of pip: the last one would count alone; use one repository that has the other as its upstream',
  ],
  [
    'two repositories of one name for Maven',
    (it) => [PackageFeed.maven(it), PackageFeed.maven(it)],
    'feeds[1]: must not be given beside another feed of maven by the repositoryId codeartifact: the last one would count alone; use one repository that has the other as its upstream',
  ],
  [
    'two mirrors of one repository',
    (it) => [PackageFeed.maven(it, { mirrorOf: '*' }), PackageFeed.maven(it, { repositoryId: 'b', mirrorOf: '*' })],
    'feeds[1]: must not be given beside another feed of maven for *: the last one would count alone; use one repository that has the other as its upstream',
  ],
  [
    'one variable for two domains',
    (it, stack) => [PackageFeed.maven(it), PackageFeed.gradle(imported(stack, 'b', 'other'))],
    "feeds[1].tokenVariable: must be another one: it holds the token of another domain, got 'CODEARTIFACT_AUTH_TOKEN'",
  ],
  [
    'a variable that is none',
    (it) => [PackageFeed.maven(it, { tokenVariable: 'my-token' })],
    "feeds[0].tokenVariable: must be 1 to 256 characters of letters, digits and _, no digit first, got 'my-token'",
  ],
  [
    'an id that would end the file',
    (it) => [PackageFeed.gradle(it, { repositoryId: "a'b" })],
    "feeds[0].repositoryId: must be 2 to 100 characters of letters, digits and . _ -, a letter or digit first, got 'a'b'",
  ],
  [
    'a mirror that would end the file',
    (it) => [PackageFeed.maven(it, { mirrorOf: '<' })],
    "feeds[0].mirrorOf: must be 1 to 255 characters of letters, digits and * ! , : . _ -, got '<'",
  ],
  [
    'packages of another format',
    (it) => [PackageFeed.npm(it, { publishes: [{ format: untyped('pypi') }] })],
    "feeds[0].publishes[0].format: must be npm, the format that npm publishes, got 'pypi'",
  ],
  [
    'a package that is a text',
    (it) => [PackageFeed.npm(it, { publishes: [untyped('ui')] })],
    "feeds[0].publishes[0]: must be an object, got 'ui'",
  ],
  [
    'options that are a text',
    (it) => [PackageFeed.npm(it, untyped('acme'))],
    "feeds[0]: must be an object, got 'acme'",
  ],
])('%s is reported', (_, feeds, message) => {
  expect(says(feeds)).toContainEqual(message);
});

test('Maven, Gradle and Docker are refused on Windows, where npm works', () => {
  const windows = (): BuildProjectProps => ({
    commands: ['make'],
    environment: { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2022_BASE_3_0 },
  });
  expect(says((it) => [PackageFeed.maven(it)], windows)).toEqual([
    'feeds: needs a build on Linux with Maven, Gradle and Docker; log in by commands of the build',
  ]);
  expect(says((it) => [PackageFeed.npm(it)], windows)).toEqual([]);
});
