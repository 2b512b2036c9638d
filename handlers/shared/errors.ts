import { property } from './property';

const TRANSIENT_NAMES = new Set([
  'BandwidthLimitExceeded',
  'InternalFailure',
  'InternalServerError',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TimeoutError',
  'TooManyRequestsException',
]);

const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

export function isNamed(error: unknown, ...names: string[]): boolean {
  const name = property(error, 'name');
  return typeof name === 'string' && names.includes(name);
}

/** Lambda's answers about a key have the status of a service's own fault, but last until somebody mends the key. */
function isOfKey(error: unknown): boolean {
  return String(property(error, 'name')).startsWith('KMS');
}

/** A fault that goes away by itself: throttling, a service's own fault, the network. */
export function isTransient(error: unknown): boolean {
  if (isOfKey(error)) return false;
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  return (
    isNamed(error, ...TRANSIENT_NAMES) ||
    NETWORK_CODES.has(String(property(error, 'code'))) ||
    property(error, '$retryable') !== undefined ||
    property(error, '$fault') === 'server' ||
    (typeof status === 'number' && (status === 429 || status >= 500))
  );
}

export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `Error: ${String(error)}`;
}

/** Cuts a text to at most `max` UTF-16 units, never inside of a character. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
