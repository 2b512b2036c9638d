import type { DeliveryArtifact } from '../core/artifact';

/**
 * Options that every verification has.
 */
export interface VerificationOptions {
  /**
   * The name of the verification, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`. It is the name of its action.
   */
  readonly verificationName: string;

  /**
   * The artifact that the verification works with.
   *
   * @default - the output of the last build, or of the first source where nothing is built
   */
  readonly artifact?: DeliveryArtifact;
}
