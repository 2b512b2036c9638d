import { type JobFailure } from './errors';
import { type State } from './state';

/** The next step can start at once. */
export interface Advance {
  readonly kind: 'advance';
  readonly state: State;
}

/** The release goes on in a later call. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly state: State;
  readonly summary: string;
}

export interface Done {
  readonly kind: 'done';
  readonly version: string;
  /** Absent when the alias already pointed to the version. */
  readonly deploymentId?: string;
  readonly summary: string;
}

export interface Failed {
  readonly kind: 'failed';
  readonly failure: JobFailure;
}

export type Move = Advance | Waiting | Done;
export type Verdict = Waiting | Done | Failed;

export function advance(state: State): Advance {
  return { kind: 'advance', state };
}

export function waiting(state: State, summary: string): Waiting {
  return { kind: 'waiting', state, summary };
}
