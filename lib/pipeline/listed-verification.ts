import type { Problems } from '../core/problems';
import { CodeReview } from '../insight/code-review';
import { checkBinds } from './artifact-checks';
import { CodeReviewVerification } from './code-review-verification';
import type { IVerification } from './verification-interface';

/** Whether a member of a list of verifications is one; reports it where it is not. */
export function checkVerification(problems: Problems, prop: string, given: IVerification): boolean {
  const isReview = (given as unknown) instanceof CodeReview;
  const cure = isReview ? 'give Verification.codeReview(review)' : 'use Verification.test';
  return checkBinds(problems, prop, given, 'a verification', cure);
}

/** Where the user said the name of a verification. */
export function namePropOfVerification(verification: IVerification): string {
  return verification instanceof CodeReviewVerification ? 'reviewName' : 'verificationName';
}
