import { type CodeCommitClient } from '@aws-sdk/client-codecommit';
import {
  inTime,
  isBusy,
  isUnsettled,
  patiently,
  PAUSES_MS,
  startShift as start,
  type Shift as SharedShift,
} from '../shared/shift';
import { type Services } from './services';

/** Before the function's own timeout of 5 minutes, with time left to answer. */
const LENGTH_MINUTES = 4;

export type Shift = SharedShift<Services>;

type Call<T> = (codeCommit: CodeCommitClient, options: { readonly abortSignal: AbortSignal }) => Promise<T>;

export function startShift(services: Services): Shift {
  return start(services, { work: 'approval rule', minutes: LENGTH_MINUTES, pauses: PAUSES_MS });
}

/** Calls CodeCommit. What goes away by itself is waited out. */
export function call<T>(shift: Shift, request: Call<T>): Promise<T> {
  return patiently(
    shift,
    (error) => isBusy(error) || isUnsettled(error, shift),
    () => inTime(shift, (options) => request(shift.services.codeCommit, options)),
  );
}
