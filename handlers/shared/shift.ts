import { ResourceFailure } from './custom-resource';
import { describe, isNamed, isTransient } from './errors';
import { property } from './property';

const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
/** A policy is not seen everywhere at once: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
const SETTLING_MS = MINUTE_MS;
/** A minute in all. */
export const PAUSES_MS: readonly number[] = [1, 2, 4, 8, 15, 15, 15].map((seconds) => seconds * SECOND_MS);

export interface ShiftServices {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ShiftTerms {
  /** What is worked on, for a reader. */
  readonly work: string;
  /** Before the function's own timeout, with time left to answer. */
  readonly minutes: number;
  /** How long to wait before each new attempt. */
  readonly pauses: readonly number[];
}

/** The time that one event has, and what it works with. */
export interface Shift<S extends ShiftServices = ShiftServices> extends ShiftTerms {
  readonly services: S;
  readonly startedAt: number;
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** What is asked of the client of a service. */
export type Request<Client, T> = (client: Client, options: CallOptions) => Promise<T>;

export function startShift<S extends ShiftServices>(services: S, terms: ShiftTerms): Shift<S> {
  return { ...terms, services, startedAt: services.now() };
}

export function elapsed({ services, startedAt }: Shift): number {
  return services.now() - startedAt;
}

function remaining(shift: Shift): number {
  return shift.minutes * MINUTE_MS - elapsed(shift);
}

function overdue({ work, minutes }: Shift, lastError?: unknown): ResourceFailure {
  const rest = lastError === undefined ? '' : ` The last error: ${describe(lastError)}`;
  return new ResourceFailure(`The work on the ${work} is not done after ${minutes} min.${rest}`);
}

/** Tries again, with growing pauses, as long as the error is worth it and time is left. */
export async function patiently<T>(
  shift: Shift,
  isWorthwhile: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  for (const pause of shift.pauses) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthwhile(error)) throw error;
      if (remaining(shift) <= pause) throw overdue(shift, error);
      await shift.services.sleep(pause);
    }
  }
  return attempt();
}

export function isDenied(error: unknown): boolean {
  return isNamed(error, 'AccessDenied', 'AccessDeniedException');
}

export function isBusy(error: unknown): boolean {
  return isTransient(error) || String(property(error, 'name')).startsWith('Concurrent');
}

/** Permission may be missing because it is new. */
export function isUnsettled(error: unknown, shift: Shift): boolean {
  return isDenied(error) && elapsed(shift) < SETTLING_MS;
}

/** What goes away by itself, whatever the service. */
export function isPassing(error: unknown, shift: Shift): boolean {
  return isBusy(error) || isUnsettled(error, shift);
}

/** Calls a service, and waits out what is worth it. */
export function attempt<Client, T>(
  shift: Shift,
  client: Client,
  request: Request<Client, T>,
  isWorthwhile = (error: unknown): boolean => isPassing(error, shift),
): Promise<T> {
  return patiently(shift, isWorthwhile, () => inTime(shift, (options) => request(client, options)));
}

/** One call to a service, which ends with the shift. */
async function inTime<T>(shift: Shift, request: (options: CallOptions) => Promise<T>): Promise<T> {
  const time = remaining(shift);
  if (time <= 0) throw overdue(shift);
  try {
    return await request({ abortSignal: AbortSignal.timeout(time) });
  } catch (error) {
    throw isNamed(error, 'AbortError') ? overdue(shift, error) : error;
  }
}
