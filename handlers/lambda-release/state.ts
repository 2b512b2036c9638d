import { malformed, numberAt, objectAt, parseJson, textAt } from './json';

const PATH = 'continuationToken';
const TOKEN_VERSION = 1;

interface Origin {
  /** The first job of the action: every continuation may carry a new one. */
  readonly originalJobId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** When the step failed for the first time in a row, likewise; absent when it has not. */
  readonly busySince?: number;
}

/** Sends the code to Lambda. */
export type Update = Origin & { readonly step: 'update' };
/** Waits until Lambda has taken the code over (`settle`), then makes a version of it (`publish`). */
export type Uploaded = Origin & { readonly step: 'settle' | 'publish'; readonly codeSha256: string };
/** Waits until the version can be invoked (`activate`), then starts its deployment (`deploy`). */
export type Published = Origin & { readonly step: 'activate' | 'deploy'; readonly version: string };
/** Waits for the deployment. */
export type Watch = Origin & {
  readonly step: 'watch';
  readonly deploymentId: string;
  readonly currentVersion: string;
  readonly version: string;
};

/** Where a release stands: all that one call hands to the next. */
export type State = Update | Uploaded | Published | Watch;

export function firstState(originalJobId: string, startedAt: number): State {
  return { originalJobId, startedAt, step: 'update' };
}

export function originOf({ originalJobId, startedAt }: Origin): Origin {
  return { originalJobId, startedAt };
}

/** The state after a step without an error. */
export function calm(state: State): State {
  return { ...state, busySince: undefined };
}

export function writeToken(state: State): string {
  return JSON.stringify({ v: TOKEN_VERSION, ...state });
}

export function readToken(text: unknown): State {
  if (typeof text !== 'string') throw malformed(`${PATH}: must be text.`);
  const token = objectAt(parseJson(text, PATH), PATH);
  const version = numberAt(token, 'v', PATH);
  if (version !== TOKEN_VERSION) {
    throw malformed(`${PATH}.v: must be ${TOKEN_VERSION}, got ${version}: another version of this function wrote it.`);
  }
  const origin = {
    originalJobId: textAt(token, 'originalJobId', PATH),
    startedAt: numberAt(token, 'startedAt', PATH),
    ...(token.busySince === undefined ? {} : { busySince: numberAt(token, 'busySince', PATH) }),
  };
  const step = textAt(token, 'step', PATH);
  const field = (key: string): string => textAt(token, key, PATH);
  switch (step) {
    case 'update':
      return { ...origin, step };
    case 'settle':
    case 'publish':
      return { ...origin, step, codeSha256: field('codeSha256') };
    case 'activate':
    case 'deploy':
      return { ...origin, step, version: field('version') };
    case 'watch':
      return {
        ...origin,
        step,
        deploymentId: field('deploymentId'),
        currentVersion: field('currentVersion'),
        version: field('version'),
      };
    default:
      throw malformed(`${PATH}.step: must be update, settle, publish, activate, deploy or watch.`);
  }
}
