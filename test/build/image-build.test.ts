import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ImageFile, ImageRepository } from '../../lib';
import type { BuildProjectProps, ImageBuild } from '../../lib';
import { allowed, arn, buildSpecOf, errorsIn, projectOf, templateOf } from './support';

const orders = (stack: Stack): ImageBuild['repository'] => Repository.fromRepositoryName(stack, 'Orders', 'orders');
const image = (options: Partial<ImageBuild> = {}, more: BuildProjectProps = { commands: ['make'] }): Template =>
  templateOf((stack) => ({ ...more, image: { repository: orders(stack), ...options } }));
const says = (options: Partial<ImageBuild>): string[] =>
  errorsIn((stack) => ({ commands: ['make'], image: { repository: orders(stack), ...options } }));
const phaseOf = (given: Template, name: string): string[] =>
  (buildSpecOf(given).phases as Record<string, { commands: string[] }>)[name].commands;

/** Runs commands of a build with a Docker that says what it was asked for; gives what it said and the file that was written. */
function run(commands: string[], file: string, variables: Record<string, string>): { docker: string[]; file: string } {
  const folder = mkdtempSync(joinPath(tmpdir(), 'image-build-'));
  try {
    const log = joinPath(folder, 'docker.log');
    writeFileSync(
      joinPath(folder, 'docker'),
      '#!/bin/sh\nfor each in "$@"; do printf "%s\\n" "$each"; done >> docker.log\n',
    );
    chmodSync(joinPath(folder, 'docker'), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, CODEBUILD_SRC_DIR: folder, ...variables };
    execFileSync('/bin/sh', ['-e', '-c', commands.join('\n')], { cwd: folder, env });
    return { docker: readFileSync(log, 'utf8').trim().split('\n'), file: readFileSync(joinPath(folder, file), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders';
const VARIABLES = {
  IMAGE_REPOSITORY: REPOSITORY,
  CODEBUILD_RESOLVED_SOURCE_VERSION: '0123456789abcdef0123456789abcdef01234567',
  CODEBUILD_BUILD_NUMBER: '42',
};
const URI = `${REPOSITORY}:0123456789abcdef0123456789abcdef01234567-42`;

describe('a build that makes an image', () => {
  const given = image();
  const commands = phaseOf(given, 'build').slice(1);

  test('is privileged, logs in first, and makes the image after the commands of the user', () => {
    expect(projectOf(given).Properties.Environment).toMatchObject({ PrivilegedMode: true });
    expect(phaseOf(given, 'pre_build')[0]).toContain('docker login --username AWS --password-stdin <AccountId>');
    expect(phaseOf(given, 'build')[0]).toBe('make');
    expect(phaseOf(given, 'build').some((command) => command.startsWith('docker push'))).toBe(true);
  });

  test('knows its repository by a variable', () => {
    const { EnvironmentVariables } = projectOf(given).Properties.Environment as { EnvironmentVariables: unknown[] };
    expect(EnvironmentVariables).toEqual([
      { Name: 'IMAGE_REPOSITORY', Type: 'PLAINTEXT', Value: expect.anything() as unknown },
    ]);
    expect(JSON.stringify(EnvironmentVariables)).toMatch(/\{"Ref":"AWS::URLSuffix"\},"\/orders"\]/);
  });

  test('may push to that repository and to no other', () => {
    const [token, push, ...others] = allowed(given, 'ecr');
    expect(token).toEqual({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' });
    expect(push.Resource).toEqual(arn('ecr', ':repository/orders'));
    expect(push.Action).toContain('ecr:PutImage');
    expect(others).toEqual([]);
  });

  test('tags the image with the commit and the number of the build, pushes it, and says so in a file', () => {
    const said = run(commands, 'imageDetail.json', VARIABLES);
    expect(said.docker.slice(0, 5)).toEqual(['build', '--file', expect.stringMatching(/Dockerfile$/), '--tag', URI]);
    expect(said.docker.slice(-2)).toEqual(['push', URI]);
    expect(JSON.parse(said.file)).toEqual({ ImageURI: URI });
  });

  test.each([
    ['an object of S3', 'arn:aws:s3:::drops/app/source.zip', 'arn-aws-s3---drops-app-source.zip-42'],
    ['nothing', undefined, 'none-42'],
    ['something long', 'x'.repeat(300), `${'x'.repeat(40)}-42`],
  ])('has a legal tag where the source is %s', (_, version, tag) => {
    const number = { IMAGE_REPOSITORY: REPOSITORY, CODEBUILD_BUILD_NUMBER: '42' };
    const variables = version === undefined ? number : { ...number, CODEBUILD_RESOLVED_SOURCE_VERSION: version };
    const { ImageURI } = JSON.parse(run(commands, 'imageDetail.json', variables).file) as { ImageURI: string };
    expect(ImageURI).toBe(`${REPOSITORY}:${tag}`);
    expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
  });

  test('needs no commands of the user', () => {
    expect(phaseOf(image({}, {}), 'build')).toEqual(commands);
  });
});

test('the user decides on the Dockerfile, the folder and the arguments', () => {
  const given = image({
    dockerfile: 'docker/app.Dockerfile',
    directory: 'app dir',
    buildArguments: { VERSION: '1.2 beta', COMMIT: '$CODEBUILD_RESOLVED_SOURCE_VERSION' },
  });
  const { docker } = run(phaseOf(given, 'build').slice(1), 'imageDetail.json', VARIABLES);
  expect(docker).toEqual(
    expect.arrayContaining([
      'VERSION=1.2 beta',
      `COMMIT=${VARIABLES.CODEBUILD_RESOLVED_SOURCE_VERSION}`,
      expect.stringMatching(/docker\/app\.Dockerfile$/),
      expect.stringMatching(/app dir$/),
    ]),
  );
});

test('the file can be that of CodePipeline’s own action for ECS', () => {
  const given = image({ file: ImageFile.DEFINITIONS, containerName: 'web' });
  const said = run(phaseOf(given, 'build').slice(1), 'imagedefinitions.json', VARIABLES);
  expect(JSON.parse(said.file)).toEqual([{ name: 'web', imageUri: URI }]);
});

test('a container must be named for that file, so that ECS knows whose image it is', () => {
  expect(says({ file: ImageFile.DEFINITIONS })).toEqual([
    'image.containerName: must be given for imagedefinitions.json',
  ]);
  expect(says({ file: ImageFile.DEFINITIONS, containerName: 'my web' })).toEqual([
    "image.containerName: must be 1 to 255 characters of letters, digits, - and _, got 'my web'",
  ]);
});

test.each([
  ['a quote', 'a"b'],
  ['a command', '$(rm -rf .)'],
  ['an old command', '`id`'],
  ['a backslash', 'a\\'],
  ['a line end', 'a\nb'],
])('%s is kept out of the commands', (_, text) => {
  for (const options of [{ dockerfile: text }, { directory: text }, { buildArguments: { A: text } }]) {
    expect(says(options)).toEqual([
      expect.stringContaining('must be a text without quotes, backslashes, line ends and commands'),
    ]);
  }
});

test('the name of an argument is that of a variable', () => {
  expect(says({ buildArguments: { 'MY-ARG': '1' } })).toEqual([
    "image.buildArguments.MY-ARG: must be 1 to 256 characters of letters, digits and _, no digit first, got 'MY-ARG'",
  ]);
});

test('an ImageRepository of the same stack is pushed to before it has a name', () => {
  const given = templateOf((stack) => ({ image: { repository: new ImageRepository(stack, 'Images') } }));
  expect(JSON.stringify(allowed(given, 'ecr')[1].Resource)).toMatch(/"Fn::GetAtt":\["Images/);
});

test('the file is put out beside the files that the user names', () => {
  const given = image({}, { commands: ['make'], output: { files: ['app.zip'] } });
  expect(buildSpecOf(given).artifacts).toEqual({ files: ['app.zip', 'imageDetail.json'] });
});
