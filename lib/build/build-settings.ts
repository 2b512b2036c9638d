import type { Duration } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { PackageFeed } from '../packages/package-feed';
import type { BuildBatch } from './build-batch';
import type { BuildCache } from './build-cache';
import type { BuildInstructions } from './build-instructions';
import type { BuildLogSettings } from './build-logs';
import type { BuildNetwork } from './build-network';
import type { BuildSource } from './build-source';
import type { BuildVariable } from './build-variable';
import type { DockerBuild } from './docker-build';
import type { ImageBuild } from './image-build';

/**
 * What builds alone, builds of a pipeline, and checks of pull requests have in common.
 */
export interface BuildSettings extends BuildInstructions {
  /**
   * The name of the project: 2 to 150 letters, digits, `-` and `_`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly projectName?: string;

  /**
   * Environment variables by name: letters, digits and `_`, not beginning with a digit or `CODEBUILD_`.
   *
   * @default - only those that CodeBuild sets
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * Image, compute and privileges of the build, on AWS's own machines or on a fleet.
   *
   * @default - a small Linux container of the image `aws/codebuild/standard:7.0`, not privileged
   */
  readonly environment?: BuildEnvironment;

  /**
   * The network that the build runs in.
   *
   * @default - a network of AWS, from which the internet is reached
   */
  readonly network?: BuildNetwork;

  /**
   * Repositories of CodeArtifact that the build gets its packages from, and may publish to: it logs in before all commands. Beside `docker` and `image`,
   * `docker build $CODEARTIFACT_BUILD_SECRETS .` hands the login on as secrets. Not with a buildspec in the source.
   *
   * @default - packages come from where the tools get them by themselves
   */
  readonly feeds?: PackageFeed[];

  /**
   * What the build does with Docker.
   *
   * @default - nothing
   */
  readonly docker?: DockerBuild;

  /**
   * An image that the build makes and pushes.
   *
   * @default - none
   */
  readonly image?: ImageBuild;

  /**
   * Text files that are put out with the rest, by their path below the root of the artifact, e.g. the `appspec.yml` of an `AppSpec`. They are written
   * after the commands, in the place of files of the same name. At most 65536 characters each. Not with a buildspec in the source.
   *
   * @default - no files beside those that the build makes
   */
  readonly additionalFiles?: Record<string, string>;

  /**
   * What the build keeps for the next one.
   *
   * @default - nothing
   */
  readonly cache?: BuildCache;

  /**
   * Lets the build start others, as the section `batch` of its buildspec says.
   *
   * @default - the build is one
   */
  readonly batch?: BuildBatch;

  /**
   * A bucket that gets the logs as well, below the name of the project.
   *
   * @default - the logs are in CloudWatch alone
   */
  readonly logBucket?: IBucket;

  /**
   * The longest time that a build may take, 5 to 2160 minutes.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;

  /**
   * The longest time that a build may wait for a machine, 5 to 480 minutes.
   *
   * @default Duration.hours(8)
   */
  readonly queuedTimeout?: Duration;

  /**
   * How many builds may run side by side, 1 or more. What would be more is not run at all.
   *
   * @default - as many as the account may have
   */
  readonly concurrentBuilds?: number;

  /**
   * How often a build that failed is started again, 0 to 10 times. Only with a source: CodeBuild does not start builds of a pipeline again.
   *
   * @default 0
   */
  readonly retries?: number;

  /**
   * The role of the build. Its policy is widened by what the build needs, unless the role is immutable.
   *
   * @default - a role of the project's own
   */
  readonly role?: IRole;
}

/**
 * Properties of a `BuildProject`.
 */
export interface BuildProjectProps extends BuildSettings, BuildLogSettings {
  /**
   * Where the build gets its source from.
   *
   * @default - a pipeline gives it
   */
  readonly source?: BuildSource;

  /**
   * Whether there is a picture that shows whether the last build passed, at an address that everybody can open. Only with a source that is a
   * Git repository.
   *
   * @default false
   */
  readonly badge?: boolean;

  /**
   * A bucket that gets the output of a build as a ZIP archive, below the name of the project. Only with a source.
   *
   * @default - a pipeline takes the output; without one it is thrown away
   */
  readonly outputBucket?: IBucket;

  /**
   * The key that artifacts are encrypted with: that of the artifact store, where it has one.
   *
   * @default - a key that AWS manages
   */
  readonly encryptionKey?: IKey;
}
