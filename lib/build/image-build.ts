import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { checkLiteralOneOf, checkName, checkStruct } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { BuildAdditions } from './build-additions';
import { BuildVariable } from './build-variable';
import { ecrLogin, registryOf } from './docker-build';

/**
 * The file that says which image was built.
 */
export enum ImageFile {
  /** `imageDetail.json`, which releases through CodeDeploy take. */
  DETAIL = 'imageDetail.json',
  /** `imagedefinitions.json`, which CodePipeline's own action for ECS takes. */
  DEFINITIONS = 'imagedefinitions.json',
}

/**
 * An image that a build makes and pushes, after the commands of the user. Its tag is the commit and the number of the
 * build, so that it fits a repository whose tags do not change.
 */
export interface ImageBuild {
  /**
   * The repository of ECR, in the account and region of the stack: an `ImageRepository` or another.
   */
  readonly repository: IRepository;

  /**
   * The Dockerfile, from the root of the source.
   *
   * @default 'Dockerfile'
   */
  readonly dockerfile?: string;

  /**
   * The folder that is sent to Docker, from the root of the source.
   *
   * @default - the root of the source
   */
  readonly directory?: string;

  /**
   * Arguments for the Dockerfile's `ARG`. `$NAME` is a variable of the build. Never give a secret: whoever has the image can read it.
   *
   * @default - none
   */
  readonly buildArguments?: Record<string, string>;

  /**
   * The file that says which image was built. It is put out with the files of the build.
   *
   * @default ImageFile.DETAIL
   */
  readonly file?: ImageFile;

  /**
   * The container whose image it is, in `imagedefinitions.json`.
   *
   * @default - not needed for `imageDetail.json`
   */
  readonly containerName?: string;
}

/** What an image has around it: the root of what the build puts out, from the root of the source, and whether feeds of packages have secrets. */
export interface ImageContext {
  readonly folder: string;
  readonly hasSecrets: boolean;
}

/** What an image adds to a build. */
export function bindImage(
  scope: Construct,
  problems: Problems,
  image: ImageBuild,
  { folder, hasSecrets }: ImageContext,
): BuildAdditions {
  const what = 'an ECR repository';
  const given = checkResource(problems, 'repository', scope, image.repository, what, 'repositoryUri');
  if (given !== undefined) deployAfter(scope, given);
  const name = given === undefined ? 'missing' : weak(scope, given.repositoryName);
  const { dockerfile = 'Dockerfile', directory = '.' } = image;
  for (const [prop, text] of Object.entries({ dockerfile, directory })) checkShellText(problems, prop, text);
  const secrets = hasSecrets ? ['$CODEARTIFACT_BUILD_SECRETS'] : [];
  const build = [
    'docker build',
    ...secrets,
    ...argumentsOf(problems, image),
    `--file "${dockerfile}"`,
    '--tag "$IMAGE_URI"',
  ];
  return {
    prop: 'image',
    before: ecrLogin(scope),
    outputFiles: [image.file ?? ImageFile.DETAIL],
    after: [
      'cd "$CODEBUILD_SRC_DIR"',
      `IMAGE_TAG="$(printf %s "\${CODEBUILD_RESOLVED_SOURCE_VERSION:-none}" | tr -c 'A-Za-z0-9_.-' '-' | sed 's/^[.-]*//' | cut -c1-40)-$CODEBUILD_BUILD_NUMBER"`,
      'IMAGE_URI="$IMAGE_REPOSITORY:$IMAGE_TAG"',
      `${build.join(' ')} "${directory}"`,
      'docker push "$IMAGE_URI"',
      `mkdir -p "${folder}"`,
      `printf '${formatOf(problems, image)}' "$IMAGE_URI" > "${folder}/${image.file ?? ImageFile.DETAIL}"`,
    ],
    variables: { IMAGE_REPOSITORY: BuildVariable.plain(`${registryOf(scope)}/${name}`) },
    permissions: [
      allow(PERMISSIONS.imagePullToken, ['*']),
      ...(given === undefined ? [] : [allow(PERMISSIONS.imagePush, [weak(scope, given.repositoryArn)])]),
    ],
  };
}

function argumentsOf(problems: Problems, image: ImageBuild): string[] {
  const given = checkStruct(problems, 'buildArguments', image.buildArguments) ?? {};
  return Object.entries(given).map(([name, value]) => {
    checkName(problems, `buildArguments.${name}`, name, LIMITS.variableName);
    checkShellText(problems, `buildArguments.${name}`, value);
    return `--build-arg "${name}=${value}"`;
  });
}

/** These texts stand in a command, within double quotes. */
function checkShellText(problems: Problems, prop: string, text: unknown): void {
  if (typeof text === 'string' && !/["`\\\n]|\$\(/.test(text)) return;
  problems.add(prop, 'must be a text without quotes, backslashes, line ends and commands', { got: text });
}

function formatOf(problems: Problems, { file = ImageFile.DETAIL, containerName }: ImageBuild): string {
  checkLiteralOneOf(problems, 'file', file, ImageFile, 'ImageFile');
  if (file === ImageFile.DETAIL) return '{"ImageURI":"%s"}';
  const name = checkName(problems, 'containerName', containerName, LIMITS.containerName);
  if (containerName === undefined) problems.add('containerName', `must be given for ${ImageFile.DEFINITIONS}`);
  return `[{"name":"${name ?? 'missing'}","imageUri":"%s"}]`;
}
