import { type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { ResourceFailure } from '../shared/custom-resource';
import { describe, isNamed, isTransient } from '../shared/errors';
import { property } from '../shared/property';
import { type Services } from './services';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Before the function's own timeout of 5 minutes, with time left to answer. */
const LENGTH_MINUTES = 4;
/** A policy is not seen everywhere at once: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
const SETTLING_MS = MINUTE_MS;
const PAUSES_MS = [1, 2, 4, 8, 15, 15, 15].map((seconds) => seconds * SECOND_MS);

/** The time that one event has, and what it works with. */
export interface Shift {
  readonly services: Services;
  readonly startedAt: number;
}

type Call<T> = (codeCommit: CodeCommitClient, options: { readonly abortSignal: AbortSignal }) => Promise<T>;

export function startShift(services: Services): Shift {
  return { services, startedAt: services.now() };
}

function elapsed({ services, startedAt }: Shift): number {
  return services.now() - startedAt;
}

function remaining(shift: Shift): number {
  return LENGTH_MINUTES * MINUTE_MS - elapsed(shift);
}

function overdue(lastError?: unknown): ResourceFailure {
  const rest = lastError === undefined ? '' : ` The last error: ${describe(lastError)}`;
  return new ResourceFailure(`The work on the approval rule is not done after ${LENGTH_MINUTES} min.${rest}`);
}

/** Tries again, with growing pauses, as long as the error is worth it and time is left. */
export async function patiently<T>(
  shift: Shift,
  isWorthwhile: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthwhile(error)) throw error;
      if (remaining(shift) <= pause) throw overdue(error);
      await shift.services.sleep(pause);
    }
  }
  return attempt();
}

function isBusy(error: unknown): boolean {
  return isTransient(error) || String(property(error, 'name')).startsWith('Concurrent');
}

function isUnsettled(error: unknown, shift: Shift): boolean {
  return isNamed(error, 'AccessDenied', 'AccessDeniedException') && elapsed(shift) < SETTLING_MS;
}

/** Calls CodeCommit. What goes away by itself is waited out. */
export function call<T>(shift: Shift, request: Call<T>): Promise<T> {
  return patiently(
    shift,
    (error) => isBusy(error) || isUnsettled(error, shift),
    async () => {
      const time = remaining(shift);
      if (time <= 0) throw overdue();
      try {
        return await request(shift.services.codeCommit, { abortSignal: AbortSignal.timeout(time) });
      } catch (error) {
        throw isNamed(error, 'AbortError') ? overdue(error) : error;
      }
    },
  );
}
