import type { Duration } from 'aws-cdk-lib';
import type { PackageSelection } from './package-selection';

/**
 * How a build uses a repository of packages.
 */
export interface PackageFeedOptions {
  /**
   * How long the token of the build is valid: 900 to 43200 seconds. It must reach from the login to the last use, e.g. to what is published at the
   * end. With Maven and Gradle, `Duration.seconds(0)` makes it as long as the session of the role of the build.
   *
   * @default Duration.hours(12)
   */
  readonly tokenLifetime?: Duration;

  /**
   * The packages that the build publishes, of the format of the tool. `[{}]` is all of them.
   *
   * @default - the build publishes nothing, it only fetches
   */
  readonly publishes?: PackageSelection[];
}

/**
 * How a build uses a repository with npm, yarn or pnpm.
 */
export interface NpmFeedOptions extends PackageFeedOptions {
  /**
   * The scopes whose packages come from the repository, e.g. `['@acme']`, with or without `@`. Others come from where they came from before.
   *
   * @default - all packages come from the repository
   */
  readonly namespaces?: string[];
}

/**
 * How a build uses a repository with Gradle.
 */
export interface GradleFeedOptions extends PackageFeedOptions {
  /**
   * How the repository is called in the files of the tool: letters, digits, `.`, `_` and `-`, unique in the build. Maven needs it in the
   * `distributionManagement` of what publishes, beside the address of the repository. That is in the environment variable `CODEARTIFACT_URL_MAVEN_` (with Gradle
   * `CODEARTIFACT_URL_GRADLE_`) and the id in capital letters, with `_` for all but letters and digits: by default `${env.CODEARTIFACT_URL_MAVEN_CODEARTIFACT}`.
   *
   * @default 'codeartifact'
   */
  readonly repositoryId?: string;

  /**
   * The environment variable that holds the token. Repositories of one domain share it; those of another domain need another.
   *
   * @default 'CODEARTIFACT_AUTH_TOKEN'
   */
  readonly tokenVariable?: string;
}

/**
 * How a build uses a repository with Maven.
 */
export interface MavenFeedOptions extends GradleFeedOptions {
  /**
   * Repositories that this one answers for, in the words of Maven's `mirrorOf`: `central` or `*`. The repository needs them upstream.
   *
   * @default - none: what the repository does not have comes from Maven Central
   */
  readonly mirrorOf?: string;
}
