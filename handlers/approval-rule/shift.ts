import { type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { attempt, PAUSES_MS, startShift as start, type Request, type Shift as SharedShift } from '../shared/shift';
import { type Services } from './services';

/** Before the function's own timeout of 5 minutes, with time left to answer. */
const LENGTH_MINUTES = 4;

export type Shift = SharedShift<Services>;

export function startShift(services: Services): Shift {
  return start(services, { work: 'approval rule', minutes: LENGTH_MINUTES, pauses: PAUSES_MS });
}

/** Calls CodeCommit. What goes away by itself is waited out. */
export function call<T>(shift: Shift, request: Request<CodeCommitClient, T>): Promise<T> {
  return attempt(shift, shift.services.codeCommit, request);
}
