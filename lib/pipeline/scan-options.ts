import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { DeliveryArtifact } from '../core/artifact';
import type { VerificationOptions } from './verification-options';

/**
 * How many findings of each severity there may be. One more fails the verification.
 */
export interface ScanThresholds {
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
}

/**
 * A scan of the packages that source code uses.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
 */
export interface SourceScanOptions extends VerificationOptions {
  /**
   * How many findings there may be. At least one of its members.
   *
   * @default - no critical and no high ones
   */
  readonly thresholds?: ScanThresholds;

  /**
   * A handle to the list of what was found, which the scan puts out: for later targets and verifications.
   *
   * @default - an artifact that nothing takes
   */
  readonly output?: DeliveryArtifact;
}

/**
 * A scan of an image.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
 */
export interface ImageScanOptions {
  /**
   * The name of the verification, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly verificationName: string;

  /**
   * The repository of ECR, in the account and region of the stack.
   */
  readonly repository: IRepository;

  /**
   * The tag of the image. It may be a variable of an earlier action.
   *
   * @default 'latest'
   */
  readonly imageTag?: string;

  /**
   * How many findings there may be. At least one of its members.
   *
   * @default - no critical and no high ones
   */
  readonly thresholds?: ScanThresholds;

  /**
   * A handle to the list of what was found, which the scan puts out: for later targets and verifications.
   *
   * @default - an artifact that nothing takes
   */
  readonly output?: DeliveryArtifact;
}
