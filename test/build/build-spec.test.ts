import { Lazy } from 'aws-cdk-lib';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildCache, BuildVariable } from '../../lib';
import type { BuildProjectProps } from '../../lib';
import { buildSpecOf, errorsIn, sourceOf, templateOf } from './support';

const MAKE = { build: { commands: ['make'] } };
const object = (spec: Record<string, unknown>, more: BuildProjectProps = {}): BuildProjectProps => ({
  buildSpec: BuildSpec.fromObject({ version: '0.2', phases: MAKE, ...spec }),
  ...more,
});
const LOGIN =
  'aws ecr get-login-password --region "$AWS_REGION" | docker login --username AWS --password-stdin <AccountId>.dkr.ecr.<Region>.<URLSuffix>';

describe('phases', () => {
  test('become those of CodeBuild, with the runtimes in the first', () => {
    const phases = { install: ['npm ci'], preBuild: ['login'], main: ['make', 'make test'], postBuild: ['tidy'] };
    expect(buildSpecOf(templateOf({ phases, runtimes: { nodejs: '22' } }))).toEqual({
      version: '0.2',
      phases: {
        install: { 'runtime-versions': { nodejs: '22' }, commands: ['npm ci'] },
        pre_build: { commands: ['login'] },
        build: { commands: ['make', 'make test'] },
        post_build: { commands: ['tidy'] },
      },
      artifacts: { files: ['**/*'] },
    });
  });

  test('that are not named are not there', () => {
    expect(buildSpecOf(templateOf({ phases: { postBuild: ['tidy'] } })).phases).toEqual({
      post_build: { commands: ['tidy'] },
    });
  });

  test('must not be given beside commands', () => {
    expect(errorsIn({ commands: ['make'], phases: { main: ['make'] } })).toEqual([
      'commands: must not be given beside phases; put them into phases.main',
    ]);
  });
});

describe('what the library adds', () => {
  const added = (props: BuildProjectProps): Record<string, unknown> =>
    buildSpecOf(
      templateOf((stack) => ({
        ...props,
        docker: { pullFrom: [Repository.fromRepositoryName(stack, 'Base', 'base')] },
        cache: BuildCache.bucket(new Bucket(stack, 'Bucket'), ['.npm/**/*', 'node_modules/**/*']),
        reports: { unit: { files: ['unit.xml'] } },
      })),
    );

  test('stands round commands: the login before them, paths of the cache, and reports', () => {
    expect(added({ commands: ['make'] })).toEqual({
      version: '0.2',
      phases: { pre_build: { commands: [LOGIN] }, build: { commands: ['make'] } },
      reports: { unit: { files: ['unit.xml'], 'file-format': 'JUNITXML' } },
      artifacts: { files: ['**/*'] },
      cache: { paths: ['.npm/**/*', 'node_modules/**/*'] },
    });
  });

  test('comes before the commands of the same phase', () => {
    expect(added({ phases: { preBuild: ['docker pull base'], main: ['make'] } }).phases).toMatchObject({
      pre_build: { commands: [LOGIN, 'docker pull base'] },
    });
  });

  test('is merged with an object, of which nothing else changes', () => {
    const spec = {
      env: { shell: 'bash', variables: { A: '1' } },
      proxy: { logs: 'yes' },
      phases: {
        install: { 'on-failure': 'ABORT', 'runtime-versions': { nodejs: 22 } },
        pre_build: { 'run-as': 'root', commands: ['docker pull base'], finally: ['echo'] },
        build: { commands: ['make'] },
        post_build: { commands: ['tidy'], 'on-failure': 'CONTINUE' },
      },
      reports: { coverage: { files: ['cov.xml'], 'file-format': 'CLOVERXML' } },
      artifacts: { files: ['dist/**'] },
      cache: { key: 'npm', paths: ['.npm/**/*', '.cache/**/*'] },
    };
    expect(added(object(spec))).toEqual({
      version: '0.2',
      ...spec,
      phases: { ...spec.phases, pre_build: { ...spec.phases.pre_build, commands: [LOGIN, 'docker pull base'] } },
      reports: { ...spec.reports, unit: { files: ['unit.xml'], 'file-format': 'JUNITXML' } },
      cache: { key: 'npm', paths: ['.npm/**/*', '.cache/**/*', 'node_modules/**/*'] },
    });
  });

  test('is merged with a buildspec that is written as YAML', () => {
    const buildSpec = BuildSpec.fromObjectToYaml({ version: 0.2, phases: MAKE });
    expect(added({ buildSpec })).toMatchObject({ phases: { pre_build: { commands: [LOGIN] }, ...MAKE } });
  });

  test('must not have the name of a report of the buildspec', () => {
    const files = ['a.xml'];
    expect(
      errorsIn(object({ reports: { unit: { files } } }, { reports: { unit: { files }, e2e: { files } } })),
    ).toEqual(['reports.unit: must not be given beside that of the buildspec']);
  });

  test.each<[string, BuildSpec | undefined]>([
    ['named', BuildSpec.fromSourceFilename('ci.yml')],
    ['left to CodeBuild', undefined],
  ])('cannot be added to a file of the source that is %s', (_, buildSpec) => {
    const cure = 'the library cannot add its commands to a buildspec of the source';
    const needs = 'needs commands, phases, or a buildspec that is an object';
    expect(errorsIn({ buildSpec, docker: {} })).toEqual([`docker: ${needs}; ${cure}`]);
    expect(errorsIn({ buildSpec, reports: { unit: { files: ['a'] } } })).toEqual([
      'reports: needs commands; say it in the buildspec',
    ]);
  });
});

test.each<[string, BuildProjectProps, string]>([
  ['commands', { commands: ['make'] }, 'must not be given beside buildSpec; put the commands into the buildspec'],
  ['phases', { phases: { main: ['a'] } }, 'must not be given beside buildSpec; put the commands into the buildspec'],
  ['runtimes', { runtimes: { nodejs: '22' } }, 'needs commands; say it in the buildspec'],
  ['output', { output: { files: ['a'] } }, 'needs commands; say it in the buildspec'],
])('%s must not be given beside a buildspec', (prop, more, says) => {
  expect(errorsIn(object({}, more))).toEqual([`${prop}: ${says}`]);
  expect(errorsIn({ buildSpec: BuildSpec.fromSourceFilename('ci.yml'), ...more })).toEqual([`${prop}: ${says}`]);
});

describe('a buildspec object', () => {
  const ENV = 'shell, variables, parameter-store, exported-variables, secrets-manager, git-credential-helper';
  const ARTIFACTS =
    'files, name, discard-paths, base-directory, exclude-paths, enable-symlinks, s3-prefix, secondary-artifacts';

  test.each<[string, Record<string, unknown>, string]>([
    ['another version', { version: '0.3' }, "version: must be '0.2' or '0.1', got '0.3'"],
    ['no version', { version: undefined }, "version: must be '0.2' or '0.1', got nothing"],
    ['no phases', { phases: undefined }, 'phases: must be given'],
    ['phases that are a list', { phases: [MAKE] }, 'phases: must be an object, got a list'],
    [
      'an unknown section',
      { artefacts: {} },
      "artefacts: must be one of version, run-as, env, proxy, batch, phases, reports, artifacts, cache, got 'artefacts'",
    ],
    ['an unknown part of env', { env: { secrets: {} } }, `env.secrets: must be one of ${ENV}, got 'secrets'`],
    ['an unknown part of proxy', { proxy: { log: 1 } }, "proxy.log: must be one of upload-artifacts, logs, got 'log'"],
    [
      'an unknown part of batch',
      { batch: { list: [] } },
      "batch.list: must be one of fast-fail, build-list, build-matrix, build-graph, build-fanout, got 'list'",
    ],
    [
      'an unknown phase',
      { phases: { ...MAKE, test: {} } },
      "phases.test: must be one of install, pre_build, build, post_build, got 'test'",
    ],
    [
      'an unknown part of a phase',
      { phases: { build: { commands: ['a'], steps: [] } } },
      "phases.build.steps: must be one of run-as, on-failure, commands, finally, runtime-versions, got 'steps'",
    ],
    [
      'an unknown part of a report',
      { reports: { unit: { files: ['a'], format: 'JUNITXML' } } },
      "reports.unit.format: must be one of files, file-format, base-directory, discard-paths, got 'format'",
    ],
    [
      'an unknown part of artifacts',
      { artifacts: { files: ['a'], folder: 'x' } },
      `artifacts.folder: must be one of ${ARTIFACTS}, got 'folder'`,
    ],
    [
      'an unknown part of cache',
      { cache: { path: [] } },
      "cache.path: must be one of key, fallback-keys, action, paths, got 'path'",
    ],
    [
      'runtimes outside of install',
      { phases: { build: { commands: ['a'], 'runtime-versions': { nodejs: 22 } } } },
      'phases.build.runtime-versions: must stand in the phase install',
    ],
    [
      'runtimes that are a list',
      { phases: { install: { 'runtime-versions': ['nodejs'] } } },
      'phases.install.runtime-versions: must be an object, got a list',
    ],
    [
      'commands that are a text',
      { phases: { build: { commands: 'make' } } },
      "phases.build.commands: must be a list, got 'make'",
    ],
    ['no commands', { phases: { build: {} } }, 'phases.build.commands: must be a list, got nothing'],
    [
      'an empty list of commands',
      { phases: { build: { commands: [] } } },
      'phases.build.commands: must have at least 1, got 0',
    ],
    [
      'a command that is a number',
      { phases: { build: { commands: ['make', 5] } } },
      'phases.build.commands[1]: must be a string, got 5',
    ],
    [
      'a last command that is a text',
      { phases: { build: { commands: ['a'], finally: 'b' } } },
      "phases.build.finally: must be a list, got 'b'",
    ],
    [
      'another failure',
      { phases: { build: { commands: ['a'], 'on-failure': 'IGNORE' } } },
      "phases.build.on-failure: must be ABORT, CONTINUE or RETRY, got 'IGNORE'",
    ],
    ['a phase that is a list', { phases: { build: ['make'] } }, 'phases.build: must be an object, got a list'],
    ['a section that is a text', { env: 'A=1' }, "env: must be an object, got 'A=1'"],
    ['a report that is a list', { reports: { unit: ['a'] } }, 'reports.unit: must be an object, got a list'],
  ])('with %s is refused', (_, spec, says) => {
    expect(errorsIn(object(spec))).toEqual([`buildSpec.${says}`]);
  });

  test('with six reports is refused', () => {
    const reports = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { files: ['x'] }]));
    expect(errorsIn(object({ reports }))).toEqual(['buildSpec.reports: must be 0 to 5 reports, got 6']);
  });

  test.each(['ABORT', 'CONTINUE', 'RETRY', 'RETRY-3', 'RETRY-3-timeout|network'])(
    'may say of a failure: %s',
    (onFailure) => {
      expect(errorsIn(object({ phases: { build: { commands: ['a'], 'on-failure': onFailure } } }))).toEqual([]);
    },
  );

  test('may have the old version, as a number as well', () => {
    for (const version of ['0.1', '0.2', 0.2]) expect(errorsIn(object({ version }))).toEqual([]);
  });

  test('may have only runtimes in install', () => {
    const phases = { ...MAKE, install: { 'runtime-versions': { nodejs: 22 } } };
    expect(errorsIn(object({ phases }))).toEqual([]);
  });

  test('may say values that are known at deployment only', () => {
    const given = templateOf((stack) => ({
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        env: { variables: { ACCOUNT: stack.account } },
        phases: {
          install: { 'runtime-versions': { nodejs: Lazy.string({ produce: () => '22' }) } },
          build: { commands: [`deploy to ${stack.region}`, Lazy.string({ produce: () => 'make' })] },
        },
        artifacts: { files: Lazy.list({ produce: () => ['dist/**'] }), name: `app-${stack.region}` },
      }),
    }));
    expect(buildSpecOf(given)).toEqual({
      version: '0.2',
      env: { variables: { ACCOUNT: '<AccountId>' } },
      phases: {
        install: { 'runtime-versions': { nodejs: '22' } },
        build: { commands: ['deploy to <Region>', 'make'] },
      },
      artifacts: { files: ['dist/**'], name: 'app-<Region>' },
    });
  });

  test('is left to the source as a file without being looked at', () => {
    expect(sourceOf(templateOf({ buildSpec: BuildSpec.fromSourceFilename('ci.yml') })).BuildSpec).toBe('ci.yml');
  });
});

describe('a variable', () => {
  const variables = { A: BuildVariable.plain('1'), B: BuildVariable.plain('2') };

  test.each(['variables', 'parameter-store', 'secrets-manager'])(
    'of the buildspec, in env.%s, must not be given again',
    (section) => {
      expect(errorsIn(object({ env: { [section]: { A: 'x' } } }, { variables }))).toEqual([
        `variables.A: must not be given beside that of the buildspec, in env.${section}`,
      ]);
    },
  );

  test('of the library must not be given', () => {
    expect(
      errorsIn((stack) => ({
        commands: ['make'],
        docker: { dockerHub: new Secret(stack, 'Hub') },
        image: { repository: new Repository(stack, 'Images') },
        variables: { ...variables, DOCKERHUB_USERNAME: variables.A, IMAGE_REPOSITORY: variables.B },
      })),
    ).toEqual([
      'variables.DOCKERHUB_USERNAME: must not be given beside that of the library',
      'variables.IMAGE_REPOSITORY: must not be given beside that of the library',
    ]);
  });

  test('may stand beside others', () => {
    expect(errorsIn(object({ env: { variables: { C: 'x' } } }, { variables }))).toEqual([]);
  });
});

test('reports of the buildspec and of the library are counted together', () => {
  const reports = (names: string[]): NonNullable<BuildProjectProps['reports']> =>
    Object.fromEntries(names.map((name) => [name, { files: ['x'] }]));
  expect(errorsIn(object({ reports: reports(['a', 'b', 'c']) }, { reports: reports(['d', 'e', 'f']) }))).toEqual([
    'reports: must be 0 to 5 reports, got 6',
  ]);
});
