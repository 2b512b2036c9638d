import { type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { type AnswerServices } from '../shared/custom-resource';
import { type ShiftServices } from '../shared/shift';

/** Everything outside of this function. */
export interface Services extends AnswerServices, ShiftServices {
  readonly codeCommit: CodeCommitClient;
}
