import type { Duration } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { BuildNetwork } from '../build/build-network';
import type { BuildVariable } from '../build/build-variable';
import type { DeliveryArtifact } from '../core/artifact';

/**
 * How many findings of each severity there may be. One more fails the verification.
 */
export interface FindingMaximums {
  /**
   * Critical findings, 0 or more.
   *
   * @default - any number
   */
  readonly critical?: number;

  /**
   * High findings, 0 or more.
   *
   * @default - any number
   */
  readonly high?: number;

  /**
   * Medium findings, 0 or more.
   *
   * @default - any number
   */
  readonly medium?: number;

  /**
   * Low findings, 0 or more.
   *
   * @default - any number
   */
  readonly low?: number;

  /**
   * Findings that are no more than information, 0 or more. Amazon Inspector has none.
   *
   * @default - any number
   */
  readonly info?: number;
}

/**
 * What all code reviews say.
 */
export interface CodeReviewOptions {
  /**
   * The name of the verification, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly reviewName: string;

  /**
   * The artifact with the code.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;

  /**
   * How many findings there may be by severity. At least one of its members.
   *
   * @default - no critical and no high ones
   */
  readonly maximumFindings?: FindingMaximums;
}

/**
 * A review by CodeGuru Reviewer.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_CreateCodeReview.html
 */
export interface ReviewerReviewOptions extends CodeReviewOptions {
  /**
   * The branch whose tip is reviewed: all of its code, whatever the pipeline runs with.
   */
  readonly branch: string;

  /**
   * How many findings there may be by category, e.g. `{ SecurityIssues: 0 }`. At most 20 categories.
   *
   * @default - any number
   */
  readonly maximumByCategory?: Record<string, number>;
}

/**
 * A review by a tool of yours, in a build.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export interface StaticAnalysisOptions extends CodeReviewOptions {
  /**
   * The commands that install and run the tool. It writes its findings as SARIF, and must not fail because there are some: that is what the maximums are for.
   */
  readonly commands: string[];

  /**
   * The file with the findings, relative to the root of the source. A file that is missing, empty or no SARIF, and a run that has no results or that failed, fail the review.
   *
   * @default 'results.sarif'
   */
  readonly resultsFile?: string;

  /**
   * How many findings there may be by category: the id of a rule or a tag of it, with `_` for a blank, in small or capital letters, e.g. `{ security: 0 }`. At most
   * 20 categories.
   *
   * @default - any number
   */
  readonly maximumByCategory?: Record<string, number>;

  /**
   * Runtimes of the image and their versions, e.g. `{ python: '3.13' }`.
   *
   * @default - those that the image has by itself
   */
  readonly runtimes?: Record<string, string>;

  /**
   * Image and compute of the build. The image must have `jq`, as those of AWS have.
   *
   * @default - a small Linux container of the image `aws/codebuild/standard:7.0`
   */
  readonly environment?: BuildEnvironment;

  /**
   * Environment variables by name.
   *
   * @default - only those that CodeBuild sets
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * The network that the build runs in.
   *
   * @default - a network of AWS, from which the internet is reached
   */
  readonly network?: BuildNetwork;

  /**
   * The longest time that the build may take, 5 to 2160 minutes.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;
}
