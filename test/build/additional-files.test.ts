import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnParameter } from 'aws-cdk-lib';
import { LinuxBuildImage, WindowsBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { AppSpec, ServerOperatingSystem } from '../../lib';
import type { BuildProjectProps } from '../../lib';
import { buildSpecOf, errorsIn, templateOf } from './support';
import type { Props } from './support';

const build = (additionalFiles: Record<string, string>, more: BuildProjectProps = {}): Props => ({
  commands: ['make'],
  additionalFiles,
  ...more,
});
const specOf = (props: Props): { commands: string[]; files: string[]; base?: string } => {
  const spec = buildSpecOf(templateOf(props)) as {
    phases: { build: { commands: string[] } };
    artifacts: { files: string[]; 'base-directory'?: string };
  };
  const { files, 'base-directory': base } = spec.artifacts;
  return { commands: spec.phases.build.commands, files, base };
};

/** Runs the commands that follow those of the user, in another folder than that of the source; gives the files. */
function write(props: Props, paths: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'additional-files-'));
  try {
    const env = { PATH: process.env.PATH, CODEBUILD_SRC_DIR: folder };
    const script = specOf(props).commands.slice(1).join('\n');
    execFileSync('/bin/sh', ['-e', '-c', script], { cwd: tmpdir(), env });
    return paths.map((path) => readFileSync(join(folder, path), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a file is written after the commands of the user, below the root of the source, and put out', () => {
  const props = build({ 'appspec.yml': 'version: 0.0\n' });
  expect(specOf(props).commands[0]).toBe('make');
  expect(write(props, ['appspec.yml'])).toEqual(['version: 0.0\n']);
  expect(specOf(props).files).toContain('**/*');
});

test('nothing in a text is taken for a command', () => {
  const text = [
    '$(touch /tmp/never)',
    '`id`',
    '${HOME} $HOME',
    'it\'s "quoted" \\n',
    'END',
    'END_',
    '# comment',
    '\t tab',
  ].join('\n');
  expect(write(build({ 'text.txt': `${text}\n` }), ['text.txt'])).toEqual([`${text}\n`]);
});

test('a text ends in a line, as texts do', () => {
  expect(write(build({ 'a.txt': 'a', 'b.txt': 'b\n' }), ['a.txt', 'b.txt'])).toEqual(['a\n', 'b\n']);
});

test('folders are made on the way', () => {
  expect(write(build({ 'deploy/scripts/start.sh': '#!/bin/sh\n' }), ['deploy/scripts/start.sh'])).toEqual([
    '#!/bin/sh\n',
  ]);
});

test('files lie below the folder that is put out, at the root of the artifact', () => {
  const props = build({ 'appspec.yml': 'a\n' }, { output: { files: ['index.js'], baseDirectory: 'dist' } });
  expect(write(props, ['dist/appspec.yml'])).toEqual(['a\n']);
  expect(specOf(props)).toMatchObject({ files: ['index.js', 'appspec.yml'], base: 'dist' });
});

test('a text that contains the end of its own here-document does not end it', () => {
  const end = /<< '(END_[0-9a-f]{8})'/.exec(specOf(build({ 'a.txt': 'a\n' })).commands.join('\n'))?.[1] ?? '';
  expect(end).toMatch(/^END_/);
  expect(write(build({ 'b.txt': `${end}\nafter\n` }), ['b.txt'])).toEqual([`${end}\nafter\n`]);
});

test('a text may be known at deployment only', () => {
  const props: Props = (stack) => ({
    commands: ['make'],
    additionalFiles: { 'a.txt': `name: ${new CfnParameter(stack, 'Name').valueAsString}` },
  });
  expect(specOf(props).commands.join('\n')).toContain('name: <Name>\nEND_');
});

test('an AppSpec is written as it is', () => {
  const appSpec = AppSpec.forServer({
    os: ServerOperatingSystem.LINUX,
    files: [{ source: '/', destination: '/srv/$web' }],
  });
  const props = build({ [appSpec.fileName]: appSpec.content });
  expect(write(props, ['appspec.yml'])).toEqual([appSpec.content]);
});

test.each<[string, Props, string]>([
  [
    'a path above the root',
    build({ '../a': 'a' }),
    "additionalFiles.../a: must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '../a'",
  ],
  [
    'an absolute path',
    build({ '/etc/a': 'a' }),
    "additionalFiles./etc/a: must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '/etc/a'",
  ],
  [
    'a path with a command',
    build({ '$(id)': 'a' }),
    "additionalFiles.$(id): must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '$(id)'",
  ],
  ['a text that is a number', build({ a: 5 as unknown as string }), 'additionalFiles.a: must be a string, got 5'],
  ['an empty text', build({ a: '' }), "additionalFiles.a: must be 1 to 65536 characters, got ''"],
  ['a list', build([] as unknown as Record<string, string>), 'additionalFiles: must be an object, got a list'],
  [
    'a build on Windows',
    build({ a: 'a' }, { environment: { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2019_BASE_3_0 } }),
    'additionalFiles: needs a build on Linux; write the files in the commands of the build',
  ],
])('%s is reported', (_, props, says) => {
  expect(errorsIn(props)).toContain(says);
});

test('a build on Linux with another image takes them', () => {
  expect(errorsIn(build({ a: 'a' }, { environment: { buildImage: LinuxBuildImage.STANDARD_7_0 } }))).toEqual([]);
});
