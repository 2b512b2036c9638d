import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppSpec } from '../../../lib';
import { check, FILES, SCRIPT, withFiles } from './support';

const names = readdirSync(FILES).sort();
const VALID = 'version: 0.0\nos: linux\n';

test('there are files for every key and both operating systems', () => {
  expect(names.length).toBeGreaterThanOrEqual(10);
  const all = names.map((name) => readFileSync(join(FILES, name, 'appspec.yml'), 'utf8')).join('\n');
  for (const key of ['file_exists_behavior', 'except', 'acls', 'context', 'range', 'runas', 'timeout', 'windows']) {
    expect(all).toContain(key);
  }
});

test.each(names)('%s is right, and stays as it is', (name) => {
  const path = join(FILES, name, 'appspec.yml');
  const appSpec = AppSpec.fromFile(path);
  expect(check(appSpec)).toEqual({ errors: [], warnings: [] });
  expect(appSpec.content).toBe(readFileSync(path, 'utf8'));
  expect(appSpec.fileName).toBe('appspec.yml');
});

test('a file that is not there is reported once', () => {
  expect(check(AppSpec.fromFile('no/such/appspec.yml')).errors).toEqual([
    ": must be a file that can be read, got 'no/such/appspec.yml'",
  ]);
});

test('a file of another name is refused, unless the options say that it is put elsewhere', () => {
  withFiles({ 'deploy/servers.yml': VALID }, (folder) => {
    const path = join(folder, 'deploy', 'servers.yml');
    expect(check(AppSpec.fromFile(path)).errors).toEqual([
      "[servers.yml]: must be called appspec.yml, for agents look for that name, got 'servers.yml'; where a build puts it into the bundle under that name, say bundleRoot",
    ]);
    expect(check(AppSpec.fromFile(path, { bundleRoot: folder }))).toEqual({ errors: [], warnings: [] });
  });
});

test('appspec.yaml is warned of, since not every agent finds it', () => {
  withFiles({ 'appspec.yaml': VALID }, (folder) => {
    expect(check(AppSpec.fromFile(join(folder, 'appspec.yaml')))).toEqual({
      errors: [],
      warnings: ['[appspec.yaml]: appspec.yaml is not found by older agents, and AWS documents appspec.yml'],
    });
  });
});

describe('scripts', () => {
  const spec = (location: string, os = 'linux'): string =>
    `version: 0.0\nos: ${os}\nhooks:\n  AfterInstall:\n    - location: ${location}\n`;
  const PATH = '[appspec.yml].hooks.AfterInstall[0].location:';
  const missing = (location: string): string =>
    `${PATH} must be a file of the bundle, got '${location}'; paths begin at the root of the bundle; where a build makes the script, say so by builtScripts`;

  test.each([
    ['a script that is not there', { 'appspec.yml': spec('scripts/a.sh') }, missing('scripts/a.sh')],
    [
      'a folder in the place of a script',
      { 'appspec.yml': spec('scripts'), 'scripts/a.sh': SCRIPT },
      missing('scripts'),
    ],
    ['a script for Windows that is not there', { 'appspec.yml': spec('a\\b.ps1', 'windows') }, missing('a\\b.ps1')],
    [
      'line ends of Windows',
      { 'appspec.yml': spec('a.sh'), 'a.sh': '#!/bin/sh\r\nexit 0\r\n' },
      `${PATH} must have line ends of Linux: its lines end with CR LF, got 'a.sh'; set eol=lf for it in .gitattributes`,
    ],
  ])('%s is reported', (_, files, message) => {
    withFiles(files as Record<string, string>, (folder) => {
      expect(check(AppSpec.fromFile(join(folder, 'appspec.yml'))).errors).toEqual([message]);
    });
  });

  test.each([
    ['a relative path', 'a.sh', { 'a.sh': SCRIPT }],
    ['a leading slash', '/bin/a.sh', { 'bin/a.sh': SCRIPT }],
    ['spaces around it', '"  a.sh "', { 'a.sh': SCRIPT }],
    ['a program', 'run', { run: '\u007fELF\u0001\u0000\r\n' }],
  ])('a script with %s is found', (_, location, files) => {
    withFiles({ 'appspec.yml': spec(location), ...files }, (folder) => {
      expect(check(AppSpec.fromFile(join(folder, 'appspec.yml')))).toEqual({ errors: [], warnings: [] });
    });
  });

  test('Windows takes its own line ends', () => {
    withFiles({ 'appspec.yml': spec('a.ps1', 'windows'), 'a.ps1': ['exit\r\n', 0o644] }, (folder) => {
      expect(check(AppSpec.fromFile(join(folder, 'appspec.yml')))).toEqual({ errors: [], warnings: [] });
    });
  });

  test('what agents may mend is a warning', () => {
    withFiles({ 'appspec.yml': spec('a.sh'), 'a.sh': ['echo\n', 0o644] }, (folder) => {
      expect(check(AppSpec.fromFile(join(folder, 'appspec.yml')))).toEqual({
        errors: [],
        warnings: [
          `${PATH} a.sh does not begin with #!, so that some agents cannot start it`,
          `${PATH} a.sh may not be executed, which agents mend when they may; set its permission, e.g. by chmod +x`,
        ],
      });
    });
  });

  test('they are looked for in the root of the bundle that is given, or not at all where a build makes them', () => {
    withFiles({ 'ci/appspec.yml': spec('a.sh'), 'dist/a.sh': SCRIPT }, (folder) => {
      const path = join(folder, 'ci', 'appspec.yml');
      expect(check(AppSpec.fromFile(path)).errors).toEqual([missing('a.sh')]);
      expect(check(AppSpec.fromFile(path, { bundleRoot: join(folder, 'dist') })).errors).toEqual([]);
      expect(check(AppSpec.fromFile(path, { builtScripts: true })).errors).toEqual([]);
    });
  });

  test('a root that is no folder is reported', () => {
    withFiles({ 'appspec.yml': VALID }, (folder) => {
      const path = join(folder, 'appspec.yml');
      expect(check(AppSpec.fromFile(path, { bundleRoot: 'no/such/folder' })).errors).toEqual([
        "[appspec.yml]: must be in a bundle whose root is a folder, got 'no/such/folder'",
      ]);
    });
  });
});
