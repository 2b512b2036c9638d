import { type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { type AnswerServices } from '../shared/custom-resource';

/** Everything outside of this function. */
export interface Services extends AnswerServices {
  readonly codeCommit: CodeCommitClient;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
