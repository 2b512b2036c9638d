import { PackageFormat } from './package-format';

/** A tool that fetches and publishes packages. */
export interface FeedTool {
  readonly name: string;
  readonly format: PackageFormat;

  /** How the tool gets its token: by `aws codeartifact login`, by a variable and a file, or not at all, since it is the AWS CLI itself. */
  readonly login: 'command' | 'file' | 'none';

  /** What a build of Docker needs of it, by the id of the secret: a path or, with `env:`, a variable of the build. */
  readonly secrets: Readonly<Record<string, string>>;

  /** What a build of Docker needs first. */
  readonly forDocker?: readonly string[];

  /** Whether the tool has room for one repository only. */
  readonly isSingle: boolean;
}

/** Every tool, with where it keeps what it was told. */
export const FEED_TOOLS = {
  npm: {
    name: 'npm',
    format: PackageFormat.NPM,
    login: 'command',
    secrets: { npmrc: '$(npm config get userconfig)' },
    isSingle: false,
  },
  // https://pip.pypa.io/en/stable/topics/configuration/#environment-variables
  pip: {
    name: 'pip',
    format: PackageFormat.PYPI,
    login: 'command',
    secrets: { PIP_INDEX_URL: 'env:PIP_INDEX_URL' },
    forDocker: ['PIP_INDEX_URL="$(pip config get global.index-url)"', 'export PIP_INDEX_URL'],
    isSingle: true,
  },
  twine: {
    name: 'twine',
    format: PackageFormat.PYPI,
    login: 'command',
    secrets: { pypirc: '$HOME/.pypirc' },
    isSingle: true,
  },
  // https://learn.microsoft.com/en-us/nuget/consume-packages/configuring-nuget-behavior#config-file-locations-and-uses
  nuget: {
    name: 'nuget',
    format: PackageFormat.NUGET,
    login: 'command',
    secrets: { nugetconfig: '$HOME/.config/NuGet/NuGet.Config' },
    isSingle: false,
  },
  dotnet: {
    name: 'dotnet',
    format: PackageFormat.NUGET,
    login: 'command',
    secrets: { nugetconfig: '$HOME/.nuget/NuGet/NuGet.Config' },
    isSingle: false,
  },
  maven: {
    name: 'maven',
    format: PackageFormat.MAVEN,
    login: 'file',
    secrets: { 'maven-settings': '$HOME/.m2/settings.xml' },
    isSingle: false,
  },
  gradle: {
    name: 'gradle',
    format: PackageFormat.MAVEN,
    login: 'file',
    secrets: { 'gradle-init': '$HOME/.gradle/init.d/codeartifact.gradle' },
    isSingle: false,
  },
  generic: { name: 'generic', format: PackageFormat.GENERIC, login: 'none', secrets: {}, isSingle: true },
} satisfies Record<string, FeedTool>;
